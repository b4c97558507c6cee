package windtunnel.model.compute;

import java.util.ArrayList;
import java.util.List;
import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;

/**
 * A data-parallel step whose compute was timed: {@code t = fixed + samples per GPU x seconds per sample}, for models that are not
 * described by their layers (vision, recommendation).
 *
 * <p>Gradients are all-reduced over all GPUs in buckets of 25 MiB (PyTorch's default) that fill evenly during the backward pass, the last
 * two thirds of the samples' time; what is left of the last one after the pass is exposed ({@link GradientBuckets}). A sample's time is
 * that of the batch it was measured at: small batches are slower than this says.
 *
 * @param computeSeconds kernels
 * @param exposedSeconds gradient reduction after them
 * @param transfers its payloads and counts
 */
public record TimedStep(double computeSeconds, double exposedSeconds, List<CommUse> transfers) {

    /** Copies the list. */
    public TimedStep {
        transfers = List.copyOf(transfers);
    }

    /**
     * Evaluates a step.
     *
     * @param fixedSeconds seconds of a step whatever its samples
     * @param sampleSeconds seconds of a sample on one GPU
     * @param samples samples of a GPU
     * @param gradientBytes bytes that are reduced, 0 on one GPU or where the timing contains it
     */
    public static TimedStep of(
            double fixedSeconds, double sampleSeconds, long samples, long gradientBytes, CommCosts costs) {
        double work = samples * sampleSeconds;
        double compute = fixedSeconds + work;
        long bucket = StepOptions.Overlap.PYTORCH_BUCKET_BYTES;
        GradientBuckets.Load gradients = GradientBuckets.Load.of(
                gradientBytes, bucket, bytes -> costs.seconds(Dimension.DATA, CollectiveOp.ALL_REDUCE, bytes));
        GradientBuckets.Load nothing = GradientBuckets.Load.of(0, bucket, bytes -> 0);
        double end = GradientBuckets.reducedSeconds(0, compute - work * 2 / 3, compute, gradients, nothing);
        List<CommUse> transfers = new ArrayList<>();
        if (gradients.buckets() > 1) {
            transfers.add(new CommUse(Dimension.DATA, CollectiveOp.ALL_REDUCE, bucket, gradients.buckets() - 1, 1));
        }
        if (gradientBytes > 0) {
            long last = GradientBuckets.lastBytes(gradientBytes, bucket);
            transfers.add(new CommUse(Dimension.DATA, CollectiveOp.ALL_REDUCE, last, 1, 1));
        }
        return new TimedStep(compute, end - compute, transfers);
    }

    /** Returns the seconds of the step. */
    public double seconds() {
        return computeSeconds + exposedSeconds;
    }
}
