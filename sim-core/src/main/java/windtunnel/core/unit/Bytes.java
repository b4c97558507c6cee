package windtunnel.core.unit;

/** A size in whole bytes: {@code 96 TiB}, {@code 400 GB}. */
public record Bytes(long value) {
    private static final Dimension SIZE =
            new Dimension("a size", "'96 TiB' or '400 GB'").iec("B", "1").si("B", "1");

    /** Parses a size; a fraction of a byte or more than 2^63-1 bytes is an error. */
    public static Bytes parse(String text) {
        try {
            return new Bytes(Signs.notNegative(text, SIZE.parse(text)).longValueExact());
        } catch (ArithmeticException e) {
            throw new QuantityException("'" + text + "' is not a whole number of bytes below 8 EiB");
        }
    }

    static double parseMean(String text) {
        return Signs.notNegative(text, SIZE.parse(text)).doubleValue();
    }

    /** The size in binary or decimal units, whichever is shorter. */
    @Override
    public String toString() {
        return Numbers.bytes(value);
    }
}
