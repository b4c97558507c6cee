package windtunnel.model.queue;

import java.util.Arrays;
import java.util.List;
import windtunnel.core.measure.Recorder;
import windtunnel.core.unit.Numbers;

/** What a queue did in one run: waits, slowdowns and counts, in all and by team. */
final class QueueTally {
    private static final long LEAST_NANOS = 600_000_000_000L;
    private static final int MEDIUM_NODES = 8;
    /** Shares below half a percent would be printed as nothing. */
    private static final double WORTH_A_WORD = 0.005;

    private final List<String> teams;
    private final Waits all = new Waits();
    private final Waits[] byTeam;
    private final Waits[] byClass = {new Waits(), new Waits(), new Waits()};
    private final int perNode;
    private final long[] stopsByTeam;
    private long preempted;
    private long preemptedForFailed;
    private long failed;
    private long lastEndNanos;
    private double strandedGpuNanos;
    private double wantedGpuNanos;
    private double busyGpuNanos;
    private double usefulGpuNanos;
    private double workedGpuNanos;
    private double apartGpuNanos;
    private double lostForFailedGpuNanos;
    private double keptGpuNanos;
    private double movedGpuNanos;
    private double delayNanos;
    private long moved;
    private long shrunk;
    private long reserved;
    private boolean traffic;
    private double openGpuNanos;
    private final double[] teamGpuNanos;

    QueueTally(List<String> teams, int perNode) {
        this.perNode = perNode;
        this.teams = teams;
        byTeam = new Waits[teams.size()];
        Arrays.setAll(byTeam, team -> new Waits());
        stopsByTeam = new long[teams.size()];
        teamGpuNanos = new double[teams.size()];
    }

    /** Waits of jobs that are done. */
    private static final class Waits {
        private double[] seconds = new double[16];
        private int count;
        private double slowdowns;

        void add(double wait, double slowdown) {
            if (count == seconds.length) {
                seconds = Arrays.copyOf(seconds, 2 * count);
            }
            seconds[count++] = wait;
            slowdowns += slowdown;
        }

        double mean() {
            return Arrays.stream(seconds, 0, count).sum() / count;
        }

        /** The smallest wait that 95 of 100 stay at or below. */
        double p95() {
            double[] sorted = Arrays.copyOf(seconds, count);
            Arrays.sort(sorted);
            return sorted[Math.max(0, (int) Math.ceil(0.95 * count) - 1)];
        }
    }

    void done(Job job, long nowNanos) {
        double response = nowNanos - job.readyNanos();
        double slowdown = Math.max(1, response / Math.max(job.lengthNanos, LEAST_NANOS));
        all.add(job.waitedNanos * 1e-9, slowdown);
        byTeam[job.team].add(job.waitedNanos * 1e-9, slowdown);
        byClass[sizeClass(job)].add(job.waitedNanos * 1e-9, slowdown);
        lastEndNanos = nowNanos;
    }

    private int sizeClass(Job job) {
        return job.gpus <= perNode ? 0 : job.gpus <= MEDIUM_NODES * perNode ? 1 : 2;
    }

    /** A job was stopped for another; {@code lostForFailed} is the work that it loses for one that a lost machine stopped, else negative. */
    void preempted(Job job, double lostForFailed) {
        preempted++;
        preemptedForFailed += lostForFailed >= 0 ? 1 : 0;
        lostForFailedGpuNanos += Math.max(0, lostForFailed);
        stopsByTeam[job.team]++;
    }

    void failed() {
        failed++;
    }

    /** A job gave up GPUs for another. */
    void shrunk() {
        shrunk++;
    }

    /** A job moved, which cost it so long. */
    void moved(Job job, long nanos) {
        moved++;
        movedGpuNanos += (double) nanos * job.held;
    }

    /** A job whose time was reserved started so much later. */
    void kept(long lateNanos) {
        reserved++;
        delayNanos += lateNanos;
    }

    /** GPUs that passed so long free for what is reserved. */
    void keptFree(double elapsedNanos, long gpus) {
        keptGpuNanos += gpus * elapsedNanos;
    }

    /** What passed: GPUs of all machines, held by the teams, free while jobs waited, and of those free without use. */
    void account(double elapsedNanos, long gpus, long[] held, boolean waiting, long stranded) {
        openGpuNanos += gpus * elapsedNanos;
        strandedGpuNanos += stranded * elapsedNanos;
        wantedGpuNanos += waiting ? gpus * elapsedNanos : 0;
        for (int team = 0; team < held.length; team++) {
            busyGpuNanos += held[team] * elapsedNanos;
            wantedGpuNanos -= waiting ? held[team] * elapsedNanos : 0;
            teamGpuNanos[team] += held[team] * elapsedNanos;
        }
    }

