package windtunnel.report.text;

import java.util.List;
import windtunnel.report.story.RiskTables;
import windtunnel.report.story.Words;
import windtunnel.scenario.run.Outcome;

/** What uncertain inputs make of the answer, on a terminal of 80 columns. */
final class RiskText {
    private static final int GAP = 2;

    private final Ansi ansi;
    private final StringBuilder out;

    RiskText(StringBuilder out, Ansi ansi) {
        this.out = out;
        this.ansi = ansi;
    }

    void append(Outcome outcome) {
        if (outcome.risk().isEmpty()) {
            return;
        }
        RiskTables tables = RiskTables.of(outcome);
        line(ansi.bold(tables.title()));
        table(tables.figures());
        tables.goals().forEach(this::paragraph);
        if (!tables.spread().isEmpty()) {
            line("");
            table(tables.spread());
        }
        line("");
        table(tables.drivers());
        paragraph(tables.note());
        line("");
    }

    /** Columns as wide as their widest text; the first one is wrapped where the row would be too long. */
    private void table(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], Layout.width(row.get(i)));
            }
        }
        int others = 0;
        for (int i = 1; i < columns; i++) {
            others += GAP + widths[i];
        }
        widths[0] = Math.min(widths[0], Math.max(12, Layout.COLUMNS - others));
        for (List<String> row : rows) {
            List<String> first = row.get(0).isEmpty() ? List.of("") : Layout.pieces(Words.plain(row.get(0)), widths[0]);
            for (int i = 0; i < first.size() - 1; i++) {
                line(first.get(i));
            }
            StringBuilder text = new StringBuilder(Layout.left(first.get(first.size() - 1), widths[0]));
            for (int i = 1; i < columns; i++) {
                text.append(" ".repeat(GAP)).append(Layout.right(row.get(i), widths[i]));
            }
            line(text.toString().stripTrailing());
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private void paragraph(String text) {
        Layout.wrap(Words.plain(text), Layout.COLUMNS).forEach(this::line);
    }
}
