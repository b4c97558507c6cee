package windtunnel.report.validation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import windtunnel.report.chart.AgreementChart;
import windtunnel.scenario.validate.Status;
import windtunnel.scenario.validate.Validation;
import windtunnel.scenario.validate.Verdict;

/** Pictures of predicted against published numbers, one for each category of which there are figures of time or speed of a step. */
public final class Agreement {
    private static final String CATEGORY = "training";

    private Agreement() {}

    /** SVG files by name; none without such cases. */
    public static Map<String, String> files(Validation validation) {
        Map<String, String> files = new LinkedHashMap<>();
        List<AgreementChart.Dot> dots = validation.verdicts().stream()
                .filter(v -> v.category().equals(CATEGORY))
                .filter(v -> v.status().counts() || v.status() == Status.FITTED)
                .filter(v -> v.published().getAsDouble() > 0 && v.predicted().getAsDouble() > 0)
                .map(v -> new AgreementChart.Dot(
                        v.published().getAsDouble(), v.predicted().getAsDouble(), v.status() == Status.FITTED))
                .toList();
        if (!dots.isEmpty()) {
            AgreementChart chart =
                    new AgreementChart("accuracy-training", "seconds, tokens/s/GPU or TFLOP/s/GPU", dots);
            files.put(file(CATEGORY), chart.standalone().svgFile());
        }
        return files;
    }

    /** Name of the file of a category's picture. */
    static String file(String category) {
        return "accuracy-" + category + ".svg";
    }

    /** Whether {@code verdicts} of a category have a picture. */
    static boolean drawn(String category, List<Verdict> verdicts) {
        return !files(new Validation(category, verdicts)).isEmpty();
    }
}
