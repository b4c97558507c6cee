package windtunnel.report.text;

import java.util.ArrayList;
import java.util.List;
import windtunnel.report.story.Words;

/** A table of a query on a terminal or as CSV; columns are as wide as their values. */
public final class TableText {
    private static final int WIDEST = 60;

    private TableText() {}

    /** Columns side by side, numbers right. */
    public static String render(List<String> columns, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(columns);
        all.addAll(rows);
        int[] widths = new int[columns.size()];
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Layout.width(cell(row.get(i))));
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = cell(row.get(i));
                boolean number = cell.matches("-?[0-9][0-9.]*(e-?[0-9]+)?");
                line.append(i == 0 ? "" : "  ")
                        .append(number ? Layout.right(cell, widths[i]) : Layout.left(cell, widths[i]));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    private static String cell(String value) {
        String plain = value == null ? "" : Words.plain(value);
        return plain.length() > WIDEST ? plain.substring(0, WIDEST - 3) + "..." : plain;
    }

    /** As CSV, quoted as RFC 4180 wants it. */
    public static String csv(List<String> columns, List<List<String>> rows) {
        StringBuilder out = new StringBuilder();
        line(out, columns);
        rows.forEach(row -> line(out, row));
        return out.toString();
    }

    private static void line(StringBuilder out, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            String text = cells.get(i) == null ? "" : cells.get(i);
            boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            out.append(i == 0 ? "" : ",").append(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
        }
        out.append('\n');
    }
}
