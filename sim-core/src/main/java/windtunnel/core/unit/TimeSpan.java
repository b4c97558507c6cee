package windtunnel.core.unit;

/** A length of time in seconds: {@code 30 s}, {@code 5 min}, {@code 90 d}, {@code 936.25 ns}. */
public record TimeSpan(double seconds) {
    private static final Dimension TIME = new Dimension("a time", "'30 s', '5 min', '12 h' or '90 d'")
            .unit("s", "1")
            .unit("ms", "0.001")
            .unit("us", "0.000001")
            .unit("ns", "0.000000001")
            .unit("min", "60")
            .unit("h", "3600")
            .unit("d", "86400");

    /** Parses a time that is not negative. */
    public static TimeSpan parse(String text) {
        return new TimeSpan(Signs.notNegative(text, TIME.parse(text)).doubleValue());
    }

    @Override
    public String toString() {
        return Numbers.duration(seconds, 9);
    }
}
