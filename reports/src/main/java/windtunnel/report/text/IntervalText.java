package windtunnel.report.text;

import java.util.ArrayList;
import java.util.List;
import windtunnel.report.story.IntervalTable;
import windtunnel.scenario.run.Outcome;

/** How sure the headline figures are, on a terminal. */
public final class IntervalText {
    private static final int LONGEST = 24;

    private IntervalText() {}

    /** The table, ending in a line feed; a sentence where a single run says nothing. */
    public static String render(Outcome outcome, Style style) {
        IntervalTable table = IntervalTable.of(outcome);
        if (table.lines().isEmpty()) {
            return "A single run has no intervals; give --replications.\n";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(IntervalTable.COLUMNS);
        rows.addAll(table.rows());
        int[] widths = new int[IntervalTable.COLUMNS.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Layout.width(row.get(i)));
            }
        }
        widths[0] = Math.min(widths[0], LONGEST);
        StringBuilder out = new StringBuilder(new Ansi(style.color()).bold("How sure that is"));
        out.append('\n');
        for (List<String> row : rows) {
            String name = row.get(0).isEmpty()
                    ? ""
                    : Layout.wrap(row.get(0), widths[0]).get(0);
            StringBuilder line = new StringBuilder(Layout.left(name, widths[0]));
            line.append("  ").append(Layout.left(row.get(1), widths[1]));
            for (int i = 2; i < widths.length; i++) {
                line.append("  ").append(Layout.right(row.get(i), widths[i]));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        table.note().ifPresent(note -> out.append(note).append('\n'));
        return out.toString();
    }
}
