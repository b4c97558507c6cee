package windtunnel.core.unit;

/** Operations or requests a second: {@code 12000 op/s}, {@code 20 kop/s}. */
public record OperationRate(double perSec) {
    private static final Dimension RATE =
            new Dimension("a rate of operations", "'12000 op/s' or '20 kop/s'").si("op/s", "1");

    /** Parses a rate greater than zero. */
    public static OperationRate parse(String text) {
        return new OperationRate(Signs.positive(text, RATE.parse(text)));
    }

    @Override
    public String toString() {
        return Numbers.json(perSec) + " op/s";
    }
}
