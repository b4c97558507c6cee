package windtunnel.scenario.validate;

import java.util.List;

/**
 * Predicts the cases of one category. It uses the same constants for every case, chosen by the hardware that the case names, never by
 * its id, subset or source. A new category is one class and one line in {@link Predictors}.
 */
public interface Predictor {
    /** The category: the name of its file without {@code .csv}. */
    String category();

    /** The band in which the case is summarised, such as a range of sizes. */
    String band(CaseRow row);

    /**
     * The answers to {@code row}, at least one. The framework has made sure that the row has a number in {@code value}.
     */
    List<Answer> answers(CaseRow row);
}
