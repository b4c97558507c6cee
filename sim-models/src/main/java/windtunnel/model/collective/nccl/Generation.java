package windtunnel.model.collective.nccl;

import java.util.Locale;
import java.util.Optional;

/**
 * What NCCL does differently from one generation of GPUs to the next.
 *
 * <p>{@code hopScale} is the one fitted number: NCCL's latency of an NVLink hop times it is what a hop took in all-reduces of 512 B
 * to 32 KiB over the eight GPUs of a node: (measured time - base latency) / 14 hops. Fitted on the rows with role calibrate of the
 * project's cases (aiconfigurator's collections on A100, H100, B200 and L40S).
 */
public enum Generation {
    /** V100. Scale of Ampere, which nothing was fitted for. */
    VOLTA(0, 12, 0, 1.9, 0),
    /** A100, and Ada, whose L40S fits the same scale. */
    AMPERE(1, 12, 0, 1.9, 0.4),
    /** H100, H200, H800, H20. */
    HOPPER(2, 12, 0.85, 1.07, 0.4),
    /** B200, B300, GB200, GB300. */
    BLACKWELL(3, 18, 0.74, 2.2, 0.4),
    /** Accelerators of AMD, with NCCL's numbers of Ampere. */
    CDNA(1, 7, 0, 1.0, 0);

    private final int index;
    private final int channels;
    private final double nvlsEfficiency;
    private final double hopScale;
    private final double localCopy;

    Generation(int index, int channels, double nvlsEfficiency, double hopScale, double localCopy) {
        this.index = index;
        this.channels = channels;
        this.nvlsEfficiency = nvlsEfficiency;
        this.hopScale = hopScale;
        this.localCopy = localCopy;
    }

    /** The generation of an architecture's name, as the library of GPUs has it. */
    public static Optional<Generation> of(String architecture) {
        return switch (architecture.toLowerCase(Locale.ROOT)) {
            case "volta" -> Optional.of(VOLTA);
            case "ampere", "ada" -> Optional.of(AMPERE);
            case "hopper" -> Optional.of(HOPPER);
            case "blackwell" -> Optional.of(BLACKWELL);
            case "cdna2", "cdna3", "cdna4" -> Optional.of(CDNA);
            default -> Optional.empty();
        };
    }

    /** Row in NCCL's tables. */
    int index() {
        return index;
    }

    /** Rings that NCCL's search builds in one NVSwitch node. */
    int channels() {
        return channels;
    }

    /** NCCL's efficiency of in-switch reduction; 0 where there is none. */
    public double nvlsEfficiency() {
        return nvlsEfficiency;
    }

    /** What one hop takes over NCCL's number for an NVLink hop. */
    double hopScale() {
        return hopScale;
    }

    /**
     * What the last receive of a ring, which only copies into the user's buffer, takes of a step. Fitted: the asymptote of eight A100s
     * (calibrate rows, 234.9 GB/s at 16 GiB on a usable rate of 240) asks for 0.3, the 512 MiB rows for more.
     */
    double localCopy() {
        return localCopy;
    }
}
