package windtunnel.core.unit;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * An exact price in US dollars per unit of something: {@code $98.32/h}, {@code 0.145 $/GB-month}.
 *
 * @param usd dollars per {@code per}, exact
 * @param per what is bought, one of {@link #UNITS}
 */
public record Price(BigDecimal usd, String per) {
    /** What a price may be quoted for; {@code h} is one hour of the priced thing, a month is 730 hours. */
    public static final List<String> UNITS =
            List.of("h", "GPU-h", "node-h", "GB-month", "GiB-month", "TiB-month", "TiB-h", "GB", "GiB", "10k", "1k");

    /** Parses an amount of money, a slash and a unit. */
    public static Price parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            if (text.trim().matches("\\$?0+(\\.0+)?( ?(\\$|USD))?")) {
                return new Price(BigDecimal.ZERO, "h");
            }
            throw new QuantityException("'" + text + "' is not a price; a price is written like '$98.32/h'");
        }
        String per = text.substring(slash + 1).trim();
        if (!UNITS.contains(per)) {
            String nearest = Nearest.of(per.toLowerCase(Locale.ROOT), UNITS);
            throw new QuantityException("'" + text + "' is priced per unknown '" + per + "'"
                    + (nearest == null ? "" : "; did you mean '" + nearest + "'?") + "; known are " + UNITS);
        }
        return new Price(Money.parse(text.substring(0, slash)).usd(), per);
    }

    @Override
    public String toString() {
        return "$" + usd.toPlainString() + "/" + per;
    }
}
