package windtunnel.model.compute.overlap;

import java.util.List;
import windtunnel.core.unit.Nearest;
import windtunnel.core.unit.QuantityException;

/**
 * What kernels lose to transfers beside them.
 *
 * <p>{@code const}: kernels 1.19 and transfers 1.05 times as long, whatever they are (kernels measured 18.9 % slower on average, at most 40
 * %, in FSDP and tensor-parallel runs on A100, H100, MI210 and MI250: arXiv 2507.03114; the transfers' factor is assumed). {@code sm}:
 * matrix and attention kernels have the SMs that the transfer's {@value #CHANNELS} blocks leave, {@code SM / (SM - blocks)}; streaming
 * kernels need few SMs and lose nothing. {@code sm+hbm}: in addition streaming kernels share the memory with the transfer, which moves
 * {@value #HBM_BYTES} bytes there for each byte on the wire, {@code 1 / (1 - share)}. With copy engines (sm-free) the transfer holds no SM.
 */
public enum Interference {
    /** Nothing. */
    NONE("none"),
    /** One measured average. */
    CONST("const"),
    /** By the SMs that the transfer holds. */
    SM("sm"),
    /** By its SMs and its memory traffic. */
    SM_HBM("sm+hbm");

    /** Blocks of a transfer, one on an SM each: those of NCCL's ring inside an H100 node. */
    public static final int CHANNELS = 24;

    /** Bytes of memory traffic for each byte on the wire: a ring reads, writes and reads again. */
    public static final int HBM_BYTES = 3;

    private static final double CONST_COMPUTE = 1.19;
    private static final double TRANSFER = 1.05;
    private static final double MOST_OF_MEMORY = 0.9;

    private final String text;

    Interference(String text) {
        this.text = text;
    }

    /**
     * Returns the factors.
     *
     * @param sms SMs of the device; unused but where SMs are counted
     * @param smFree whether transfers run on copy engines
     * @param streamShare share of the kernels' time in which they stream memory rather than multiply
     * @param memoryShare share of the memory bandwidth that the transfer takes
     */
    public Slowdown slowdown(int sms, boolean smFree, double streamShare, double memoryShare) {
        return switch (this) {
            case NONE -> Slowdown.NONE;
            case CONST -> new Slowdown(CONST_COMPUTE, TRANSFER);
            case SM -> new Slowdown(mixed(sms, smFree, streamShare, 0), TRANSFER);
            case SM_HBM -> new Slowdown(mixed(sms, smFree, streamShare, memoryShare), TRANSFER);
        };
    }

    private static double mixed(int sms, boolean smFree, double streamShare, double memoryShare) {
        double matrices = smFree ? 1 : throughputFactor(sms, CHANNELS);
        return (1 - streamShare) * matrices + streamShare * memoryFactor(memoryShare);
    }

    /** Whether the number of SMs must be known. */
    public boolean countsSms() {
        return this == SM || this == SM_HBM;
    }

    /** Returns {@code SM / (SM - blocks)}: kernels of many waves have the SMs that are left. */
    public static double throughputFactor(int sms, int blocks) {
        if (sms <= blocks) {
            throw new IllegalArgumentException(blocks + " blocks leave nothing of " + sms + " SMs");
        }
        return (double) sms / (sms - blocks);
    }

    /** Returns the same for one kernel of {@code work} equal blocks: waves on the SMs that are left over waves on all. */
    public static double waveFactor(int work, int sms, int blocks) {
        int left = sms - blocks;
        return (double) ((work + left - 1) / left) / ((work + sms - 1) / sms);
    }

    /** Returns {@code 1 / (1 - share)} for kernels that share the memory with something that takes {@code share} of it. */
    public static double memoryFactor(double share) {
        return 1 / (1 - Math.min(MOST_OF_MEMORY, share));
    }

    /** Returns the share of the memory bandwidth that a ring takes that puts so many bytes on the wire a second. */
    public static double memoryShare(double wireBytesPerSec, double memoryBytesPerSec) {
        return HBM_BYTES * wireBytesPerSec / memoryBytesPerSec;
    }

    /** Parses {@code none}, {@code const}, {@code sm} or {@code sm+hbm}. */
    public static Interference parse(String text) {
        for (Interference kind : values()) {
            if (kind.text.equals(text.trim())) {
                return kind;
            }
        }
        List<String> known = List.of("none", "const", "sm", "sm+hbm");
        String nearest = Nearest.of(text, known);
        throw new QuantityException("'" + text + "' is no interference"
                + (nearest == null ? "" : " (did you mean '" + nearest + "'?)") + "; known are "
                + String.join(", ", known));
    }

    @Override
    public String toString() {
        return text;
    }
}
