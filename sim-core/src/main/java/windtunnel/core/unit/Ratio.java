package windtunnel.core.unit;

/** A plain positive number without a dimension, such as an exponent or a factor. */
public record Ratio(double value) {
    private static final Dimension RATIO = new Dimension("a factor", "'1.35'").unit("", "1");

    /** Parses a number greater than zero. */
    public static Ratio parse(String text) {
        return new Ratio(Signs.positive(text, RATIO.parse(text)));
    }

    @Override
    public String toString() {
        return Numbers.json(value);
    }
}
