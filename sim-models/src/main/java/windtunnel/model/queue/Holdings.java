package windtunnel.model.queue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import windtunnel.model.queue.placement.Pool;

/** Who holds which GPUs in one run, and who may hold more. */
final class Holdings implements WaitingJobs.Eligibility {
    private final Pool pool;
    private final int perNode;
    private final List<Job> running = new ArrayList<>();
    private final long[] quotas;
    private final boolean[] borrows;
    private final boolean quotaFree;
    private final long[] heldByTeam;

    Holdings(Pool pool, int perNode, List<Team> teams) {
        this.pool = pool;
        this.perNode = perNode;
        quotas = teams.stream()
                .mapToLong(team -> team.quota().map(count -> count.value()).orElse(Long.MAX_VALUE))
                .toArray();
        borrows = new boolean[teams.size()];
        for (int team = 0; team < borrows.length; team++) {
            borrows[team] = teams.get(team).borrows();
        }
        quotaFree = teams.stream().allMatch(team -> team.quota().isEmpty());
        heldByTeam = new long[teams.size()];
    }

    Pool pool() {
        return pool;
    }

    /** GPUs of a node. */
    int perNode() {
        return perNode;
    }

    /** The jobs that run, in the order of their starts. */
    List<Job> running() {
        return running;
    }

    /** GPUs that each team holds. */
    long[] byTeam() {
        return heldByTeam;
    }

    long held() {
        return Arrays.stream(heldByTeam).sum();
    }

    /** The job starts on {@code nodes} with all its GPUs. */
    void start(Job job, int[] nodes) {
        job.borrowed = !within(job);
        job.held = job.gpus;
        job.nodes = nodes;
        pool.take(job.gpus, nodes);
        heldByTeam[job.team] += job.gpus;
        running.add(job);
    }

    /** The job gives everything back. */
    void free(Job job) {
        pool.give(job.held, job.nodes);
        forgetTarget(job);
        heldByTeam[job.team] -= job.held;
        running.remove(job);
        job.nodes = null;
    }

    /** Nodes on which a job that has shrunk would hold all its GPUs, those that it has among them; null where some are not free. */
    int[] grown(Job job) {
        int lacks = job.gpus - job.held;
        if (job.gpus <= perNode) {
            return pool.free(job.nodes[0]) < lacks ? null : job.nodes;
        }
        int[] more = pool.whole(lacks / perNode);
        if (more == null) {
            return null;
        }
        int[] nodes = Arrays.copyOf(job.nodes, job.nodes.length + more.length);
        System.arraycopy(more, 0, nodes, job.nodes.length, more.length);
        return nodes;
    }

    /** The job holds {@code gpus} GPUs on {@code nodes} from now on. */
    void resize(Job job, int gpus, int[] nodes) {
        pool.give(job.held, job.nodes);
        pool.take(gpus, nodes);
        heldByTeam[job.team] += gpus - job.held;
        job.held = gpus;
        job.nodes = nodes;
    }

    /** Nodes on which {@code gpus} of a job's GPUs are when it shrinks. */
    int[] kept(Job job, int gpus) {
        return job.gpus <= perNode ? job.nodes : Arrays.copyOf(job.nodes, gpus / perNode);
    }

    /** The job is to move to {@code target}, whose GPUs nobody else gets. */
    void aim(Job job, int[] target) {
        job.target = target;
        pool.take(job.held, target);
    }

    /** The job moves to where it aims. */
    void move(Job job) {
        pool.give(job.held, job.nodes);
        job.nodes = job.target;
        job.target = null;
    }

    /** The job stays where it is. */
    void forgetTarget(Job job) {
        if (job.target != null) {
            pool.give(job.held, job.target);
            job.target = null;
        }
    }

    @Override
    public boolean all() {
        return quotaFree;
    }

    @Override
    public boolean within(Job job) {
        return heldByTeam[job.team] + job.gpus <= quotas[job.team];
    }

    @Override
    public IntPredicate borrows() {
        return team -> borrows[team];
    }
}
