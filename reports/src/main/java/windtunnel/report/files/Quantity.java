package windtunnel.report.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value split from its unit.
 *
 * @param value the number, or the whole text when it is no number with a unit
 * @param unit the unit, empty when there is none
 */
record Quantity(String value, String unit) {
    private static final Pattern NUMBER = Pattern.compile("(-?[0-9][0-9,]*(?:\\.[0-9]+)?(?:e-?[0-9]+)?)(?: (\\S.*))?");
    private static final Pattern PRICE = Pattern.compile("(\\$[0-9][0-9,.]*)/(\\S+)");

    static Quantity of(String text) {
        Matcher number = NUMBER.matcher(text);
        if (number.matches()) {
            return new Quantity(number.group(1), number.group(2) == null ? "" : number.group(2));
        }
        Matcher price = PRICE.matcher(text);
        return price.matches()
                ? new Quantity(price.group(1).substring(1), "USD/" + price.group(2))
                : new Quantity(text, "");
    }
}
