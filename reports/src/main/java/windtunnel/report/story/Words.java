package windtunnel.report.story;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import windtunnel.core.unit.Numbers;

/** Values as people read them. */
public final class Words {
    private static final String[] MONTHS = {
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December"
    };

    private Words() {}

    /** A metric's value in its unit: a duration, a percentage, dollars, bytes, or a number with the unit's name. */
    public static String value(double value, String unit) {
        return switch (unit) {
            case "s" -> Numbers.duration(value);
            case "share" -> Numbers.percent(value, 1);
            case "USD" -> dollars(new BigDecimal(value));
            case "bytes" -> Numbers.si(value, 4) + "B";
            case "1" -> number(value);
            default -> scaled(value, unit);
        };
    }

    /** Whether values in this unit are told by its name, rather than as a duration, a percentage, dollars or bytes. */
    public static boolean named(String unit) {
        return !List.of("s", "share", "USD", "bytes", "1").contains(unit);
    }

    private static String number(double value) {
        return value == Math.rint(value) || Math.abs(value) >= 1000
                ? Numbers.grouped(value, 0)
                : Numbers.significant(value, 4);
    }

    private static String scaled(double value, String unit) {
        String text = Numbers.si(value, 4);
        return text.endsWith(" ") ? text + unit : text + " " + unit;
    }

    /** Dollars for reading: whole ones from $100,000 on, cents below. */
    public static String dollars(BigDecimal usd) {
        return dollars(usd, decimals(usd));
    }

    /** Dollars with the given number of digits after the point. */
    public static String dollars(BigDecimal usd, int decimals) {
        return (usd.signum() < 0 ? "-$" : "$") + Numbers.grouped(usd.abs(), decimals);
    }

    /** How many digits after the point dollars of this size are read with. */
    public static int decimals(BigDecimal usd) {
        return usd.abs().compareTo(new BigDecimal(100_000)) >= 0 ? 0 : 2;
    }

    /** The instant {@code seconds} after {@code start}. */
    public static Instant after(Instant start, double seconds) {
        return start.plus(Duration.ofNanos(Math.round(seconds * 1e9)));
    }

    /** An instant to the minute, UTC: {@code 2027-02-03 14:05 UTC}. */
    public static String instant(Instant instant) {
        return day(instant) + " " + clock(instant) + " UTC";
    }

    /** A sentence in which no line breaks between a number and its unit. */
    public static String unbroken(String sentence) {
        return sentence.replaceAll("(?<=[0-9]) (?=(?:%|s|min|h|d)(?![a-z]))", "\u00a0");
    }

    /** A finish to the day where it stands large or beside quantiles: minutes would be false precision. */
    public static String shortened(String text) {
        return text.endsWith(" UTC") ? text.substring(0, text.length() - " 14:05 UTC".length()) : text;
    }

    /** A day, UTC: {@code 2027-02-03}. */
    public static String day(Instant instant) {
        OffsetDateTime t = instant.atOffset(ZoneOffset.UTC);
        return t.getYear() + "-" + two(t.getMonthValue()) + "-" + two(t.getDayOfMonth());
    }

    /** A day in words, UTC: {@code 3 February 2027}. */
    public static String longDay(Instant instant) {
        OffsetDateTime t = instant.atOffset(ZoneOffset.UTC);
        return t.getDayOfMonth() + " " + MONTHS[t.getMonthValue() - 1] + " " + t.getYear();
    }

    /** A day in few letters, UTC: {@code 3 Feb}. */
    public static String shortDay(Instant instant) {
        OffsetDateTime t = instant.atOffset(ZoneOffset.UTC);
        return t.getDayOfMonth() + " " + MONTHS[t.getMonthValue() - 1].substring(0, 3);
    }

    /** Hour and minute, UTC: {@code 14:05}. */
    public static String clock(Instant instant) {
        OffsetDateTime t = instant.atOffset(ZoneOffset.UTC);
        return two(t.getHour()) + ":" + two(t.getMinute());
    }

    private static String two(int value) {
        return value < 10 ? "0" + value : Integer.toString(value);
    }

    /** Text without line breaks and control characters, which could move a terminal's cursor. */
    public static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || isFormat(c) ? ' ' : c)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static boolean isFormat(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
