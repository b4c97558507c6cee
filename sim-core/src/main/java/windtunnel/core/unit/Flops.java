package windtunnel.core.unit;

/** A rate of floating-point operations: {@code 989 TFLOP/s}. */
public record Flops(double perSec) {
    private static final Dimension RATE = new Dimension("a compute rate", "'989 TFLOP/s'").si("FLOP/s", "1");

    /** Parses a compute rate greater than zero. */
    public static Flops parse(String text) {
        return new Flops(Signs.positive(text, RATE.parse(text)));
    }

    @Override
    public String toString() {
        return Numbers.significant(perSec / 1e12, 6) + " TFLOP/s";
    }
}
