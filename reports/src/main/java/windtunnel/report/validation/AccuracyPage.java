package windtunnel.report.validation;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import windtunnel.core.unit.Numbers;
import windtunnel.scenario.validate.ErrorStats;
import windtunnel.scenario.validate.Status;
import windtunnel.scenario.validate.Validation;
import windtunnel.scenario.validate.Verdict;
import windtunnel.scenario.validate.training.CaseTrait;

/** The page that says how far predictions were from published measurements, as Markdown. */
public final class AccuracyPage {
    private static final int WORST = 10;
    private static final String NUMBERS =
            " | cases | mean | median | p90 | max | bias |\n|---|---:|---:|---:|---:|---:|---:|\n";

    private AccuracyPage() {}

    /** The page. */
    public static String render(Validation validation) {
        StringBuilder page = new StringBuilder();
        page.append("<!-- generated, do not edit: windtunnel validate --page docs/accuracy.md -->\n\n# Accuracy\n\n");
        page.append(
                "Predictions against published measurements, absolute errors in percent of the published number; bias is the mean of\n"
                        + "signed errors. No constant was fitted on the cases of the first tables; those of the tables called *fitted* were open to fitting.\n"
                        + "Rules and some sourced constants were chosen with errors of these cases in view, which decisions 67, 69, 70, 72 and 93 name: what an\n"
                        + "unseen case will show may be worse. `validate --cases DIR` predicts cases of your own.\n"
                        + "The cases are in `scenarios/cases`, each with its source. `windtunnel validate --out DIR` writes every single prediction.\n");
        Validation.by(validation.verdicts(), Verdict::category)
                .forEach((category, verdicts) -> category(page, category, verdicts));
        return page.toString();
    }

    private static void category(StringBuilder page, String category, List<Verdict> verdicts) {
        page.append("\n## ").append(category).append('\n');
        ErrorStats stats = ErrorStats.of(verdicts);
        if (stats.scored() == 0) {
            page.append("\nNothing was predicted.\n");
        } else {
            table(page, "band", verdicts, Verdict::band, false);
            table(page, "accelerator", verdicts, v -> v.row().text("accelerator"), false);
            table(page, "data set", verdicts, v -> v.row().text("subset"), false);
            table(page, "trust", verdicts, v -> v.row().text("trust"), false);
            if (verdicts.stream().anyMatch(v -> !v.row().text("precision").isEmpty())) {
                table(page, "precision", verdicts, v -> v.row().text("precision"), false);
                table(page, "recomputation", verdicts, AccuracyPage::recomputation, false);
                exceptions(page, verdicts);
            }
            table(page, "fitted, by band", verdicts, Verdict::band, true);
            table(page, "fitted, by data set", verdicts, v -> v.row().text("subset"), true);
            if (Agreement.drawn(category, verdicts)) {
                page.append("\n![Predicted against published](")
                        .append(Agreement.file(category))
                        .append(")\n");
            }
            worst(page, new Validation(category, verdicts));
            spreads(page, verdicts);
        }
        consistency(page, verdicts);
        reasons(page, verdicts);
    }

    private static String recomputation(Verdict verdict) {
        String text = verdict.row().text("act_ckpt").replaceAll(" .*", "");
        return switch (text) {
            case "", "false" -> "none, or not named";
            case "true" -> "full";
            default -> text;
        };
    }

    /** Groups whose gaps have a name. */
    private static void exceptions(StringBuilder page, List<Verdict> verdicts) {
        page.append(
                "\nWhat is beyond the model, by rules on the runs alone (a run is in the first group whose rule it meets; a test holds that no run\n"
                        + "outside of them is off by more than 25 %). All these cases count in the figures above; the last line is what is left without\n"
                        + "them.\n\n| group | what is missing | cases | mean | median | p90 | bias |\n|---|---|---:|---:|---:|---:|---:|\n");
        CaseTrait[] traits = CaseTrait.values();
        List<List<Verdict>> parts = Exceptions.split(verdicts);
        for (int i = 0; i < parts.size(); i++) {
            ErrorStats s = ErrorStats.of(parts.get(i));
            if (s.scored() > 0) {
                boolean named = i < traits.length;
                page.append("| ").append(named ? Exceptions.of(traits[i]).name() : "all others");
                page.append(" | ")
                        .append(named ? Exceptions.of(traits[i]).reason() : "")
                        .append(" | ")
                        .append(s.scored());
                for (double value : new double[] {s.meanAbsolute(), s.median(), s.p90(), s.bias()}) {
                    page.append(" | ").append(Numbers.fixed(value, 1));
                }
                page.append(" |\n");
            }
        }
    }

