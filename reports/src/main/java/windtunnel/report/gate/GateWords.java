package windtunnel.report.gate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import windtunnel.core.unit.Numbers;
import windtunnel.model.LedgerState;
import windtunnel.report.story.Words;
import windtunnel.scenario.explain.Cause;
import windtunnel.scenario.explain.InputChange;
import windtunnel.scenario.explain.Movement;
import windtunnel.scenario.gate.Row;
import windtunnel.scenario.gate.ScenarioVerdict;
import windtunnel.scenario.run.StateWords;

/** The gate's findings as people read them; the same words in every format. */
public final class GateWords {
    private static final int FINE_DIGITS = 9;
    /** Share of the largest movement below which one is not told. */
    private static final double SMALL = 0.001;

    private GateWords() {}

    /** The class of a row: {@code drift}, {@code stopped working}. */
    public static String verdict(Row.Verdict verdict) {
        return switch (verdict) {
            case STOPPED_WORKING -> "stopped working";
            case LIMIT -> "limit";
            case DRIFT -> "drift";
            case ADDED -> "added";
            case REMOVED -> "removed";
            case IMPROVED -> "improved";
            case WITHIN -> "within";
            case SAME -> "same";
        };
    }

    /** What a level means for the build: {@code FAIL}, {@code warn}, {@code pass}. */
    public static String level(Row.Level level) {
        return switch (level) {
            case FAIL -> "FAIL";
            case WARN -> "warn";
            case FINE -> "pass";
        };
    }

    /** The former value, with as many digits as tell it from the present one. */
    public static String before(Row row) {
        return value(row.before(), row.now(), row.unit());
    }

    /** The present value, with as many digits as tell it from the former one. */
    public static String now(Row row) {
        return value(row.now(), row.before(), row.unit());
    }

    private static String value(OptionalDouble value, OptionalDouble other, String unit) {
        if (value.isEmpty()) {
            return "";
        }
        String text = Words.value(value.getAsDouble(), unit);
        boolean alike = other.isPresent()
                && other.getAsDouble() != value.getAsDouble()
                && text.equals(Words.value(other.getAsDouble(), unit));
        return alike
                ? Numbers.significant(value.getAsDouble(), FINE_DIGITS)
                        + (unit.equals("1") || unit.equals("share") ? "" : " " + unit)
                : text;
    }

    /** The change in percent with its sign, or empty. */
    public static String change(Row row) {
        OptionalDouble relative = row.relative();
        if (relative.isEmpty() || relative.getAsDouble() == 0) {
            return "";
        }
        double share = relative.getAsDouble();
        String text = Math.abs(share) < 0.001 ? Numbers.significant(share * 100, 2) + " %" : Numbers.percent(share, 1);
        return share > 0 ? "+" + text : text;
    }

    /** What a cause is, with who says so. */
    public static String cause(Cause cause) {
        if (cause.change().isEmpty()) {
            return cause.what();
        }
        InputChange change = cause.change().get();
        return origin(change) + cause.what();
    }

    private static String origin(InputChange change) {
        return switch (change.origin()) {
            case InputChange.SCENARIO -> "";
            case InputChange.DEFAULT -> "default of windtunnel, ";
            default -> change.origin() + ", ";
        };
    }

    /** What a cause moved in ledger and bill, and in the metrics that fail; at most {@code most} of each. */
    public static List<String> movements(Cause cause, List<Row> rows, int most) {
        if (cause.problem().isPresent()) {
            return List.of("cannot be replayed alone: " + cause.problem().get());
        }
        List<Movement> moved = cause.movements().list();
        List<String> texts = new ArrayList<>();
        Row.Level worst =
                rows.stream().map(Row::level).min(Comparator.naturalOrder()).orElse(Row.Level.FINE);
        rows.stream()
                .filter(row -> row.level() == worst)
                .map(Row::metric)
                .distinct()
                .forEach(metric -> moved.stream()
                        .filter(m ->
                                m.part() == Movement.Part.METRIC && m.name().equals(metric))
                        .limit(most - texts.size())
                        .forEach(m -> texts.add(m.name() + " " + signed(m.delta(), m.unit()))));
        double largest = cause.movements().largest().map(m -> Math.abs(m.usd())).orElse(0.0);
        moved.stream()
                .filter(m -> m.part() != Movement.Part.METRIC && Math.abs(m.usd()) >= largest * SMALL)
                .limit(most)
                .forEach(m -> texts.add(text(m)));
        return texts.isEmpty() ? List.of("moves nothing") : List.copyOf(texts);
    }

    /** A row of ledger or bill and how far it moved. */
    public static String text(Movement m) {
        String dollars = m.usd() == 0 ? "" : signedUsd(m.usd());
        if (m.part() == Movement.Part.LEDGER) {
            return "ledger " + state(m.name()) + " " + join(dollars, hours(m.delta()));
        }
        String amount =
                m.delta() == 0 ? "" : (m.delta() > 0 ? "+" : "") + Numbers.significant(m.delta(), 4) + " " + m.unit();
        return "bill " + m.name() + " " + join(dollars, amount);
    }

    private static String hours(double gpuSeconds) {
        double hours = gpuSeconds / 3600;
        return Math.abs(hours) < 1e-6 ? "" : (hours > 0 ? "+" : "") + Numbers.significant(hours, 4) + " GPU-h";
    }

    private static String join(String a, String b) {
        return a.isEmpty() ? b : b.isEmpty() ? a : a + ", " + b;
    }

    /** {@code train: CKPT_BLOCK} in the field's words. */
    private static String state(String name) {
        int colon = name.lastIndexOf(": ");
        String words = StateWords.of(LedgerState.valueOf(name.substring(colon < 0 ? 0 : colon + 2)));
        return colon < 0 ? words : name.substring(0, colon) + ": " + words;
    }

    private static String signedUsd(double usd) {
        String text = Words.dollars(new BigDecimal(Math.abs(usd)));
        String shown = text.equals("$0.00") ? "$" + Numbers.significant(Math.abs(usd), 2) : text;
        return (usd < 0 ? "-" : "+") + shown;
    }

    private static String signed(double delta, String unit) {
        if (unit.equals("USD")) {
            return signedUsd(delta);
        }
        String text = unit.equals("share") ? Numbers.significant(delta * 100, 3) + " points" : Words.value(delta, unit);
        return delta > 0 ? "+" + text : text;
    }

    /** The file's name without folder, as people call a scenario. */
    public static String file(ScenarioVerdict verdict) {
        return verdict.file().getFileName().toString();
    }

    /** How many scenarios fail, warn and pass, in one line. */
    public static String summary(List<ScenarioVerdict> verdicts) {
        long fail = count(verdicts, Row.Level.FAIL);
        long warn = count(verdicts, Row.Level.WARN);
        int all = verdicts.size();
        return all + (all == 1 ? " scenario: " : " scenarios: ") + (all - fail - warn) + " pass, " + warn + " warn, "
                + fail + " fail";
    }

    private static long count(List<ScenarioVerdict> verdicts, Row.Level level) {
        return verdicts.stream().filter(v -> v.level() == level).count();
    }
}
