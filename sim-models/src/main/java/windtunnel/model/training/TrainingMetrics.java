package windtunnel.model.training;

import java.util.List;
import windtunnel.core.measure.Metric;

/** The metrics of a training job. */
public final class TrainingMetrics {
    /** Time from the job's start to its end. */
    public static final Metric WALL_TIME = new Metric("wall_time", "s", "Time from the job's start to its end.");
    /** Copies before the first step. */
    public static final Metric STAGING = new Metric(
            "staging_time", "s", "Time from the job's start until data, weights and images are where it needs them.");
    /** Undisturbed step. */
    public static final Metric STEP_TIME =
            new Metric("step_time", "s", "Time of one undisturbed step, without waits for data or checkpoints.");
    /** Steps done. */
    public static final Metric STEPS = new Metric("steps", "1", "Optimizer steps that were done and not lost.");
    /** Useful work over what an undisturbed run would do. */
    public static final Metric GOODPUT = new Metric(
            "goodput",
            "share",
            "Useful tokens divided by wall time times the tokens per second of the undisturbed step.");
    /** Effective training time ratio. */
    public static final Metric ETTR = new Metric(
            "ettr",
            "share",
            "Productive time divided by wall time, queueing left out (effective training time ratio).");
    /** Compute over held. */
    public static final Metric COMPUTE_SHARE = new Metric(
            "compute_share", "share", "Share of the held GPU time in which the model's own operations were executed.");
    /** Model FLOPs utilisation. */
    public static final Metric MFU =
            new Metric("mfu", "share", "Model FLOPs of the useful steps divided by peak FLOPs of the wall time.");
    /** Hardware FLOPs utilisation. */
    public static final Metric HFU = new Metric(
            "hfu", "share", "Executed FLOPs (recomputation included) of the useful steps divided by peak FLOPs.");
    /** Tokens a second. */
    public static final Metric TOKENS_PER_SECOND =
            new Metric("tokens_per_second", "tokens/s", "Useful tokens divided by wall time.");
    /** Samples a second. */
    public static final Metric SAMPLES_PER_SECOND =
            new Metric("samples_per_second", "samples/s", "Useful samples divided by wall time.");
    /** Busy share. */
    public static final Metric GPU_UTILISATION = new Metric(
            "gpu_utilisation", "share", "Share of the held GPU time spent computing, recomputation included.");
    /** MLPerf Storage accelerator utilisation. */
    public static final Metric ACCELERATOR_UTILISATION = new Metric(
            "au",
            "share",
            "Step time divided by step time plus waits for data, first step left out (MLPerf Storage's AU).");
    /** Data-parallel reduction per step. */
    public static final Metric ALLREDUCE_TIME = new Metric(
            "allreduce_time", "s", "Time of the data-parallel gradient reduction of one step, hidden or not.");
    /** Interruptions. */
    public static final Metric INTERRUPTIONS =
            new Metric("interruptions", "1", "Times that the job was interrupted by a failure or an eviction.");
    /** Interruptions that people planned. */
    public static final Metric PLANNED = new Metric(
            "planned_interruptions", "1", "Those of the interruptions that were planned: saved before maintenance.");
    /** World size. */
    public static final Metric WORLD_SIZE = new Metric(
            "world_size",
            "share",
            "GPUs that took part in steps and saves, mean over the wall time, of all of the job.");
    /** Changes of the world size. */
    public static final Metric RESIZES =
            new Metric("resizes", "1", "Times that the job went on with more or fewer groups than before.");
    /** Saves due too early. */
    public static final Metric CHECKPOINT_OVERRUNS =
            new Metric("checkpoint_overruns", "1", "Saves that were due while the one before was still being written.");
    /** Stored checkpoints, mean. */
    public static final Metric CHECKPOINT_MEAN = new Metric(
            "checkpoint_bytes_stored_mean", "bytes", "Bytes of checkpoints stored, mean over the wall time.");
    /** Stored checkpoints, peak. */
    public static final Metric CHECKPOINT_PEAK =
            new Metric("checkpoint_bytes_stored_peak", "bytes", "Largest number of bytes of checkpoints stored.");
    /** Waiting for data. */
    public static final Metric STARVATION =
            new Metric("starvation", "share", "Share of the held GPU time spent waiting for data.");
    /** Communication that is not hidden. */
    public static final Metric EXPOSED_COMM = new Metric(
            "exposed_comm", "share", "Share of the held GPU time spent in communication that compute does not hide.");
    /** Saving. */
    public static final Metric CHECKPOINT_OVERHEAD =
            new Metric("checkpoint_overhead", "share", "Share of the held GPU time stalled by checkpoints.");
    /** Lost work. */
    public static final Metric LOST_WORK =
            new Metric("lost_work", "share", "Share of the held GPU time whose work was rolled back.");
    /** Recovery. */
    public static final Metric RESTART_OVERHEAD = new Metric(
            "restart_overhead", "share", "Share of the held GPU time from a failure until training goes on.");

    /** All of them. */
    public static final List<Metric> ALL = List.of(
            WALL_TIME,
            STEP_TIME,
            STEPS,
            GOODPUT,
            ETTR,
            COMPUTE_SHARE,
            MFU,
            HFU,
            TOKENS_PER_SECOND,
            SAMPLES_PER_SECOND,
            GPU_UTILISATION,
            ACCELERATOR_UTILISATION,
            ALLREDUCE_TIME,
            INTERRUPTIONS,
            PLANNED,
            WORLD_SIZE,
            STAGING,
            RESIZES,
            CHECKPOINT_OVERRUNS,
            CHECKPOINT_MEAN,
            CHECKPOINT_PEAK,
            STARVATION,
            EXPOSED_COMM,
            CHECKPOINT_OVERHEAD,
            LOST_WORK,
            RESTART_OVERHEAD);

    private TrainingMetrics() {}
}
