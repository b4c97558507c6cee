package windtunnel.report.validation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import windtunnel.core.unit.Numbers;
import windtunnel.scenario.validate.ErrorStats;
import windtunnel.scenario.validate.Status;
import windtunnel.scenario.validate.Validation;
import windtunnel.scenario.validate.Verdict;

/** The answer on a terminal: a table by category and band, the worst ten, reasons for skipping. */
public final class ValidationText {
    private static final int WORST = 10;

    private ValidationText() {}

    /** The text. */
    public static String render(Validation validation) {
        StringBuilder out = new StringBuilder();
        List<Verdict> all = validation.verdicts();
        out.append("Absolute errors in percent over ")
                .append(validation.cases())
                .append(", fitted cases left out\n\n");
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("category", "scored", "mean", "median", "p90", "max", "bias", "fitted", "skipped"));
        Validation.by(all, Verdict::category).forEach((category, verdicts) -> {
            table.add(line(category, ErrorStats.of(verdicts)));
            Map<String, List<Verdict>> bands = Validation.by(verdicts, Verdict::band);
            bands.forEach((band, members) -> {
                if (bands.size() > 1 && !band.isEmpty()) {
                    table.add(line("  " + band, ErrorStats.of(members)));
                }
            });
        });
        columns(out, table);
        consistency(out, all);
        worst(out, validation);
        reasons(out, all);
        return out.toString();
    }

    private static void consistency(StringBuilder out, List<Verdict> all) {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("metric", "cases", "mean", "median", "p90", "max", "bias"));
        Validation.by(all, Verdict::metric).forEach((metric, members) -> {
            ErrorStats s = ErrorStats.ofConsistency(members);
            if (s.scored() > 0) {
                table.add(line(metric, s).subList(0, 7));
            }
        });
        if (table.size() > 1) {
            out.append("\nPublished numbers held to each other or to the library, not scored\n");
            columns(out, table);
        }
    }

    private static List<String> line(String name, ErrorStats s) {
        boolean none = s.scored() == 0;
        return List.of(
                name,
                Integer.toString(s.scored()),
                none ? "-" : Numbers.fixed(s.meanAbsolute(), 1),
                none ? "-" : Numbers.fixed(s.median(), 1),
                none ? "-" : Numbers.fixed(s.p90(), 1),
                none ? "-" : Numbers.fixed(s.max(), 1),
                none ? "-" : Numbers.fixed(s.bias(), 1),
                Integer.toString(s.fitted()),
                Integer.toString(s.skipped()));
    }

    private static void worst(StringBuilder out, Validation validation) {
        List<Verdict> worst = validation.worst(WORST);
        if (worst.isEmpty()) {
            return;
        }
        out.append("\nWorst ").append(worst.size()).append('\n');
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("case", "metric", "published", "predicted", "error"));
        for (Verdict v : worst) {
            table.add(List.of(
                    v.row().id(),
                    v.metric() + " " + v.unit(),
                    Numbers.significant(v.published().getAsDouble(), 4),
                    Numbers.significant(v.predicted().getAsDouble(), 4),
                    Numbers.fixed(v.errorPct().getAsDouble(), 1) + " %"));
        }
        columns(out, table);
    }

    private static void reasons(StringBuilder out, List<Verdict> all) {
        Map<String, List<Verdict>> reasons = Validation.by(
                all.stream().filter(v -> v.status() == Status.SKIPPED).toList(), Verdict::reason);
        if (reasons.isEmpty()) {
            return;
        }
        out.append("\nSkipped\n");
        reasons.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
                .forEach(entry -> out.append(entry.getValue().size())
                        .append(" x ")
                        .append(entry.getKey())
                        .append('\n'));
    }

    /** A table whose first column is flush left and whose other columns are flush right. */
    private static void columns(StringBuilder out, List<List<String>> table) {
        int[] widths = new int[table.get(0).size()];
        for (List<String> line : table) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : table) {
            out.append(line.get(0)).append(" ".repeat(widths[0] - line.get(0).length()));
            for (int i = 1; i < widths.length; i++) {
                out.append(" ".repeat(2 + widths[i] - line.get(i).length())).append(line.get(i));
            }
            out.append('\n');
        }
    }
}
