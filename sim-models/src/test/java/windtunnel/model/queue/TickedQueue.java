package windtunnel.model.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A second queue, tick by tick and without anything of the first: fair share without backfill, jobs of at most a node each, fullest node first. A tick
 * is the five minutes after which the first looks again, and all times are whole ticks.
 */
final class TickedQueue {
    static final long TICK = QueueSamples.HOUR / 12;

    /** Ticks at which each job starts. */
    final int[] starts;
    /** Share of the GPU time that was free while a job waited that was small enough, and none fit. */
    final double stranded;
    /** GPU ticks of each team. */
    final double[] gpuTicks;

    private final List<Job> jobs;
    private final int perNode;
    private final double[] shares;
    private final double halfLifeTicks;
    private final int[] free;
    private final int[] nodeOf;
    /** GPUs that each team held in each tick so far. */
    private final List<int[]> held = new ArrayList<>();

    TickedQueue(List<Job> jobs, int nodes, int perNode, double[] shares, double halfLifeTicks) {
        this.jobs = jobs;
        this.perNode = perNode;
        this.shares = shares;
        this.halfLifeTicks = halfLifeTicks;
        free = new int[nodes];
        java.util.Arrays.fill(free, perNode);
        starts = new int[jobs.size()];
        java.util.Arrays.fill(starts, -1);
        nodeOf = new int[jobs.size()];
        gpuTicks = new double[shares.length];
        double lost = 0;
        int tick = 0;
        for (; !allEnded(tick); tick++) {
            giveBack(tick);
            schedule(tick);
            lost += strandedNow(tick);
            int[] now = new int[shares.length];
            for (Job job : jobs) {
                if (runs(job, tick)) {
                    now[job.team] += job.gpus;
                    gpuTicks[job.team] += job.gpus;
                }
            }
            held.add(now);
        }
        stranded = lost / ((double) tick * nodes * perNode);
    }

    private int end(Job job) {
        return starts[job.number] + (int) (job.lengthNanos / TICK);
    }

    private boolean runs(Job job, int tick) {
        return starts[job.number] >= 0 && starts[job.number] <= tick && tick < end(job);
    }

    private boolean allEnded(int tick) {
        return jobs.stream().allMatch(job -> starts[job.number] >= 0 && end(job) <= tick);
    }

    private void giveBack(int tick) {
        for (Job job : jobs) {
            if (starts[job.number] >= 0 && end(job) == tick) {
                free[nodeOf[job.number]] += job.gpus;
            }
        }
    }

    /** Every past tick of the team's GPUs, each weighed by the integral of 2^(-age / half-life) over it. */
    private double use(int team, int tick) {
        double sum = 0;
        for (int past = 0; past < tick; past++) {
            double young = Math.pow(2, -(tick - past - 1) / halfLifeTicks);
            double old = Math.pow(2, -(tick - past) / halfLifeTicks);
            sum += held.get(past)[team] * (young - old) * halfLifeTicks / Math.log(2);
        }
        return sum / shares[team];
    }

    private List<Job> waiting(int tick) {
        List<Job> waiting = new ArrayList<>();
        for (Job job : jobs) {
            if (starts[job.number] < 0 && job.arrivesNanos <= tick * TICK) {
                waiting.add(job);
            }
        }
        return waiting;
    }

    private void schedule(int tick) {
        List<Job> waiting = waiting(tick);
        waiting.sort(Comparator.comparingDouble((Job job) -> use(job.team, tick))
                .thenComparingLong(job -> job.arrivesNanos)
                .thenComparingInt(job -> job.number));
        for (Job job : waiting) {
            int node = fullest(job.gpus);
            if (node < 0) {
                return;
            }
            starts[job.number] = tick;
            nodeOf[job.number] = node;
            free[node] -= job.gpus;
        }
    }

    private int fullest(int gpus) {
        int best = -1;
        for (int node = 0; node < free.length; node++) {
            if (free[node] >= gpus && (best < 0 || free[node] < free[best])) {
                best = node;
            }
        }
        return best;
    }

    private int strandedNow(int tick) {
        int all = java.util.Arrays.stream(free).sum();
        List<Job> waiting = waiting(tick);
        boolean enough = waiting.stream().anyMatch(job -> job.gpus <= all);
        boolean fits = waiting.stream().anyMatch(job -> fullest(job.gpus) >= 0);
        return enough && !fits ? all : 0;
    }
}
