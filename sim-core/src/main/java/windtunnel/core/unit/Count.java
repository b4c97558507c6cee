package windtunnel.core.unit;

/** A whole number, which may carry a decimal prefix: {@code 1024}, {@code 1.0 T}, {@code 300 k}. */
public record Count(long value) {
    private static final Dimension COUNT = new Dimension("a count", "'1024' or '1.5 T'").si("", "1");

    /** Parses a count that is not negative. */
    public static Count parse(String text) {
        try {
            return new Count(Signs.notNegative(text, COUNT.parse(text)).longValueExact());
        } catch (ArithmeticException e) {
            throw new QuantityException("'" + text + "' is not a whole number below 2^63");
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
