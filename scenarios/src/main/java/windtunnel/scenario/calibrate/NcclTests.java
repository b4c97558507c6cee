package windtunnel.scenario.calibrate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Numbers;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.collective.measured.MeasuredRun;
import windtunnel.model.collective.measured.RootLaw;
import windtunnel.model.collective.measured.SizedTime;
import windtunnel.model.collective.measured.TimeTable;
import windtunnel.model.collective.nccl.NcclOp;

/** The output of nccl-tests as {@code measured} times of the collective kind {@code nccl}. */
public final class NcclTests {
    private static final int FEWEST = 3;
    private static final double MICRO = 1e-6;
    private static final MathContext DIGITS = new MathContext(7);

    public CollectiveFit fit(String file, String text) {
        NcclTestsLog log = NcclTestsLog.read(text);
        List<String> notes = new ArrayList<>(log.notes());
        List<MeasuredRun> runs = new ArrayList<>();
        List<List<String>> residuals = new ArrayList<>();
        for (NcclTestsLog.Table table : log.tables()) {
            MeasuredRun run = run(table);
            if (run.points().size() < FEWEST) {
                notes.add(table.op().text() + " on " + table.ranks() + " ranks is left out: fewer than three sizes");
            } else {
                runs.add(run);
                residuals(run, table, residuals, notes);
            }
        }
        if (runs.isEmpty()) {
            throw new CalibrationException(file + ": no table of nccl-tests can be used"
                    + (notes.isEmpty()
                            ? "; rows look like '  1048576  262144  float  sum  -1  60.2  17.4  30.5  0 ...'"
                            : ": " + String.join("; ", notes)));
        }
        List<String> columns =
                List.of("op", "ranks", "nodes", "size", "measured us", "in place us", "table %", "abc %");
        return new CollectiveFit(yaml(file, runs), columns, residuals, notes);
    }

    private static MeasuredRun run(NcclTestsLog.Table table) {
        List<SizedTime> points = table.rows().stream()
                .map(row -> new SizedTime(new Bytes(row.bytes()), new TimeSpan(row.us() * MICRO)))
                .toList();
        return new MeasuredRun(
                table.op(), new Count(table.ranks()), new Count(table.nodes()), points, Optional.empty());
    }

    /** Errors of the table at each of its points when that point is left out, and of the law. */
    private static void residuals(
            MeasuredRun run, NcclTestsLog.Table table, List<List<String>> rows, List<String> notes) {
        RootLaw law = run.law();
        double sum = 0;
        double largest = 0;
        for (int i = 0; i < run.points().size(); i++) {
            SizedTime point = run.points().get(i);
            double seconds = point.time().seconds();
            double abc = lawSeconds(law, run, point.size().value()) / seconds - 1;
            List<SizedTime> others = new ArrayList<>(run.points());
            others.remove(i);
            double between = new TimeTable(others).seconds(point.size().value()) / seconds - 1;
            sum += Math.abs(abc);
            largest = Math.max(largest, Math.abs(abc));
            rows.add(List.of(
                    run.op().text(),
                    run.ranks().toString(),
                    run.nodes().toString(),
                    Long.toString(point.size().value()),
                    Numbers.fixed(seconds / MICRO, 2),
                    micros(table.rows().get(i).inPlaceUs()),
                    percent(between),
                    percent(abc)));
        }
        notes.add(run.op().text() + ", " + run.ranks() + " ranks on " + run.nodes() + " nodes: T = "
                + Numbers.duration(law.start().seconds())
                + " + " + Numbers.significant(busFactor(run), 4) + " S / (" + law.bandwidth() + ") + "
                + Numbers.duration(law.middle().seconds()) + " sqrt(S / 1 GiB); error "
                + Numbers.percent(sum / run.points().size(), 1) + " in the mean, " + Numbers.percent(largest, 1)
                + " at most");
    }

    private static double busFactor(MeasuredRun run) {
        return run.op().busFactor(Math.toIntExact(run.ranks().value()));
    }

    private static double lawSeconds(RootLaw law, MeasuredRun run, double bytes) {
        return law.seconds(bytes, busFactor(run));
    }

    private static String micros(double us) {
        return Double.isNaN(us) ? "" : Numbers.fixed(us, 2);
    }

    private static String percent(double share) {
        return Numbers.fixed(100 * share, 1);
    }

    private static String yaml(String file, List<MeasuredRun> runs) {
        StringBuilder out = new StringBuilder(
                "# Collectives as measured by nccl-tests, from " + oneLine(file)
                        + ". In a scenario: include: FILE\n"
                        + "# method: table reads between points, abc uses the fit, ratio scales the model to other sizes of cluster.\n"
                        + "cluster:\n  collective:\n    kind: nccl\n    calibration: measured\n    method: table\n    measured:\n");
        for (MeasuredRun run : runs) {
            RootLaw law = run.law();
            out.append("      - op: ").append(choice(run.op()));
            out.append("\n        ranks: ").append(run.ranks());
            out.append("\n        nodes: ").append(run.nodes());
            out.append("\n        fit: { start: ").append(exact(law.start()));
            out.append(", bandwidth: ").append(rounded(law.bandwidth().bytesPerSec()));
            out.append(" B/s, middle: ").append(exact(law.middle()));
            out.append(", from: ").append(law.from()).append(", to: ").append(law.to());
            out.append(" }\n        points:\n");
            for (SizedTime point : run.points()) {
                out.append("          - { size: ").append(point.size());
                out.append(", time: ").append(exact(point.time())).append(" }\n");
            }
        }
        return out.toString();
    }

    private static String oneLine(String file) {
        return file.replaceAll("\\p{Cntrl}", " ");
    }

    private static String exact(TimeSpan time) {
        return rounded(time.seconds() / MICRO) + " us";
    }

    private static String rounded(double value) {
        return Numbers.json(new BigDecimal(value).round(DIGITS).doubleValue());
    }

    private static String choice(NcclOp op) {
        return op.text().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
