package windtunnel.core.unit;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One physical dimension: its units, each with its exact factor to the base unit.
 *
 * <p>Grammar: a decimal number, optional blanks, a unit. {@code k M G T P} are powers of 1000, {@code Ki Mi Gi Ti Pi} powers
 * of 1024, {@code B} is a byte, {@code b} a bit; case matters. A number without unit is an error, zero excepted.
 */
final class Dimension {
    static final String NUMBER = "[+-]?(?:[0-9][0-9_]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?";
    private static final Pattern TEXT = Pattern.compile("(" + NUMBER + ")\\s*(\\S.*)?");
    private static final String[] SI = {"", "k", "M", "G", "T", "P", "E"};
    private static final String[] IEC = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

    private final String name;
    private final String example;
    private final Map<String, BigDecimal> factors = new LinkedHashMap<>();

    Dimension(String name, String example) {
        this.name = name;
        this.example = example;
    }

    /** Adds one unit worth {@code factor} base units. */
    Dimension unit(String unit, String factor) {
        factors.put(unit, new BigDecimal(factor));
        return this;
    }

    /** Adds the unit with the prefixes k, M, G, T, P, E. */
    Dimension si(String unit, String factor) {
        return prefixed(SI, 1000, unit, factor);
    }

    /** Adds the unit with the prefixes Ki, Mi, Gi, Ti, Pi, Ei. */
    Dimension iec(String unit, String factor) {
        return prefixed(IEC, 1024, unit, factor);
    }

    private Dimension prefixed(String[] prefixes, int step, String unit, String factor) {
        BigDecimal value = new BigDecimal(factor);
        for (String prefix : prefixes) {
            factors.putIfAbsent(prefix + unit, value);
            value = value.multiply(BigDecimal.valueOf(step));
        }
        return this;
    }

    /** The value of {@code text} in base units, exact. */
    BigDecimal parse(String text) {
        Matcher matcher = TEXT.matcher(text.trim());
        if (!matcher.matches()) {
            throw wrong(text, "is not a number with a unit");
        }
        BigDecimal number = new BigDecimal(matcher.group(1).replace("_", ""));
        String unit = matcher.group(2);
        if (unit == null) {
            if (number.signum() == 0 || factors.containsKey("")) {
                return number;
            }
            throw wrong(text, "has no unit");
        }
        BigDecimal factor = factors.get(unit);
        if (factor == null) {
            throw wrong(text, "has the unknown unit '" + unit + "'" + suggestion(unit));
        }
        return number.multiply(factor);
    }

    private String suggestion(String unit) {
        List<String> near = new ArrayList<>();
        for (String candidate : factors.keySet()) {
            if (candidate.equalsIgnoreCase(unit)) {
                near.add("'" + candidate + "'");
            }
        }
        if (near.isEmpty()) {
            String nearest = nearest(unit);
            return nearest == null ? "" : " (did you mean '" + nearest + "'?)";
        }
        return " (did you mean " + String.join(" or ", near) + "? Case matters)";
    }

    /** The longest unit that begins a word such as 'days', the shortest that is begun by it, or the one by the fewest changes. */
    private String nearest(String unit) {
        String begun = null;
        String beginning = null;
        for (String candidate : factors.keySet()) {
            if (candidate.isEmpty()) {
                continue;
            }
            if (unit.startsWith(candidate) && (begun == null || candidate.length() > begun.length())) {
                begun = candidate;
            }
            if (candidate.startsWith(unit) && (beginning == null || candidate.length() < beginning.length())) {
                beginning = candidate;
            }
        }
        if (beginning != null) {
            return beginning;
        }
        String near = Nearest.of(unit, factors.keySet());
        return unit.matches("[a-z]{3,}") && begun != null ? begun : near == null ? begun : near;
    }

    private QuantityException wrong(String text, String what) {
        return new QuantityException("'" + text + "' " + what + "; " + name + " is written like " + example);
    }
}
