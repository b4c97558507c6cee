package windtunnel.model.disruption.failure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import windtunnel.core.unit.Nearest;
import windtunnel.core.unit.QuantityException;
import windtunnel.model.Assumptions;
import windtunnel.model.hardware.Tag;

/** Published failure rates of nodes with eight GPUs. */
public enum FailureRates {
    /** Llama 3 405B: 419 unexpected interruptions of 16,384 H100s in 54 days. */
    LLAMA3(
            419 / (16_384 * 1296.0 * 3600),
            "419 in 16384 GPUs x 54 d",
            "Llama 3 snapshot as tabulated by G. Lockwood, glennklockwood.com; counts, since the printed share of"
                    + " faulty GPUs does not match them",
            "2024-07"),
    /** Meta RSC-1, about 16,000 A100s for eleven months. */
    RSC1(
            6.5e-3 / 8 / 86_400,
            "6.5 per 1000 node-days",
            "Kokolis et al., Revisiting Reliability in Large-Scale Machine Learning Research Clusters, arXiv 2410.21680",
            "2024-10"),
    /** Meta RSC-2, about 8,000 A100s for eleven months. */
    RSC2(
            2.34e-3 / 8 / 86_400,
            "2.34 per 1000 node-days",
            "Kokolis et al., Revisiting Reliability in Large-Scale Machine Learning Research Clusters, arXiv 2410.21680",
            "2024-10");

    /** A failure of which no more is known. */
    static final Cause ANY = new Cause("failure", 1, false);

    private static final List<Cause> LLAMA3_CAUSES = List.of(
            new Cause("faulty GPU", 148, false),
            new Cause("HBM3", 72, false),
            new Cause("software", 54, false),
            new Cause("switch or cable", 35, false),
            new Cause("host maintenance", 32, false),
            new Cause("GPU SRAM", 19, false),
            new Cause("GPU system processor", 17, false),
            new Cause("NIC", 7, false),
            new Cause("NCCL watchdog", 7, true),
            new Cause("silent data corruption", 6, false),
            new Cause("thermal", 6, false),
            new Cause("SSD", 3, false),
            new Cause("power supply", 3, false),
            new Cause("chassis", 2, false),
            new Cause("IO board", 2, false),
            new Cause("dependency", 2, false),
            new Cause("CPU", 2, false),
            new Cause("DRAM", 2, false));

    private final double perGpuSecond;
    private final String rate;
    private final String source;
    private final String asOf;

    /**
     * A cause of failures.
     *
     * @param name for people
     * @param count how often it was seen
     * @param hang whether processes hang, so that only a watchdog notices
     */
    public record Cause(String name, int count, boolean hang) {}

    FailureRates(double perGpuSecond, String rate, String source, String asOf) {
        this.perGpuSecond = perGpuSecond;
        this.rate = rate;
        this.source = source;
        this.asOf = asOf;
    }

    /** Parses the name of a set. */
    public static FailureRates parse(String text) {
        List<String> names = Stream.of(values()).map(FailureRates::toString).toList();
        if (names.contains(text.trim())) {
            return values()[names.indexOf(text.trim())];
        }
        String nearest = Nearest.of(text, names);
        throw new QuantityException("'" + text + "' is no set of rates; known are " + String.join(", ", names)
                + (nearest == null ? "" : "; did you mean '" + nearest + "'?"));
    }

    /** Failures of one GPU a second. */
    public double perGpuSecond() {
        return perGpuSecond;
    }

    /** What fails, most frequent first; one entry where the source does not tell causes apart. */
    public List<Cause> causes() {
        return this == LLAMA3 ? LLAMA3_CAUSES : List.of(ANY);
    }

    /** The cause at a share of all failures. */
    public Cause cause(double uniform) {
        double left = uniform * causes().stream().mapToInt(Cause::count).sum();
        for (Cause cause : causes()) {
            left -= cause.count();
            if (left < 0) {
                return cause;
            }
        }
        return causes().get(causes().size() - 1);
    }

    /** Says where the rates are from. */
    void note(Assumptions assumptions) {
        assumptions.note("failures." + this, rate, Tag.MEASURED, source, asOf);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
