package windtunnel.oracle;

/**
 * Closed forms of a transformer training step: Narayanan et al. 2021 (parameters, FLOPs), Korthikanti et al. 2022
 * (activations, hardware FLOPs), Rajbhandari et al. 2020 (state), Williams et al. 2009 (roofline).
 *
 * <p>Letters as there: L layers, h hidden, f MLP width, a heads, k key heads, d head width, V vocabulary, s sequence, b
 * micro-batch, B global batch, t tensor degree.
 */
public final class TrainingOracle {

    private TrainingOracle() {}

    /** Returns {@code 12 L h^2 + 13 L h + (V + s) h}: parameters of a classic GPT. */
    public static long gptParameters(long layers, long h, long vocab, long s) {
        return 12 * layers * h * h + 13 * layers * h + (vocab + s) * h;
    }

    /** Returns {@code L(2h + h(h + 2kd) + h^2 + 3hf) + h + 2hV}: parameters of a Llama-style model. */
    public static long llamaParameters(long layers, long h, long f, long keyWidth, long vocab) {
        return layers * (2 * h + h * (h + 2 * keyWidth) + h * h + 3 * h * f) + h + 2 * h * vocab;
    }

    /** Returns {@code 72 B L s h^2 (1 + s/(6h) + V/(12hL))}: model FLOPs of a step, whole score matrix. */
    public static double gptModelFlops(double batch, double layers, double h, double s, double vocab) {
        return 72 * batch * layers * s * h * h * (1 + s / (6 * h) + vocab / (12 * h * layers));
    }

    /** Returns {@code 72 B L s h^2 (1 + s/(3h) + V/(12hL))}: hardware FLOPs with selective recomputation. */
    public static double gptSelectiveFlops(double batch, double layers, double h, double s, double vocab) {
        return 72 * batch * layers * s * h * h * (1 + s / (3 * h) + vocab / (12 * h * layers));
    }

    /** Returns {@code 96 B L s h^2 (1 + s/(6h) + V/(16hL))}: hardware FLOPs with full recomputation. */
    public static double gptFullFlops(double batch, double layers, double h, double s, double vocab) {
        return 96 * batch * layers * s * h * h * (1 + s / (6 * h) + vocab / (16 * h * layers));
    }

    /** Returns {@code sbh(10 + 24/t + 5as/(ht))}: bytes a layer keeps with tensor parallelism. */
    public static double activationBytes(double s, double b, double h, double a, double t) {
        return s * b * h * (10 + 24 / t + 5 * a * s / (h * t));
    }

    /** Returns {@code sbh(34/t + 5as/(ht))}: the same with sequence parallelism. */
    public static double sequenceActivationBytes(double s, double b, double h, double a, double t) {
        return s * b * h * (34 / t + 5 * a * s / (h * t));
    }

    /** Returns {@code sbh(10 + 24/t)}: with selective recomputation. */
    public static double selectiveActivationBytes(double s, double b, double h, double t) {
        return s * b * h * (10 + 24 / t);
    }

    /** Returns {@code 34 sbh/t}: with selective recomputation and sequence parallelism. */
    public static double selectiveSequenceActivationBytes(double s, double b, double h, double t) {
        return s * b * h * 34 / t;
    }

    /** Returns {@code 2sbh}: with full recomputation. */
    public static double fullActivationBytes(double s, double b, double h) {
        return 2 * s * b * h;
    }

    /** Returns bytes of state per parameter of the ZeRO paper's fp16 Adam: 16, 4 + 12/D, 2 + 14/D or 16/D. */
    public static double zeroStateBytes(int stage, double replicas) {
        return switch (stage) {
            case 0 -> 16;
            case 1 -> 4 + 12 / replicas;
            case 2 -> 2 + 14 / replicas;
            case 3 -> 16 / replicas;
            default -> throw new IllegalArgumentException("ZeRO has no stage " + stage);
        };
    }

    /** Returns the bytes a rank of a ring sends for an all-reduce of {@code payload} over n ranks: {@code 2(n-1)/n S}. */
    public static double ringAllReduceWireBytes(double payload, double n) {
        return 2 * (n - 1) / n * payload;
    }

    /** Returns the bytes a rank of a ring sends for a reduce-scatter or all-gather: {@code (n-1)/n S}. */
    public static double ringHalfWireBytes(double payload, double n) {
        return (n - 1) / n * payload;
    }

    /** Returns the hard roofline: the larger of {@code flops/peak} and {@code bytes/bandwidth}. */
    public static double rooflineSeconds(double flops, double peakFlopsPerSec, double bytes, double bytesPerSec) {
        return Math.max(flops / peakFlopsPerSec, bytes / bytesPerSec);
    }

    /** Returns the dense peak of a matrix unit: {@code clock * FMA per cycle and core * 2 * cores}. */
    public static double peakFlopsPerSec(double clockHertz, double fusedMultiplyAdds, double cores) {
        return clockHertz * fusedMultiplyAdds * 2 * cores;
    }
}
