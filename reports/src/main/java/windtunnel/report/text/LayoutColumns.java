package windtunnel.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import windtunnel.core.unit.Numbers;
import windtunnel.model.compute.search.LayoutKey;
import windtunnel.report.layouts.LayoutWords;
import windtunnel.scenario.layouts.Ranked;

/** The table of layouts: columns that would say 1 everywhere, or the same as all others, are left out. */
final class LayoutColumns {
    private static final int MOST_GAP = 2;

    private final List<Column> columns = new ArrayList<>();
    private final List<String> legend = new ArrayList<>();
    private final int gap;

    private record Column(String head, List<String> cells, boolean left) {
        int width() {
            return Math.max(
                    Layout.width(head),
                    cells.stream().mapToInt(Layout::width).max().orElse(0));
        }
    }

    LayoutColumns(List<Ranked> rows, boolean nodes) {
        List<String> numbers = new ArrayList<>();
        for (int i = 1; i <= rows.size(); i++) {
            numbers.add(Integer.toString(i));
        }
        columns.add(new Column("#", numbers, false));
        if (nodes) {
            add(rows, "nodes", ranked -> Integer.toString(ranked.nodes()));
        }
        degree(rows, "tp", LayoutKey.TENSOR, true);
        degree(rows, "pp", LayoutKey.PIPELINE, true);
        degree(rows, "vp", LayoutKey.VIRTUAL, false);
        degree(rows, "cp", LayoutKey.CONTEXT, false);
        degree(rows, "dp", LayoutKey.DATA, true);
        degree(rows, "ep", LayoutKey.EXPERT, false);
        degree(rows, "etp", LayoutKey.EXPERT_TENSOR, false);
        degree(rows, "mb", LayoutKey.MICRO, true);
        columns.add(words(rows, "sharding", LayoutKey.SHARDING));
        columns.add(words(rows, "recomp", LayoutKey.RECOMPUTE));
        add(rows, "step", ranked -> Numbers.duration(ranked.found().stepNanos() * 1e-9));
        double fastest = rows.get(0).found().stepNanos();
        add(rows, "longer", ranked -> longer(ranked.found().stepNanos() / fastest - 1));
        add(rows, "cost", ranked -> dollars(ranked.runUsd()));
        add(rows, "free", ranked -> LayoutWords.gib(ranked.headroomBytes()));
        int width = columns.stream().mapToInt(Column::width).sum();
        gap = Math.max(1, Math.min(MOST_GAP, (Layout.COLUMNS - width) / (columns.size() - 1)));
    }

    private static String longer(double share) {
        return share == 0 ? "" : (share > 0 ? "+" : "") + Numbers.percent(share, 1);
    }

    /** Dollars in few characters. */
    private static String dollars(double usd) {
        return usd < 10_000
                ? "$" + Numbers.significant(usd, 4)
                : "$" + Numbers.si(usd, 4).replace(" ", "");
    }

    private void degree(List<Ranked> rows, String head, LayoutKey key, boolean always) {
        boolean told = always
                || rows.stream()
                        .anyMatch(ranked -> !key.of(ranked.found().layout()).equals("1"));
        if (told) {
            add(rows, head, ranked -> key.of(ranked.found().layout()));
            legend.add(head + " " + (key == LayoutKey.MICRO ? "micro-batch" : key.text()));
        }
    }

    private static Column words(List<Ranked> rows, String head, LayoutKey key) {
        return new Column(
                head,
                rows.stream().map(ranked -> key.of(ranked.found().layout())).toList(),
                true);
    }

    private void add(List<Ranked> rows, String head, Function<Ranked, String> cell) {
        columns.add(new Column(head, rows.stream().map(cell).toList(), false));
    }

    String head() {
        return line(Column::head);
    }

    String row(int i) {
        return line(column -> column.cells().get(i));
    }

    private String line(Function<Column, String> cell) {
        return columns.stream()
                .map(column -> column.left()
                        ? Layout.left(cell.apply(column), column.width())
                        : Layout.right(cell.apply(column), column.width()))
                .collect(Collectors.joining(" ".repeat(gap)))
                .stripTrailing();
    }

    /** What the short names mean. */
    String legend() {
        return String.join(", ", legend);
    }
}