    /** Work that will not be lost, work that is, and what nodes far apart added to both. */
    void worked(Job job, long kept, long lost, long apart) {
        usefulGpuNanos += (double) kept * job.gpus;
        traffic |= job.traffic != null;
        if (job.traffic != null) {
            workedGpuNanos += (double) (kept + lost) * job.gpus;
            apartGpuNanos += (double) apart * job.held;
        }
    }

    void record(Recorder recorder, String queue, JobQueue rules) {
        boolean preempts = rules.preemption().isPresent();
        waits(recorder, queue, all);
        recorder.record(queue, QueueMetrics.ALLOCATED, ratio(busyGpuNanos));
        recorder.record(queue, QueueMetrics.GOODPUT, ratio(usefulGpuNanos));
        recorder.record(queue, QueueMetrics.STRANDED, ratio(strandedGpuNanos));
        recorder.record(queue, QueueMetrics.MAKESPAN, lastEndNanos * 1e-9);
        recorder.record(queue, QueueMetrics.FAILURES, failed);
        recorder.record(queue, QueueMetrics.PREEMPTIONS, preempted);
        recorder.record(queue, QueueMetrics.FAILURE_PREEMPTIONS, preemptedForFailed);
        recorder.record(queue, QueueMetrics.FAILURE_PREEMPTION_LOSS, lostForFailedGpuNanos * 1e-9 / 3600);
        if (rules.defragment().isPresent()) {
            recorder.record(queue, QueueMetrics.MOVES, moved);
            recorder.record(queue, QueueMetrics.MOVE_COST, movedGpuNanos * 1e-9 / 3600);
        }
        if (rules.shrinks()) {
            recorder.record(queue, QueueMetrics.SHRINKS, shrunk);
        }
        if (reserved > 0) {
            recorder.record(queue, QueueMetrics.RESERVED_DELAY, delayNanos * 1e-9 / reserved);
            recorder.record(queue, QueueMetrics.KEPT_FREE, ratio(keptGpuNanos));
        }
        for (int size = 0; size < byClass.length; size++) {
            if (byClass[size].count > 0) {
                recorder.record(queue, QueueMetrics.WAIT_P95_BY_SIZE.get(size), byClass[size].p95());
            }
        }
        if (traffic && workedGpuNanos > 0) {
            recorder.record(queue, QueueMetrics.PLACEMENT_SLOWDOWN, 1 + apartGpuNanos / workedGpuNanos);
        }
        for (int team = 0; team < byTeam.length; team++) {
            waits(recorder, teams.get(team), byTeam[team]);
            recorder.record(teams.get(team), QueueMetrics.GPU_HOURS, teamGpuNanos[team] * 1e-9 / 3600);
            if (preempts) {
                recorder.record(teams.get(team), QueueMetrics.PREEMPTIONS, stopsByTeam[team]);
            }
        }
    }

    /** Why GPUs were held by no job, in a sentence. */
    String whyUnused() {
        double unused = openGpuNanos - busyGpuNanos;
        if (unused <= 0) {
            return "";
        }
        StringBuilder why = new StringBuilder(part(wantedGpuNanos / unused)).append(" of it while jobs waited");
        if (strandedGpuNanos / unused >= WORTH_A_WORD) {
            why.append(", ")
                    .append(part(strandedGpuNanos / unused))
                    .append(" because free GPUs lay on nodes where no waiting job fit (fragmentation)");
        }
        if (keptGpuNanos / unused >= WORTH_A_WORD) {
            why.append(", ").append(part(keptGpuNanos / unused)).append(" kept free for what is reserved in advance");
        }
        return why.toString();
    }

    private static String part(double share) {
        return Numbers.percent(Math.min(1, share), 0);
    }

    private double ratio(double gpuNanos) {
        return openGpuNanos > 0 ? Math.min(1, gpuNanos / openGpuNanos) : 0;
    }

    private static void waits(Recorder recorder, String owner, Waits waits) {
        recorder.record(owner, QueueMetrics.JOBS, waits.count);
        if (waits.count > 0) {
            recorder.record(owner, QueueMetrics.WAIT, waits.mean());
            recorder.record(owner, QueueMetrics.WAIT_P95, waits.p95());
            recorder.record(owner, QueueMetrics.SLOWDOWN, waits.slowdowns / waits.count);
        }
    }
}
