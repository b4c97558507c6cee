package windtunnel.report.chart;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import windtunnel.core.unit.Numbers;
import windtunnel.report.story.Words;

/** Axes with round ticks, computed without logarithms so that they are the same everywhere. */
final class OddsScale {
    private static final double DAY = 86_400;
    private static final int[] DAYS = {1, 2, 5, 7, 14, 28, 56, 91, 182, 364, 728, 1456};

    private OddsScale() {}

    /** Dates when the runs end days apart, else times of the day. */
    static OddsChart.Scale dates(Instant start, double[] seconds) {
        double spread = spread(seconds);
        if (spread < 2 * DAY) {
            return new OddsChart.Scale(
                    (low, high, most) -> multiples(
                            low,
                            high,
                            most,
                            new double[] {60, 300, 900, 3600, 10_800, 21_600, 43_200, DAY},
                            origin(start)),
                    s -> dayAndHour(Words.after(start, s)),
                    s -> dayAndHour(Words.after(start, s)));
        }
        double[] steps = new double[DAYS.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = DAYS[i] * DAY;
        }
        return new OddsChart.Scale(
                (low, high, most) -> multiples(low, high, most, steps, origin(start)),
                s -> Words.shortDay(Words.after(start, s)),
                s -> Words.day(Words.after(start, s)));
    }

    private static String dayAndHour(Instant instant) {
        return Words.shortDay(instant) + " " + Words.clock(instant);
    }

    /** Seconds from the start of its day to {@code start}, negated: where ticks are counted from. */
    private static double origin(Instant start) {
        return -(double) Math.floorMod(start.getEpochSecond(), (long) DAY);
    }

    static OddsChart.Scale durations(double[] seconds) {
        double largest = 0;
        for (double s : seconds) {
            largest = Math.max(largest, s);
        }
        double unit = largest >= 3 * DAY ? DAY : largest >= 7200 ? 3600 : largest >= 120 ? 60 : 1;
        String name = unit == DAY ? " d" : unit == 3600 ? " h" : unit == 60 ? " min" : " s";
        int digits = digits(seconds);
        DoubleFunction<String> text = s -> Numbers.significant(s / unit, digits) + name;
        return new OddsChart.Scale((low, high, most) -> round(low, high, most, unit), text, Numbers::duration);
    }

    static OddsChart.Scale dollars(double[] usd) {
        double largest = 0;
        for (double value : usd) {
            largest = Math.max(largest, value);
        }
        boolean millions = largest >= 1e6;
        int digits = digits(usd);
        DoubleFunction<String> tick = millions
                ? value -> "$" + Numbers.significant(value / 1e6, digits) + " M"
                : value -> "$" + Numbers.grouped(value, value == Math.rint(value) ? 0 : 2);
        int decimals = Words.decimals(new BigDecimal(largest));
        return new OddsChart.Scale(
                (low, high, most) -> round(low, high, most, 1),
                tick,
                value -> Words.dollars(new BigDecimal(value), decimals));
    }

    /** As many significant digits, from 4 to 9, as tell a twentieth of the spread apart. */
    private static int digits(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        double apart = spread(values) / 20;
        int digits = 4;
        for (double finest = largest / 1000; digits < 9 && finest > apart; finest /= 10) {
            digits++;
        }
        return digits;
    }

    private static double spread(double[] values) {
        double low = values[0];
        double high = values[0];
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return high - low;
    }

    /** At most {@code most} multiples of the smallest step that allows it. */
    private static List<Double> multiples(double low, double high, int most, double[] steps, double origin) {
        double step = steps[steps.length - 1];
        for (double candidate : steps) {
            if ((high - low) / candidate <= most) {
                step = candidate;
                break;
            }
        }
        List<Double> ticks = new ArrayList<>();
        for (double k = Math.ceil((low - origin) / step); origin + k * step <= high; k++) {
            ticks.add(origin + k * step);
        }
        return ticks;
    }

    /** At most {@code most} multiples of 1, 2 or 5 times a power of ten of {@code unit}. */
    private static List<Double> round(double low, double high, int most, double unit) {
        double decade = unit;
        while (decade * most > high - low) {
            decade /= 10;
        }
        while (decade * 10 * most < high - low) {
            decade *= 10;
        }
        return multiples(low, high, most, new double[] {decade, 2 * decade, 5 * decade, 10 * decade, 20 * decade}, 0);
    }

    static Optional<Double> inReach(Optional<OddsChart.Goal> goal, double low, double high) {
        double reach = 2 * (high - low);
        return goal.map(OddsChart.Goal::value).filter(value -> value >= low - reach && value <= high + reach);
    }
}