    private static void consistency(StringBuilder page, List<Verdict> verdicts) {
        if (ErrorStats.ofConsistency(verdicts).scored() == 0) {
            return;
        }
        page.append("\nPublished numbers held to each other or to the library, not scored:\n\n| metric, given")
                .append(NUMBERS);
        Validation.by(verdicts, v -> v.metric() + (v.reason().isEmpty() ? "" : ", " + v.reason()))
                .forEach((name, members) -> {
                    ErrorStats s = ErrorStats.ofConsistency(members);
                    if (s.scored() > 0) {
                        line(page, name, s);
                    }
                });
    }

    private static void table(
            StringBuilder page, String head, List<Verdict> verdicts, Function<Verdict, String> key, boolean fitted) {
        page.append("\n| ").append(head).append(NUMBERS);
        Validation.by(verdicts, key).forEach((name, members) -> {
            ErrorStats s = fitted ? ErrorStats.ofFitted(members) : ErrorStats.of(members);
            if (s.scored() > 0) {
                line(page, name, s);
            }
        });
        ErrorStats all = fitted ? ErrorStats.ofFitted(verdicts) : ErrorStats.of(verdicts);
        line(page, "all", all);
    }

    private static void line(StringBuilder page, String name, ErrorStats s) {
        page.append("| ").append(name).append(" | ").append(s.scored());
        for (double value : new double[] {s.meanAbsolute(), s.median(), s.p90(), s.max(), s.bias()}) {
            page.append(" | ").append(Numbers.fixed(value, 1));
        }
        page.append(" |\n");
    }

    private static void worst(StringBuilder page, Validation validation) {
        page.append(
                "\nThe worst ten:\n\n| case | system | size | published | predicted | error % |\n|---|---|---:|---:|---:|---:|\n");
        for (Verdict v : validation.worst(WORST)) {
            page.append("| ").append(v.row().id()).append(" | ").append(v.row().text("system"));
            page.append(" | ").append(v.row().text("size_bytes"));
            page.append(" | ").append(Numbers.significant(v.published().getAsDouble(), 4));
            page.append(" ").append(v.unit());
            page.append(" | ").append(Numbers.significant(v.predicted().getAsDouble(), 4));
            page.append(" | ")
                    .append(Numbers.fixed(v.errorPct().getAsDouble(), 1))
                    .append(" |\n");
        }
    }

    private static void spreads(StringBuilder page, List<Verdict> verdicts) {
        List<Spread> spreads = Spread.of(verdicts);
        if (spreads.isEmpty()) {
            return;
        }
        page.append(
                "\nWhere data sets measured the same thing, their slowest over their fastest time: no model can be nearer to all of\n"
                        + "them than about half of that.\n\n| what | band | data sets | sizes | median | max |\n|---|---|---|---:|---:|---:|\n");
        for (Spread s : spreads) {
            page.append("| ").append(s.what()).append(" | ").append(s.band());
            page.append(" | ").append(String.join(", ", s.subsets()));
            page.append(" | ").append(s.sizes());
            page.append(" | ").append(Numbers.fixed(s.median(), 2));
            page.append(" | ").append(Numbers.fixed(s.max(), 2)).append(" |\n");
        }
    }

    private static void reasons(StringBuilder page, List<Verdict> verdicts) {
        Map<String, List<Verdict>> reasons = Validation.by(
                verdicts.stream().filter(v -> v.status() == Status.SKIPPED).toList(), Verdict::reason);
        reasons.forEach((reason, members) -> page.append("\nSkipped: ")
                .append(members.size())
                .append(" cases, ")
                .append(reason)
                .append(".\n"));
    }
}
