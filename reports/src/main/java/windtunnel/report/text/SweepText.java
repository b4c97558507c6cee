package windtunnel.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import windtunnel.report.story.AxisNames;
import windtunnel.report.story.Words;
import windtunnel.scenario.sweep.PointResult;
import windtunnel.scenario.sweep.SweepResult;

/** A sweep on a terminal of 80 columns: the combinations worth considering, cheapest first. */
public final class SweepText {
    private static final int MOST = 20;

    private final Ansi ansi;
    private final AxisNames names;
    private final StringBuilder out = new StringBuilder();

    private SweepText(SweepResult result, Style style) {
        names = AxisNames.of(result);
        this.ansi = new Ansi(style.color());
    }

    /** The answer. */
    public static String render(SweepResult result, Style style) {
        SweepText text = new SweepText(result, style);
        text.paragraph("", result.name());
        text.paragraph(
                "",
                result.points().size() + " combinations, " + result.runs() + " runs, " + result.infeasible()
                        + " combinations cannot be run");
        List<PointResult> front = result.front();
        if (!front.isEmpty()) {
            text.out.append('\n');
            text.paragraph("", "Worth considering: no other combination is both cheaper and faster");
            text.rows(front);
        }
        text.failures(result);
        text.out.append('\n');
        text.paragraph("", "seed " + result.seed() + ", version " + result.version() + ", sweep " + result.plan());
        return text.out.toString();
    }

    private void rows(List<PointResult> points) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("cost", "time"));
        for (PointResult point : points.subList(0, Math.min(MOST, points.size()))) {
            rows.add(List.of(text(point.mean(SweepResult.COST), "USD"), text(point.mean(SweepResult.TIME), "s")));
        }
        int cost = rows.stream().mapToInt(row -> row.get(0).length()).max().orElse(0);
        int time = rows.stream().mapToInt(row -> row.get(1).length()).max().orElse(0);
        for (int i = 0; i < rows.size(); i++) {
            String lead = Layout.right(rows.get(i).get(0), cost) + "  "
                    + Layout.right(rows.get(i).get(1), time) + "  ";
            paragraph(lead, i == 0 ? "values" : values(points.get(i - 1)));
        }
        if (points.size() > MOST) {
            paragraph("", "and " + (points.size() - MOST) + " more");
        }
    }

    private static String text(OptionalDouble value, String unit) {
        return value.isPresent() ? Words.value(value.getAsDouble(), unit) : "";
    }

    /** The values of a combination, each with the last words of its path. */
    private String values(PointResult point) {
        List<String> parts = new ArrayList<>();
        point.axisValues().forEach((path, value) -> {
            String name = names.of(path, value);
            parts.add(name.equals(value) ? shortened(path) + " " + value : name);
        });
        return parts.isEmpty() ? "the file's own values" : String.join(", ", parts);
    }

    private static String shortened(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private void failures(SweepResult result) {
        result.points().stream().filter(point -> !point.feasible()).findFirst().ifPresent(point -> {
            out.append('\n');
            String why = point.infeasible().split("\n")[0];
            for (String line :
                    Layout.wrap(Words.plain("For one, " + values(point) + " cannot be run: " + why), Layout.COLUMNS)) {
                out.append(ansi.warn(line)).append('\n');
            }
        });
    }

    private void paragraph(String lead, String text) {
        String before = lead;
        for (String wrapped : Layout.wrap(Words.plain(text), Layout.COLUMNS - Layout.width(lead))) {
            out.append(before).append(wrapped).append('\n');
            before = " ".repeat(Layout.width(lead));
        }
    }
}
