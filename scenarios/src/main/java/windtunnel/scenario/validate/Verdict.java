package windtunnel.scenario.validate;

import java.util.OptionalDouble;

/**
 * One line of the result.
 *
 * @param row the case
 * @param category the case's category
 * @param band where it is summarised
 * @param metric what was compared
 * @param unit unit of both numbers
 * @param published the published number, if there is one
 * @param predicted the model's number, if there is one
 * @param errorPct signed error in percent of the published number, if there is one; of a bound, 0 when met
 * @param status what became of the case
 * @param reason why, or empty
 */
public record Verdict(
        CaseRow row,
        String category,
        String band,
        String metric,
        String unit,
        OptionalDouble published,
        OptionalDouble predicted,
        OptionalDouble errorPct,
        Status status,
        String reason) {

    /** The verdict on {@code answer}. */
    static Verdict of(CaseRow row, String category, String band, Answer answer) {
        if (answer instanceof Answer.Value value) {
            return of(row, category, band, value);
        }
        if (answer instanceof Answer.Given given) {
            return of(row, category, band, given);
        }
        boolean context = answer instanceof Answer.Input || !scorable(row);
        String reason = answer instanceof Answer.Input input ? input.reason() : ((Answer.Skipped) answer).reason();
        return new Verdict(
                row,
                category,
                band,
                row.text("metric"),
                row.text("unit"),
                row.number("value"),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                context ? Status.CONTEXT : Status.SKIPPED,
                reason);
    }

    private static Verdict of(CaseRow row, String category, String band, Answer.Given given) {
        double error = (given.predicted() - given.published()) / Math.abs(given.published()) * 100;
        return new Verdict(
                row,
                category,
                band,
                given.metric(),
                given.unit(),
                OptionalDouble.of(given.published()),
                OptionalDouble.of(given.predicted()),
                Double.isFinite(error) ? OptionalDouble.of(error) : OptionalDouble.empty(),
                Status.CONTEXT,
                given.reason());
    }

    private static boolean scorable(CaseRow row) {
        return row.role().equals("validate") || row.role().equals("calibrate");
    }

    private static Verdict of(CaseRow row, String category, String band, Answer.Value value) {
        double error = error(value);
        return new Verdict(
                row,
                category,
                band,
                value.metric(),
                value.unit(),
                OptionalDouble.of(value.published()),
                OptionalDouble.of(value.predicted()),
                Double.isFinite(error) ? OptionalDouble.of(error) : OptionalDouble.empty(),
                status(row, value, error),
                Double.isFinite(error) ? value.reason() : "the published number is 0");
    }

    private static Status status(CaseRow row, Answer.Value value, double error) {
        if (!scorable(row)) {
            return Status.CONTEXT;
        }
        if (!Double.isFinite(error)) {
            return Status.SKIPPED;
        }
        if (value.fitted() || row.role().equals("calibrate")) {
            return Status.FITTED;
        }
        return value.bound() == Answer.Bound.EQUAL ? Status.SCORED : Status.BOUND;
    }

    private static double error(Answer.Value value) {
        double error = (value.predicted() - value.published()) / Math.abs(value.published()) * 100;
        return switch (value.bound()) {
            case EQUAL -> error;
            case AT_LEAST -> Math.min(0, error);
            case AT_MOST -> Math.max(0, error);
        };
    }
}
