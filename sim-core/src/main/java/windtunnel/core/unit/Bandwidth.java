package windtunnel.core.unit;

/** A data rate per direction: {@code 400 Gb/s}, {@code 20 GB/s}. */
public record Bandwidth(double bytesPerSec) {
    private static final Dimension RATE = new Dimension("a bandwidth", "'400 Gb/s' or '20 GB/s'")
            .si("B/s", "1")
            .si("b/s", "0.125")
            .iec("B/s", "1")
            .iec("b/s", "0.125");

    /** Parses a bandwidth greater than zero. */
    public static Bandwidth parse(String text) {
        return new Bandwidth(Signs.positive(text, RATE.parse(text)));
    }

    @Override
    public String toString() {
        return Numbers.bandwidth(bytesPerSec);
    }
}
