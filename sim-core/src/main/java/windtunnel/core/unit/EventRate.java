package windtunnel.core.unit;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something happens to one instance: {@code 0.05 per node-hour}, {@code 6.5e-3 per node-day}.
 *
 * @param perSec events per second and instance
 * @param instance what counts as one instance: {@code node}, {@code GPU}, {@code domain}, {@code link} or {@code switch}
 */
public record EventRate(double perSec, String instance) {
    private static final Pattern TEXT = Pattern.compile(
            "(" + Dimension.NUMBER + ")\\s+per\\s+(node|GPU|instance|domain|link|switch)-(second|hour|day|month|year)");

    /** Parses {@code NUMBER per node-hour} and the like; a month is 730 hours, a year 8760. */
    public static EventRate parse(String text) {
        Matcher matcher = TEXT.matcher(text.trim());
        if (!matcher.matches()) {
            throw new QuantityException("'" + text + "' is not a rate; a rate is written like '0.05 per node-hour'");
        }
        BigDecimal number =
                Signs.notNegative(text, new BigDecimal(matcher.group(1).replace("_", "")));
        String instance = matcher.group(2).equals("instance") ? "node" : matcher.group(2);
        return new EventRate(number.doubleValue() / seconds(matcher.group(3)), instance);
    }

    private static double seconds(String period) {
        return switch (period) {
            case "second" -> 1;
            case "hour" -> 3600;
            case "day" -> 86_400;
            case "month" -> 730 * 3600.0;
            default -> 8760 * 3600.0;
        };
    }

    @Override
    public String toString() {
        return Numbers.significant(perSec * 3600, 6) + " per " + instance + "-hour";
    }
}
