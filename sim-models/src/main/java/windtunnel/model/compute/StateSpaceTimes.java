package windtunnel.model.compute;

/**
 * Kernel seconds of a state-space block (Mamba-2) by the chunked algorithm: a matrix in and one out, a convolution, and a scan that works
 * on chunks of Q tokens as matrices and passes states of {@code H p N} from chunk to chunk.
 *
 * <p>The scan multiplies {@code G N Q + H p Q + 4 H p N} FLOPs per token (scores of a causal chunk, their use, states written and read), at
 * the rate of the device's attention kernels, and moves its inputs, the states of each chunk in 32 bits written, passed on and read (four
 * times), and its output, by six kernels. Backward 2.5 times the FLOPs and twice the bytes, as an attention core. Source of the
 * algorithm: Dao and Gu 2024 (arXiv 2405.21060), section 6; that its kernels reach those rates is assumed.
 */
final class StateSpaceTimes {
    private static final int KERNELS = 6;
    private static final double BACKWARD_FLOPS = 2.5;

    private StateSpaceTimes() {}

    static MixerTimes of(ModelShape shape, Layout layout, Device device, Precision precision) {
        StateSpace states = shape.states();
        long tokens = layout.microbatchTokens();
        double linear = Kernels.gemmSeconds(
                        device, precision, tokens, shape.hidden(), states.inWidth() / layout.tensor())
                + Kernels.gemmSeconds(device, precision, tokens, states.inner() / layout.tensor(), shape.hidden());
        double flops = tokens * scanFlopsPerToken(states) / layout.tensor();
        double rate = device.fusedAttentionEfficiency() * device.peak().at(precision.unquantised());
        double bytes = tokens * scanBytesPerToken(states) * LayerTimes.wide(precision) / layout.tensor();
        double launches = (KERNELS - 1) * device.gemm().overheadSeconds();
        return new MixerTimes(
                linear,
                flops / rate + Kernels.streamSeconds(device, bytes) + launches,
                BACKWARD_FLOPS * flops / rate + Kernels.streamSeconds(device, 2 * bytes) + launches);
    }

    /** FLOPs of the scan of one block per token, forward. */
    static double scanFlopsPerToken(StateSpace states) {
        double inner = states.inner();
        double scores = (double) states.groups() * states.states() * states.chunk();
        return scores + inner * states.chunk() + 4 * inner * states.states();
    }

    /** Bytes of convolution, scan and gate per token in 16 bits: channels read and written twice, states, gate, output. */
    private static double scanBytesPerToken(StateSpace states) {
        double passed = 4.0 * 4 * states.inner() * states.states() / states.chunk();
        return 2.0 * 4 * states.channels() + passed + 2.0 * 5 * states.inner();
    }
}
