package windtunnel.bench.page;

import java.util.ArrayList;
import java.util.List;
import windtunnel.bench.workload.Hold;

/**
 * One row of peers.csv: what another simulator needs for a workload.
 *
 * @param name peer, with its variant
 * @param version its version or commit
 * @param machine where it ran
 * @param date when it ran
 * @param workload as in {@link Figure}
 * @param figure the figure, as it was printed
 * @param unit {@code ms}, {@code s} or {@code M ev/s}
 * @param note what must be said beside it; may be empty
 */
record Peer(
        String name,
        String version,
        String machine,
        String date,
        String workload,
        String figure,
        String unit,
        String note) {

    private static final int COLUMNS = 8;

    /** Reads the rows of peers.csv (its first line is the header). */
    static List<Peer> ofCsv(List<String> lines) {
        List<Peer> peers = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = cells(line);
            if (cells.size() != COLUMNS) {
                throw new IllegalArgumentException("not " + COLUMNS + " cells: " + line);
            }
            peers.add(new Peer(
                    cells.get(0),
                    cells.get(1),
                    cells.get(2),
                    cells.get(3),
                    cells.get(4),
                    cells.get(5),
                    cells.get(6),
                    cells.get(7)));
        }
        return peers;
    }

    /** The figure as seconds for the whole workload. */
    double seconds() {
        double value = Double.parseDouble(figure);
        return switch (unit) {
            case "s" -> value;
            case "ms" -> value * 1e-3;
            case "M ev/s" -> events(workload) / (value * 1e6);
            default -> throw new IllegalArgumentException("no such unit: " + unit);
        };
    }

    /** Events that a workload fires, where its figures are events per second. */
    static double events(String workload) {
        int size = Integer.parseInt(workload.substring(workload.indexOf(' ') + 1));
        return workload.startsWith("hold ") ? Hold.operations(size) : 2.0 * size;
    }

    /** Splits a CSV line; cells in double quotes may hold commas. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
