package windtunnel.model.compute;

import windtunnel.model.compute.StepOptions.AttentionKernel;

/**
 * Kernel seconds of a state-space block (Mamba-2) by the chunked algorithm: a matrix in and one out, and a scan that works on chunks of Q
 * tokens as matrices and passes states of {@code H p N} from chunk to chunk.
 *
 * <p>The scan multiplies {@code G N Q + H p Q + 4 H p N} FLOPs per token: scores of a causal chunk, their use, states written and read. Its
 * kernels, with convolution and gate, reach an eighth of what FlashAttention 2 reaches at 2,048 tokens: published kernels take equal time
 * there with 64 states and chunks of 256, so {@code (Q + 4 N) / (2 s)} of the FLOPs (Dao and Gu 2024, arXiv 2405.21060, on the A100; that the
 * ratio holds on other devices is assumed). Backward 2.5 times the FLOPs, as an attention core.
 */
final class StateSpaceTimes {
    private static final int KERNELS = 6;
    private static final double BACKWARD_FLOPS = 2.5;
    private static final int CROSSING_TOKENS = 2048;
    private static final int CROSSING_HEAD_DIM = 128;
    private static final double RATE_SHARE = (256 + 4 * 64) / (2.0 * CROSSING_TOKENS);

    private StateSpaceTimes() {}

    static MixerTimes of(ModelShape shape, Layout layout, Device device, Precision precision) {
        StateSpace states = shape.states();
        long tokens = layout.microbatchTokens();
        double linear = Kernels.gemmSeconds(
                        device, precision, tokens, shape.hidden(), states.inWidth() / layout.tensor())
                + Kernels.gemmSeconds(device, precision, tokens, states.inner() / layout.tensor(), shape.hidden());
        double flops = tokens * scanFlopsPerToken(states) / layout.tensor();
        double share =
                RATE_SHARE * device.attentionEfficiency(AttentionKernel.FLASH_2, CROSSING_TOKENS, CROSSING_HEAD_DIM);
        double seconds = flops / (share * device.peak().at(precision.unquantised()));
        double launches = KERNELS * device.gemm().overheadSeconds();
        return new MixerTimes(linear, seconds + launches, BACKWARD_FLOPS * seconds + launches);
    }

    /** FLOPs of the scan of one block per token, forward. */
    static double scanFlopsPerToken(StateSpace states) {
        double inner = states.inner();
        double scores = (double) states.groups() * states.states() * states.chunk();
        return scores + inner * states.chunk() + 4 * inner * states.states();
    }
}
