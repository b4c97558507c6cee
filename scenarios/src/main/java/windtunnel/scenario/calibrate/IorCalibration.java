package windtunnel.scenario.calibrate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import windtunnel.core.unit.Bytes;

/**
 * A shared file system from one or several runs of IOR, whose outputs may stand one after the other in a file: total and
 * per-node rate from runs on different numbers of nodes.
 *
 * @param capacity capacity of the file system that was measured; the entry's tier is rate / capacity
 */
public record IorCalibration(Bytes capacity) implements Calibration {
    private static final double MIB = 1 << 20;
    private static final double TIB = 1L << 40;
    private static final Pattern RUN = Pattern.compile("(?m)^.*IOR-\\S+ *: MPI Coordinated Test of Parallel I/O.*$");
    private static final Pattern OPTION = Pattern.compile("(?m)^#? *(nodes|tasks|clients per node|access) *: *(\\S+)");
    private static final Pattern RESULT = Pattern.compile("(?m)^#? *(read|write) +([0-9.]+) +[0-9.]+ ");

    /** Best rate of one way on a number of nodes, in bytes per second. */
    private record Point(String way, double nodes, String access, double rate) {}

    @Override
    public String name() {
        return "ior";
    }

    @Override
    public Fitted fit(String entry, String file, String text) {
        List<Point> points = points(text);
        if (points.isEmpty()) {
            throw new CalibrationException(file + ": has no result of IOR; it needs the lines from 'IOR-' to the table"
                    + " that begins with 'access    bw(MiB/s)'");
        }
        List<Fitted.Residual> residuals = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        Saturation read = law("read", points, residuals, remarks);
        Saturation write = law("write", points, residuals, remarks);
        // One figure serves both ways in a scenario: the slower way of those measured.
        Saturation law =
                read == null || write != null && write.totalBytesPerSec() < read.totalBytesPerSec() ? write : read;
        if (read != null && write != null) {
            remarks.add("Reads and writes share one rate in a scenario: the slower total is taken, here that of "
                    + (law == read ? "reads." : "writes."));
        }
        return new Fitted("storage", yaml(entry, text, law), residuals, remarks);
    }

    private String yaml(String entry, String text, Saturation law) {
        String tail = ", source: measured by IOR, as-of: " + date(text) + ", tag: measured }\n";
        double perTib = FioCalibration.significant(law.totalBytesPerSec() / (capacity.value() / TIB));
        return "name: " + entry + "\naliases: []\ncloud: own\ntiers:\n"
                + "  - rate: { value: " + FioCalibration.rate(perTib) + " per TiB" + tail
                + "    minimum: { value: " + capacity.value() + " B" + tail
                + "    increment: { value: " + capacity.value() + " B" + tail
                + "client: { value: " + FioCalibration.rate(law.nodeBytesPerSec()) + tail;
    }

    private static String date(String text) {
        Matcher matcher = Pattern.compile("(?m)^#? *Began *: *\\S+ (\\S+) +(\\d+) \\S+ (\\d{4})")
                .matcher(text);
        if (!matcher.find()) {
            return "undated";
        }
        int month = 1 + "JanFebMarAprMayJunJulAugSepOctNovDec".indexOf(matcher.group(1)) / 3;
        return matcher.group(3) + "-" + (month < 10 ? "0" : "") + month + "-"
                + (matcher.group(2).length() < 2 ? "0" : "") + matcher.group(2);
    }

    private static List<Point> points(String text) {
        List<Point> points = new ArrayList<>();
        for (String run : RUN.split(text)) {
            double nodes = 0;
            double tasks = 0;
            double each = 0;
            String access = "";
            Matcher option = OPTION.matcher(run);
            while (option.find()) {
                String value = option.group(2);
                switch (option.group(1)) {
                    case "nodes" -> nodes = number(value);
                    case "tasks" -> tasks = number(value);
                    case "clients per node" -> each = number(value);
                    default -> access = value;
                }
            }
            double clients = nodes > 0 ? nodes : each > 0 ? Math.ceil(tasks / each) : 0;
            // The summary at the end repeats the best of the results.
            Matcher result = RESULT.matcher(run.split("(?m)^#? *Summary of all tests", 2)[0]);
            while (clients > 0 && result.find()) {
                points.add(new Point(result.group(1), clients, access, number(result.group(2)) * MIB));
            }
        }
        return points;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Saturation law(String way, List<Point> all, List<Fitted.Residual> residuals, List<String> remarks) {
        List<Point> points = all.stream()
                .filter(point -> point.way().equals(way) && point.rate() > 0)
                .sorted(Comparator.comparingDouble(Point::nodes))
                .toList();
        if (points.isEmpty()) {
            return null;
        }
        Saturation law = Saturation.fit(
                points.stream().mapToDouble(Point::nodes).toArray(),
                points.stream().mapToDouble(Point::rate).toArray());
        for (Point point : points) {
            String what =
                    way + ", " + (long) point.nodes() + (point.nodes() == 1 ? " node, " : " nodes, ") + point.access();
            residuals.add(new Fitted.Residual(what, point.rate() / 1e6, law.rate(point.nodes()) / 1e6, "MB/s"));
        }
        if (!law.reached()) {
            remarks.add("No number of nodes was limited by the file system on " + way
                    + "s: its total is a lower bound; measure more nodes.");
        }
        if (points.stream().anyMatch(point -> point.access().equals("single-shared-file"))) {
            remarks.add("Some " + way + "s were of one shared file, which locks and stripes slow down.");
        }
        return law;
    }
}
