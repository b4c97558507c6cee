package windtunnel.report.text;

import java.util.List;
import windtunnel.report.story.Verdict.Figure;
import windtunnel.report.story.Words;

/** The headline figures, with quantiles beside them when there are several runs. */
final class FigureTable {
    private static final int GAP = 2;

    private final Ansi ansi;

    FigureTable(Ansi ansi) {
        this.ansi = ansi;
    }

    void append(StringBuilder out, List<Figure> figures) {
        int label =
                figures.stream().mapToInt(f -> Layout.width(f.label())).max().orElse(0);
        boolean spread = figures.stream().anyMatch(Figure::spread);
        boolean fits = label + 4 * (GAP + column(figures)) <= Layout.COLUMNS;
        if (spread && fits) {
            table(out, figures, label, column(figures));
        } else {
            list(out, figures, Math.min(label, 24));
        }
    }

    private static int column(List<Figure> figures) {
        int widest = 4;
        for (Figure f : figures) {
            for (String text : List.of(f.mean(), f.p10(), f.p50(), f.p90())) {
                widest = Math.max(widest, Layout.width(Words.shortened(text)));
            }
        }
        return widest;
    }

    private void table(StringBuilder out, List<Figure> figures, int label, int column) {
        out.append(" ".repeat(label));
        for (String head : List.of("mean", "P10", "P50", "P90")) {
            out.append(" ".repeat(GAP)).append(ansi.dim(Layout.right(head, column)));
        }
        out.append('\n');
        for (Figure f : figures) {
            out.append(Layout.left(f.label(), label)).append(" ".repeat(GAP));
            out.append(ansi.bold(Layout.right(Words.shortened(f.mean()), column)));
            for (String text : List.of(f.p10(), f.p50(), f.p90())) {
                out.append(" ".repeat(GAP)).append(Layout.right(Words.shortened(text), column));
            }
            out.append('\n');
        }
    }

    private void list(StringBuilder out, List<Figure> figures, int label) {
        for (Figure f : figures) {
            String name = Layout.width(f.label()) > label
                    ? Layout.wrap(f.label(), label).get(0)
                    : f.label();
            out.append(Layout.left(name, label)).append(" ".repeat(GAP)).append(ansi.bold(f.mean()));
            out.append('\n');
            if (f.spread()) {
                out.append(" ".repeat(label + GAP))
                        .append("P10 ")
                        .append(f.p10())
                        .append(", P50 ");
                out.append(f.p50()).append(", P90 ").append(f.p90()).append('\n');
            }
        }
    }
}
