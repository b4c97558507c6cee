package windtunnel.model.compute;

import java.util.OptionalLong;
import windtunnel.model.compute.overlap.Interference;

/**
 * Choices of a training step that are neither the model's nor the layout's.
 *
 * @param precision operands of the layers' matrix multiplications
 * @param attention which attention kernel runs
 * @param counting how much of a causal attention matrix the FLOP count includes
 * @param overlap how much communication hides behind kernels
 * @param hostSeconds host overhead per step, seconds
 * @param residual factor between modelled and measured step, 1 unless calibrated
 * @param software what the framework adds to the bare kernels
 * @param interference what kernels lose to transfers beside them
 * @param smFree whether transfers run on copy engines and hold no SM
 */
public record StepOptions(
        Precision precision,
        AttentionKernel attention,
        AttentionCounting counting,
        Overlap overlap,
        double hostSeconds,
        double residual,
        Software software,
        Interference interference,
        boolean smFree) {

    /**
     * Attention implementation. The kernels that are known by name reach their full rate on long sequences only: {@code s / (s + 300)} of
     * it, which is within 10 % of the forward speeds of FlashAttention-2 and cuDNN at 512 to 16,384 tokens in the FlashAttention-3 paper
     * (Shah et al. 2024, arXiv 2407.08608, causal, head dimension 128, H100).
     */
    public enum AttentionKernel {
        /** One kernel that never writes the score matrix, at the device's best rate whatever the sequence. */
        FUSED(true),
        /** Two batched matrix multiplications with softmax and dropout between them. */
        UNFUSED(false),
        /** FlashAttention 1 (2022): half the rate of its successor (Dao 2023). */
        FLASH_1(true),
        /** FlashAttention 2 (2023). */
        FLASH_2(true),
        /** The device's best: cuDNN or FlashAttention 3 on Hopper, FlashAttention 2 before, cuDNN later. */
        FLASH_3(true);

        private static final double RAMP_TOKENS = 300;

        private final boolean fused;

        AttentionKernel(boolean fused) {
            this.fused = fused;
        }

        /** Returns whether the score matrix is never written. */
        public boolean fused() {
            return fused;
        }

        /** Returns the share of its full rate that the kernel reaches. */
        double ramp(int sequence, int headDim) {
            double narrow = headDim >= 128 ? 1 : this == FLASH_3 ? 0.75 : 0.9;
            return this == FUSED ? 1 : narrow * sequence / (sequence + RAMP_TOKENS);
        }
    }

    /** FLOP convention of the attention core. */
    public enum AttentionCounting {
        /** Half of the score matrix: 2 s h per token and layer. */
        CAUSAL(2),
        /** The whole score matrix: 4 s h per token and layer, the convention of the Megatron papers. */
        FULL(4);

        private final int factor;

        AttentionCounting(int factor) {
            this.factor = factor;
        }

        int factor() {
            return factor;
        }
    }

    /**
     * Communication hidden behind kernels.
     *
     * @param tensorFraction hidden share of tensor-parallel collectives, 0 to 1
     * @param pipelineFraction hidden share of pipeline hops, 0 to 1
     * @param gradients whether gradient buckets are reduced while the last backward pass still runs
     * @param parameters whether updated parameters are gathered while the first forward pass already runs
     * @param bucketBytes gradient bucket; empty for Megatron's rule
     */
    public record Overlap(
            double tensorFraction,
            double pipelineFraction,
            boolean gradients,
            boolean parameters,
            OptionalLong bucketBytes) {

        /** PyTorch DistributedDataParallel's default bucket, bucket_cap_mb = 25. */
        public static final long PYTORCH_BUCKET_BYTES = 25L << 20;

        /** Smallest bucket accepted: smaller ones would only pay latency. */
        public static final long LEAST_BUCKET_BYTES = 64L << 10;

        /** Checks fractions and bucket. */
        public Overlap {
            if (!(tensorFraction >= 0 && tensorFraction <= 1 && pipelineFraction >= 0 && pipelineFraction <= 1)) {
                throw new IllegalArgumentException(
                        "overlap must be in [0, 1]: " + tensorFraction + ", " + pipelineFraction);
            }
            if (bucketBytes.isPresent() && bucketBytes.getAsLong() < LEAST_BUCKET_BYTES) {
                throw new IllegalArgumentException("bucket under 64 KiB: " + bucketBytes.getAsLong());
            }
        }

        /**
         * Returns the bucket in bytes of gradient for that many replicas: the given one, else Megatron-LM's
         * {@code max(40e6, 1e6 D)} parameters (its DistributedDataParallel default; recalled, not re-read), the
         * default because the schedules here are Megatron's.
         */
        public long bucketBytes(int replicas, int bytesPerGradient) {
            return bucketBytes.orElse(Math.max(40_000_000L, 1_000_000L * replicas) * bytesPerGradient);
        }
    }

    /** Checks host overhead and residual. */
    public StepOptions {
        if (!(hostSeconds >= 0 && residual > 0 && residual < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("host seconds and residual: " + hostSeconds + ", " + residual);
        }
    }

    /** Returns the defaults: bf16, fused attention, causal count, bucketed gradients, nothing else hidden. */
    public static StepOptions defaults() {
        Overlap overlap = new Overlap(0, 0, true, false, OptionalLong.empty());
        return new StepOptions(
                Precision.BF16,
                AttentionKernel.FUSED,
                AttentionCounting.CAUSAL,
                overlap,
                0,
                1,
                Software.IDEAL,
                Interference.NONE,
                false);
    }

    /** Returns these options with another precision. */
    public StepOptions withPrecision(Precision other) {
        return new StepOptions(
                other, attention, counting, overlap, hostSeconds, residual, software, interference, smFree);
    }

    /** Returns these options with another attention kernel and count. */
    public StepOptions withAttention(AttentionKernel kernel, AttentionCounting count) {
        return new StepOptions(
                precision, kernel, count, overlap, hostSeconds, residual, software, interference, smFree);
    }

    /** Returns these options with another overlap. */
    public StepOptions withOverlap(Overlap other) {
        return new StepOptions(
                precision, attention, counting, other, hostSeconds, residual, software, interference, smFree);
    }

    /** Returns these options with host seconds per step and a residual factor. */
    public StepOptions withCalibration(double otherHostSeconds, double otherResidual) {
        return new StepOptions(
                precision,
                attention,
                counting,
                overlap,
                otherHostSeconds,
                otherResidual,
                software,
                interference,
                smFree);
    }

    /** Returns these options with another framework. */
    public StepOptions withSoftware(Software other) {
        return new StepOptions(
                precision, attention, counting, overlap, hostSeconds, residual, other, interference, smFree);
    }

    /** Returns these options with kernels that lose time to transfers beside them. */
    public StepOptions withInterference(Interference kind, boolean copyEngines) {
        return new StepOptions(
                precision, attention, counting, overlap, hostSeconds, residual, software, kind, copyEngines);
    }
}
