package windtunnel.oracle;

/** Closed forms of a mixture of experts: Shazeer et al. 2017, Jiang et al. 2024 (Mixtral). */
public final class MixtureOracle {

    private MixtureOracle() {}

    /**
     * Returns {@code L(2h + h(h + 2kd) + h^2 + 3h(n f + f_s) + hE) + h + 2hV}: parameters of a Llama-style mixture in all of its layers,
     * {@code n} of whose {@code E} experts are counted.
     */
    public static long parameters(
            long layers, long h, long keyWidth, long vocab, long experts, long counted, long f, long shared) {
        long layer = 2 * h + h * (h + 2 * keyWidth) + h * h + 3 * h * (counted * f + shared) + h * experts;
        return layers * layer + h + 2 * h * vocab;
    }
}
