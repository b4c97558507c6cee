package windtunnel.report.text;

import java.util.List;
import windtunnel.core.unit.Numbers;
import windtunnel.report.story.Waterfall;
import windtunnel.report.story.Words;

/** The lost-dollar waterfall as bars of characters. */
final class WaterfallText {
    private static final int BAR = 12;

    private final Style style;
    private final Ansi ansi;

    WaterfallText(Style style) {
        this.style = style;
        this.ansi = new Ansi(style.color());
    }

    void append(StringBuilder out, Waterfall fall) {
        String total = Words.dollars(fall.usd(), fall.usd().scale());
        String hours = Numbers.grouped(fall.hours(), fall.hours().scale());
        int usdColumn = Math.max(total.length(), "dollars".length());
        int hourColumn = Math.max(hours.length(), "GPU-hours".length());
        int label = Layout.COLUMNS - BAR - 1 - usdColumn - 2 - hourColumn - 2 - "100.0 %".length() - 2;
        out.append(ansi.bold(Layout.left("Where the money goes", label + 1 + BAR)));
        row(out, usdColumn, hourColumn, "dollars", "GPU-hours", "share");
        for (Waterfall.Row row : fall.rows()) {
            List<String> lines = label(out, row, label);
            String usd = Words.dollars(row.usd(), fall.usd().scale());
            row(
                    out,
                    usdColumn,
                    hourColumn,
                    usd,
                    Numbers.grouped(row.hours(), fall.hours().scale()),
                    row.percent());
            lines.stream().skip(1).forEach(line -> out.append("  ").append(line).append('\n'));
        }
        out.append(Layout.left("total", label + 1 + BAR));
        row(out, usdColumn, hourColumn, total, hours, fall.rows().isEmpty() ? "" : "100.0 %");
    }

    /** Label and bar of a row; parts of lost work have no bar, their label takes its room. Returns the label's lines. */
    private List<String> label(StringBuilder out, Waterfall.Row row, int label) {
        int columns = label + 1 + BAR;
        if (row.part()) {
            List<String> lines = Layout.wrap("of it " + row.label(), columns - 2);
            out.append(Layout.left("  " + lines.get(0), columns));
            return lines;
        }
        List<String> lines = Layout.wrap(row.label(), label);
        String bar = Layout.bar(row.share(), BAR, style.unicode());
        out.append(Layout.left(lines.get(0), label)).append(' ');
        out.append(ansi.state(row.state(), bar)).append(" ".repeat(BAR - Layout.width(bar)));
        return lines;
    }

    private static void row(StringBuilder out, int usdColumn, int hourColumn, String usd, String hours, String share) {
        out.append("  ").append(Layout.right(usd, usdColumn));
        out.append("  ").append(Layout.right(hours, hourColumn));
        out.append("  ").append(Layout.right(share, "100.0 %".length())).append('\n');
    }
}
