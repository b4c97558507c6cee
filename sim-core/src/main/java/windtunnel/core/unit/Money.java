package windtunnel.core.unit;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An exact amount of US dollars: {@code 3 M$}, {@code $250000}, {@code 120 USD}. */
public record Money(BigDecimal usd) {
    private static final Dimension DOLLARS = new Dimension("an amount of money", "'3 M$', '$250000' or '120 USD'")
            .si("$", "1")
            .si("USD", "1");
    private static final Pattern LEADING = Pattern.compile("\\$\\s*(" + Dimension.NUMBER + ")\\s*([kMGT]?)");

    /** Parses an amount that is not negative. */
    public static Money parse(String text) {
        Matcher leading = LEADING.matcher(text.trim());
        String amount = leading.matches() ? leading.group(1) + " " + leading.group(2) + "$" : text;
        return new Money(Signs.notNegative(text, DOLLARS.parse(amount)));
    }

    @Override
    public String toString() {
        return "$" + usd.toPlainString();
    }
}
