package windtunnel.model.queue;

import java.util.List;
import java.util.stream.Stream;
import windtunnel.core.measure.Metric;

/** The metrics of a queue and of its teams. */
public final class QueueMetrics {
    /** Jobs done. */
    public static final Metric JOBS = new Metric("jobs", "1", "Jobs that were done.");
    /** Mean wait. */
    public static final Metric WAIT = new Metric(
            "wait",
            "s",
            "Time that a job waits for its GPUs, before its start and after each stop, mean over the jobs done.");
    /** Wait of the unlucky. */
    public static final Metric WAIT_P95 =
            new Metric("wait_p95", "s", "Wait that 95 of 100 of the jobs done stay at or below.");
    /** Bounded slowdown. */
    public static final Metric SLOWDOWN = new Metric(
            "slowdown",
            "1",
            "Bounded slowdown, mean over the jobs done: time from arrival to end over the job's length or ten minutes, whichever is more, and at"
                    + " least 1.");
    /** Share of the GPUs that jobs hold. */
    public static final Metric ALLOCATED = new Metric(
            "allocated",
            "share",
            "Share of the GPU time of the cluster's machines that jobs held, from the start of the run to its end.");
    /** Useful share. */
    public static final Metric GOODPUT = new Metric(
            "goodput",
            "share",
            "Share of the GPU time of the cluster's machines in which jobs did work that was not lost.");
    /** Until the last job is done. */
    public static final Metric MAKESPAN =
            new Metric("makespan", "s", "Time from the start of the run until the last job was done.");
    /** Stops for others. */
    public static final Metric PREEMPTIONS =
            new Metric("preemptions", "1", "Jobs that were stopped for more important ones.");
    /** Stops for others after a failure. */
    public static final Metric FAILURE_PREEMPTIONS = new Metric(
            "failure_preemptions",
            "1",
            "Of those, the ones stopped for a job that had lost a machine: the second-order loss of a failure.");
    /** Work lost to those. */
    public static final Metric FAILURE_PREEMPTION_LOSS = new Metric(
            "failure_preemption_loss",
            "GPU-h",
            "Work that those jobs lost: preempted because of a failure of another job's machine.");
    /** Waits of jobs of at most a node, of at most eight, of more. */
    public static final List<Metric> WAIT_P95_BY_SIZE = List.of(
            new Metric("wait_p95_small", "s", "Wait that 95 of 100 jobs of at most one node stay at or below."),
            new Metric("wait_p95_medium", "s", "Wait that 95 of 100 jobs of two to eight nodes stay at or below."),
            new Metric("wait_p95_large", "s", "Wait that 95 of 100 jobs of more than eight nodes stay at or below."));
    /** What places cost. */
    public static final Metric PLACEMENT_SLOWDOWN = new Metric(
            "placement_slowdown",
            "1",
            "Step on the nodes that jobs got over step on the best nodes of an empty cluster, mean over the work of jobs with traffic.");
    /** Steady mean wait. */
    public static final Metric STEADY_WAIT =
            new Metric("steady_wait", "s", "Mean wait of the jobs after the warm-up, in batches.");
    /** Its interval. */
    public static final Metric STEADY_WAIT_HALF_WIDTH = new Metric(
            "steady_wait_half_width",
            "s",
            "Half the 95 % interval of the steady wait from this one run, by batch means; missing where the run is too short.");
    /** Jobs left out. */
    public static final Metric WARM_UP_JOBS =
            new Metric("warm_up_jobs", "1", "Jobs at the beginning that MSER-5 leaves out of the steady wait.");
    /** Stops by lost machines. */
    public static final Metric FAILURES =
            new Metric("failures", "1", "Jobs that were stopped because a machine of theirs was lost.");
    /** Free and of no use. */
    public static final Metric STRANDED = new Metric(
            "stranded",
            "share",
            "Share of the GPU time that was free while a job waited that needed no more GPUs in all, but no waiting job fit on the nodes"
                    + " (fragmentation).");
    /** Jobs moved together. */
    public static final Metric MOVES =
            new Metric("moves", "1", "Running jobs that moved to other nodes so that one that waited could start.");
    /** What that took. */
    public static final Metric MOVE_COST =
            new Metric("move_cost", "GPU-h", "GPU time in which those jobs saved and started again.");
    /** Jobs that gave up GPUs. */
    public static final Metric SHRINKS =
            new Metric("shrinks", "1", "Times that a job gave up GPUs for a more important one, and was not stopped.");
    /** Lateness of what was reserved. */
    public static final Metric RESERVED_DELAY = new Metric(
            "reserved_delay",
            "s",
            "Time from the reserved start of a job to its first start, mean over the jobs with one that started.");
    /** Kept free for what was reserved. */
    public static final Metric KEPT_FREE = new Metric(
            "kept_free",
            "share",
            "Share of the GPU time that was free while the first job that waited would have fit, because a start was reserved in advance.");
    /** GPU time of a team. */
    public static final Metric GPU_HOURS = new Metric("gpu_hours", "GPU-h", "GPU time that the team's jobs held.");

    /** Those of the queue. */
    public static final List<Metric> QUEUE = Stream.concat(
                    Stream.of(
                            JOBS,
                            WAIT,
                            WAIT_P95,
                            SLOWDOWN,
                            ALLOCATED,
                            GOODPUT,
                            MAKESPAN,
                            PREEMPTIONS,
                            FAILURE_PREEMPTIONS,
                            FAILURES,
                            STRANDED,
                            FAILURE_PREEMPTION_LOSS,
                            PLACEMENT_SLOWDOWN,
                            STEADY_WAIT,
                            STEADY_WAIT_HALF_WIDTH,
                            WARM_UP_JOBS,
                            MOVES,
                            MOVE_COST,
                            SHRINKS,
                            RESERVED_DELAY,
                            KEPT_FREE),
                    WAIT_P95_BY_SIZE.stream())
            .toList();
    /** Those of each team. */
    public static final List<Metric> TEAM = List.of(JOBS, WAIT, WAIT_P95, SLOWDOWN, PREEMPTIONS, GPU_HOURS);

    private QueueMetrics() {}
}
