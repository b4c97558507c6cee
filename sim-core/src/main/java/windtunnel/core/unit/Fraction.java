package windtunnel.core.unit;

import java.math.BigDecimal;

/** A share between 0 and 1: {@code 0.85} or {@code 85 %}. */
public record Fraction(double value) {
    private static final Dimension SHARE =
            new Dimension("a share", "'0.85' or '85 %'").unit("", "1").unit("%", "0.01");

    /** Parses a share; below 0 or above 1 is an error. */
    public static Fraction parse(String text) {
        BigDecimal value = Signs.notNegative(text, SHARE.parse(text));
        if (value.compareTo(BigDecimal.ONE) > 0) {
            throw new QuantityException("'" + text + "' is more than 1; a share is written like '0.85' or '85 %'");
        }
        return new Fraction(value.doubleValue());
    }

    @Override
    public String toString() {
        return Numbers.json(value);
    }
}
