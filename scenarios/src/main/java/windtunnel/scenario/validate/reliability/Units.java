package windtunnel.scenario.validate.reliability;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Units as the files of cases write them, with remarks such as {@code (lower bound)} behind; a unit that is not known gives nothing. */
final class Units {
    private static final double HOUR = 3600;
    private static final double DAY = 24 * HOUR;
    private static final Pattern RATE = Pattern.compile("per ([0-9.e]+ )?(gpu|accelerator|node|machine)-([a-z]+)");
    private static final Pattern SPAN = Pattern.compile("([0-9.]+) ?([a-z]+)");

    private Units() {}

    private static String plain(String unit) {
        int remark = unit.indexOf('(');
        return (remark < 0 ? unit : unit.substring(0, remark)).strip().toLowerCase(Locale.ROOT);
    }

    /** Seconds of a unit of time. */
    static OptionalDouble seconds(String unit) {
        return switch (plain(unit)) {
            case "ms" -> OptionalDouble.of(1e-3);
            case "s", "sec", "second", "seconds" -> OptionalDouble.of(1);
            case "min", "minute", "minutes" -> OptionalDouble.of(60);
            case "h", "hour", "hours" -> OptionalDouble.of(HOUR);
            case "d", "day", "days" -> OptionalDouble.of(DAY);
            case "week", "weeks" -> OptionalDouble.of(7 * DAY);
            case "month", "months" -> OptionalDouble.of(365.25 / 12 * DAY);
            case "year", "years" -> OptionalDouble.of(365.25 * DAY);
            default -> OptionalDouble.empty();
        };
    }

    /** GPU-seconds for each of which a rate in {@code unit} counts one failure: of {@code per 1000 node-days}, 1000 x 8 x 86,400. */
    static OptionalDouble gpuSeconds(String unit, double gpusPerNode) {
        Matcher matcher = RATE.matcher(plain(unit));
        if (!matcher.matches()) {
            return OptionalDouble.empty();
        }
        OptionalDouble time = seconds(matcher.group(3));
        double many = matcher.group(1) == null ? 1 : number(matcher.group(1).strip());
        boolean node = matcher.group(2).equals("node") || matcher.group(2).equals("machine");
        return time.isPresent() && many > 0
                ? OptionalDouble.of(many * (node ? gpusPerNode : 1) * time.getAsDouble())
                : OptionalDouble.empty();
    }

    /** GPU-seconds of a unit of exposure such as {@code node-days}. */
    static OptionalDouble exposure(String unit, double gpusPerNode) {
        return gpuSeconds("per " + plain(unit), gpusPerNode);
    }

    /** Seconds of the time by which {@code machines/day} or {@code 1/h} divides. */
    static OptionalDouble perTime(String unit) {
        int slash = unit.indexOf('/');
        return slash < 0 ? OptionalDouble.empty() : seconds(unit.substring(slash + 1));
    }

    /** What a share of 1 is in {@code unit}: 100 %, or 1. */
    static OptionalDouble whole(String unit) {
        return switch (plain(unit)) {
            case "%", "percent" -> OptionalDouble.of(100);
            case "", "1", "fraction", "share", "ratio" -> OptionalDouble.of(1);
            default -> OptionalDouble.empty();
        };
    }

    /** Seconds of a time such as {@code 54 days}. */
    static OptionalDouble span(String text) {
        Matcher matcher = SPAN.matcher(plain(text));
        if (!matcher.matches()) {
            return OptionalDouble.empty();
        }
        OptionalDouble unit = seconds(matcher.group(2));
        double many = number(matcher.group(1));
        return unit.isPresent() && many > 0 ? OptionalDouble.of(many * unit.getAsDouble()) : OptionalDouble.empty();
    }

    /** The number, or 0 if it is none. */
    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
