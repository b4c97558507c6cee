package windtunnel.core.unit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The one place where numbers become text, the same on every JDK.
 *
 * <p>{@link #json} prints the fewest digits that read back as the same double; the other forms round half-even to the digits
 * asked for, on the exact binary value.
 */
public final class Numbers {
    private static final String[] SI = {"", "k", "M", "G", "T", "P", "E"};
    private static final String[] IEC = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Numbers() {}

    /** Shortest text that reads back as {@code value}, never in exponent form below 1e21; NaN and infinities throw. */
    public static String json(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("not a finite number: " + value);
        }
        if (value == 0) {
            return "0";
        }
        if (value == Math.rint(value) && Math.abs(value) < 9.007199254740992e15) {
            return Long.toString((long) value);
        }
        BigDecimal shortest = shortest(value);
        double magnitude = Math.abs(value);
        return magnitude >= 1e21 || magnitude < 1e-7 ? scientific(shortest) : shortest.toPlainString();
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 15; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }

    private static String scientific(BigDecimal value) {
        String digits = value.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - value.scale();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return (value.signum() < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + exponent;
    }

    /** {@code value} with exactly {@code decimals} digits after the point. */
    public static String fixed(double value, int decimals) {
        return fixed(new BigDecimal(value), decimals);
    }

    /** {@code value} with exactly {@code decimals} digits after the point. */
    public static String fixed(BigDecimal value, int decimals) {
        BigDecimal rounded = value.setScale(decimals, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? rounded.abs().toPlainString() : rounded.toPlainString();
    }

    /** {@code value} rounded to {@code digits} significant digits, without trailing zeros. */
    public static String significant(double value, int digits) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        double magnitude = Math.abs(value);
        BigDecimal stripped = rounded.stripTrailingZeros();
        return magnitude >= 1e15 || magnitude < 1e-5 ? scientific(stripped) : stripped.toPlainString();
    }

    /** {@code value} with {@code decimals} digits after the point and commas between thousands. */
    public static String grouped(BigDecimal value, int decimals) {
        String plain = fixed(value, decimals);
        int start = plain.startsWith("-") ? 1 : 0;
        int point = plain.indexOf('.');
        StringBuilder text = new StringBuilder(plain);
        for (int at = (point < 0 ? plain.length() : point) - 3; at > start; at -= 3) {
            text.insert(at, ',');
        }
        return text.toString();
    }

    /** {@code value} with {@code decimals} digits after the point and commas between thousands. */
    public static String grouped(double value, int decimals) {
        return grouped(new BigDecimal(value), decimals);
    }

    /** Dollars and cents with commas: {@code $30,002.76}. */
    public static String usd(BigDecimal value) {
        return (value.signum() < 0 ? "-$" : "$") + grouped(value.abs(), 2);
    }

    /** A share as percent: {@code 0.2369} with one decimal is {@code 23.7 %}. */
    public static String percent(double share, int decimals) {
        return fixed(new BigDecimal(share).movePointRight(2), decimals) + " %";
    }

    /** A size, exact, in the binary or decimal unit that takes the fewest digits; {@code 96 TiB}, {@code 80 GB}. */
    public static String bytes(long value) {
        int binary = 0;
        long binaryCount = value;
        while (binaryCount != 0 && binaryCount % 1024 == 0 && binary < IEC.length - 1) {
            binaryCount /= 1024;
            binary++;
        }
        int decimal = 0;
        long decimalCount = value;
        while (decimalCount != 0 && decimalCount % 1000 == 0 && decimal < SI.length - 1) {
            decimalCount /= 1000;
            decimal++;
        }
        return binaryCount <= decimalCount ? binaryCount + " " + IEC[binary] : decimalCount + " " + SI[decimal] + "B";
    }

    /** A bandwidth in decimal bytes per second: {@code 20 GB/s}. */
    public static String bandwidth(double bytesPerSec) {
        return si(bytesPerSec, 4) + "B/s";
    }

    /** {@code value} with an SI prefix and {@code digits} significant digits, blank included: {@code 1.5 M}. */
    public static String si(double value, int digits) {
        int prefix = 0;
        double scaled = value;
        while (Math.abs(scaled) >= 999.95 && prefix < SI.length - 1) {
            scaled /= 1000;
            prefix++;
        }
        return significant(scaled, digits) + " " + SI[prefix];
    }

    /** A time in the unit that reads best: {@code 224 ms}, {@code 57.22 h}, {@code 34.1 d}. */
    public static String duration(double seconds) {
        return duration(seconds, 4);
    }

    /** A time in the unit that reads best, with {@code digits} significant digits. */
    public static String duration(double seconds, int digits) {
        double magnitude = Math.abs(seconds);
        if (magnitude == 0) {
            return "0 s";
        }
        if (magnitude < 1e-6) {
            return significant(seconds * 1e9, digits) + " ns";
        }
        if (magnitude < 1e-3) {
            return significant(seconds * 1e6, digits) + " us";
        }
        if (magnitude < 1) {
            return significant(seconds * 1e3, digits) + " ms";
        }
        return longDuration(seconds, magnitude, digits);
    }

    /** A time in the unit that reads best for {@code like}, so that times side by side have one unit. */
    public static String durationLike(double seconds, double like) {
        double magnitude = Math.abs(like);
        return seconds == 0 || magnitude < 1 ? duration(seconds) : longDuration(seconds, magnitude, 4);
    }

    private static String longDuration(double seconds, double magnitude, int digits) {
        if (magnitude < 120) {
            return significant(seconds, digits) + " s";
        }
        if (magnitude < 7200) {
            return significant(seconds / 60, digits) + " min";
        }
        return magnitude < 72 * 3600
                ? significant(seconds / 3600, digits) + " h"
                : significant(seconds / 86_400, digits) + " d";
    }
}
