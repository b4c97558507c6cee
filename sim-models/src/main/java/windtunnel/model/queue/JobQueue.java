package windtunnel.model.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Nearest;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.ClusterSpec;
import windtunnel.model.FitsCluster;
import windtunnel.model.Workload;
import windtunnel.model.World;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;
import windtunnel.model.queue.placement.Placement;

/**
 * Jobs of several teams that share the cluster: each starts when all its GPUs are free at once (gang scheduling), in an order and with a
 * backfill rule.
 *
 * <p>A job of at most a node's GPUs gets them on one node, a larger one whole nodes. A job that is preempted, or whose machine is lost,
 * goes on from its last checkpoint (taken every {@code checkpoint-every} of work; saving itself costs nothing here) after {@code restart},
 * and what lies between is lost work. A job that gives GPUs up or moves saves first. Lengths are given; a job with {@code traffic} takes longer on nodes that lie far apart. EASY backfill: Lifka 1995;
 * conservative: Mu'alem and Feitelson 2001.
 */
public record JobQueue(
        @Key(doc = "Name of the queue; its metrics begin with it.", def = "queue", example = "shared")
        String name,

        @Key(doc = "Whose jobs they are.") List<Team> teams,
        @Key(doc = "Jobs one by one.", def = "[]") List<QueuedJob> jobs,

        @Key(doc = "Jobs that arrive at random.", def = "[]")
        List<Arrivals> arrivals,

        @Key(doc = "Who is next: arrival, shortest, priority or fair-share.", def = "arrival")
        Order order,

        @Key(
                doc =
                        "Whether jobs behind one that does not fit may start: none, easy (not if it delays the first one) or"
                                + " conservative (not if it delays any).",
                def = "easy")
        Backfill backfill,

        @Key(
                doc =
                        "Where a job is put: pack (the fullest nodes first), spread (the emptiest) or leaf-first (few leaf switches).",
                def = "pack")
        Placement placement,

        @Key(doc = "Users' estimate of a job's length over its length, which backfill and shortest go by.", def = "1")
        Ratio estimate,

        @Key(doc = "Time after which used GPU time counts half in a fair share.", def = "7 d")
        TimeSpan halfLife,

        @Key(doc = "Stop running jobs for more important ones; without it, none is stopped.")
        Optional<Preemption> preemption,

        @Key(
                doc =
                        "Move running jobs together where a job that waits fits on the free GPUs in number, but on no nodes.")
        Optional<Defragmentation> defragment,

        @Key(
                doc =
                        "Least priority of a job from the loss of a machine of it until its end; without it, it waits as it did before.",
                example = "10")
        Optional<Count> failedPriority,

        @Key(
                doc = "Jobs left out of a steady mean wait, which then has an interval by batch means: none or mser5.",
                def = "none")
        WarmUpRule warmUp)
        implements Workload, Checked, FitsCluster {
    static final long MOST_JOBS = 1_000_000;
    static final String MOST_TEXT = "must be from 1 to a million";

    /** Who is next. */
    public enum Order {
        /** First come, first served. */
        ARRIVAL,
        /** The shortest by its estimate. */
        SHORTEST,
        /** The most important, of those the first that came. */
        PRIORITY,
        /** The team that has used least for its share. */
        FAIR_SHARE
    }

    /** Who may overtake a job that does not fit. */
    public enum Backfill {
        /** Nobody. */
        NONE,
        /** Who does not delay the first job that waits. */
        EASY,
        /** Who delays no job before it. */
        CONSERVATIVE
    }

    /** What is left out before the mean wait gets an interval. */
    public enum WarmUpRule {
        /** The mean wait gets none. */
        NONE,
        /** The first jobs, as MSER-5 finds them. */
        MSER5
    }

    @Override
    public List<String> owners() {
        return teams.stream().map(Team::name).toList();
    }

    @Override
    public void check(Issues issues) {
        issues.check(!teams.isEmpty(), "teams", "name at least one team");
        issues.check(!jobs.isEmpty() || !arrivals.isEmpty(), "", "has no work: give jobs or arrivals");
        issues.check(estimate.value() >= 1, "estimate", "must be at least 1: a job is stopped when its estimate ends");
        issues.check(
                failedPriority.isEmpty() || order == Order.PRIORITY,
                "failed-priority",
                "counts only with 'order: priority'");
        issues.check(
                !shrinks() || preemption.isPresent(),
                "",
                "has jobs with 'shrinks-to', which shrink only where 'preemption' is given");
        issues.check(
                defragment.isEmpty() || anyCheckpoints(),
                "defragment",
                "moves only jobs that can save; give some of them 'checkpoint-every'");
        issues.check(halfLife.seconds() > 0, "half-life", "must be above 0");
        issues.check(
                preemption.isEmpty()
                        || order == Order.PRIORITY
                        || teams.stream().anyMatch(Team::borrows),
                "preemption",
                "needs 'order: priority', or a team that borrows; nothing else makes one job more important");
        List<String> names = owners();
        for (int i = 0; i < jobs.size(); i++) {
            team(issues, "jobs[" + i + "].team", jobs.get(i).team(), names);
        }
        long all = jobs.size();
        for (int i = 0; i < arrivals.size(); i++) {
            team(issues, "arrivals[" + i + "].team", arrivals.get(i).team(), names);
            all += arrivals.get(i).jobs().value();
        }
        issues.check(all <= MOST_JOBS, "arrivals", "more than a million jobs in all");
    }

    /** Whether any job can go on with fewer GPUs. */
    boolean shrinks() {
        return jobs.stream().anyMatch(job -> job.shrinksTo().value() < 1)
                || arrivals.stream().anyMatch(many -> many.shrinksTo().value() < 1);
    }

    private boolean anyCheckpoints() {
        return jobs.stream().anyMatch(job -> job.checkpointEvery().isPresent())
                || arrivals.stream().anyMatch(many -> many.checkpointEvery().isPresent());
    }

    private static void team(Issues issues, String path, String name, List<String> names) {
        if (!names.contains(name)) {
            String nearest = Nearest.of(name, names);
            issues.error(
                    path,
                    "no team is named '" + name + "'" + (nearest == null ? "" : "; did you mean '" + nearest + "'?"));
        }
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        int perNode = Math.toIntExact(cluster.nodes().sku().gpus().value().value());
        int gpus = cluster.nodes().gpus();
        for (int i = 0; i < jobs.size(); i++) {
            size(issues, "jobs[" + i + "].gpus", jobs.get(i).gpus(), perNode, gpus);
            quota(
                    issues,
                    "jobs[" + i + "].gpus",
                    jobs.get(i).team(),
                    jobs.get(i).gpus());
        }
        for (int i = 0; i < arrivals.size(); i++) {
            String path = "arrivals[" + i + "]." + (arrivals.get(i).sizes().isEmpty() ? "gpus" : "sizes");
            for (Arrivals.Size size : arrivals.get(i).allSizes()) {
                size(issues, path, size.gpus(), perNode, gpus);
                quota(issues, path, arrivals.get(i).team(), size.gpus());
            }
        }
    }

    private static void size(Issues issues, String path, Count size, int perNode, int gpus) {
        long count = size.value();
        issues.check(count <= gpus, path, "the cluster has " + gpus + " GPUs, so a job of " + count + " never starts");
        if (count > perNode && count % perNode != 0) {
            long below = count / perNode * perNode;
            issues.error(
                    path,
                    "a job of more than a node's " + perNode + " GPUs gets whole nodes: " + count + " is between "
                            + below + " and " + (below + perNode));
        }
    }

    private void quota(Issues issues, String path, String team, Count size) {
        teams.stream()
                .filter(t -> t.name().equals(team) && !t.borrows() && t.quota().isPresent())
                .filter(t -> t.quota().get().value() < size.value())
                .findFirst()
                .ifPresent(t -> issues.error(
                        path,
                        "team '" + team + "' may hold " + t.quota().get() + " GPUs, so a job of " + size
                                + " never starts"));
    }

    @Override
    public void attach(World world) {
        List<Job> all = new ArrayList<>();
        JobSource source = new JobSource(this, world);
        source.fill(all);
        new QueueRun(world, this, all).schedule();
    }
}
