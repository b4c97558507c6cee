package windtunnel.scenario.validate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The result of holding the models to published measurements.
 *
 * @param cases name of the folder
 * @param verdicts one for each answer, by category, then in the order of the file
 */
public record Validation(String cases, List<Verdict> verdicts) {
    private static final List<String> ROLES = List.of("validate", "calibrate", "input", "context");

    /** Copies the verdicts. */
    public Validation {
        verdicts = List.copyOf(verdicts);
    }

    /** The categories that there may be files of. */
    public static List<String> categories() {
        return Predictors.CATEGORIES;
    }

    /**
     * Predicts the cases of {@code folder}.
     *
     * @param category the only category to look at, if one is given
     * @throws CaseException if a file cannot be read or there is none
     */
    public static Validation of(CaseFolder folder, Optional<String> category) {
        Predictors predictors = Predictors.on(folder);
        List<Verdict> verdicts = new ArrayList<>();
        int files = 0;
        for (String each : Predictors.CATEGORIES) {
            String file = each + ".csv";
            Optional<String> text =
                    category.isEmpty() || category.get().equals(each) ? folder.text(file) : Optional.empty();
            if (text.isPresent()) {
                files++;
                judge(each, CaseReader.read(file, text.get()), predictors.of(each), verdicts);
            }
        }
        if (files == 0) {
            throw new CaseException("'" + folder.name() + "' has no "
                    + category.map(c -> c + ".csv")
                            .orElse("file of cases; names are " + String.join(".csv, ", Predictors.CATEGORIES)
                                    + ".csv"));
        }
        return new Validation(folder.name(), verdicts);
    }

    private static void judge(
            String category, List<CaseRow> rows, Optional<Predictor> predictor, List<Verdict> verdicts) {
        for (CaseRow row : rows) {
            if (predictor.isEmpty()) {
                Answer none = new Answer.Skipped("no predictor for category " + category + " yet");
                verdicts.add(Verdict.of(row, category, "", none));
            } else if (!ROLES.contains(row.role())) {
                Answer none = new Answer.Input("role is none of " + String.join(", ", ROLES));
                verdicts.add(Verdict.of(row, category, predictor.get().band(row), none));
            } else if (row.number("value").isEmpty()) {
                Answer none = new Answer.Skipped("no number in column value");
                verdicts.add(Verdict.of(row, category, predictor.get().band(row), none));
            } else {
                String band = predictor.get().band(row);
                for (Answer answer : predictor.get().answers(row)) {
                    verdicts.add(Verdict.of(row, category, band, answer));
                }
            }
        }
    }

    /** The verdicts grouped by {@code key}, groups in order of first appearance. */
    public static Map<String, List<Verdict>> by(List<Verdict> verdicts, Function<Verdict, String> key) {
        Map<String, List<Verdict>> groups = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            groups.computeIfAbsent(key.apply(verdict), k -> new ArrayList<>()).add(verdict);
        }
        return groups;
    }

    /** The {@code n} verdicts that count with the largest errors. */
    public List<Verdict> worst(int n) {
        return verdicts.stream()
                .filter(v -> v.status().counts())
                .sorted(Comparator.comparingDouble(v -> -Math.abs(v.errorPct().getAsDouble())))
                .limit(n)
                .toList();
    }
}
