package windtunnel.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Numbers;
import windtunnel.model.InputPath;
import windtunnel.model.LedgerState;
import windtunnel.report.chart.svg.Ink;
import windtunnel.report.story.Words;
import windtunnel.scenario.run.Outcome;
import windtunnel.scenario.run.StateWords;

/** Charts of how data got to the GPUs. */
public final class InputCharts {
    /** Changes of the rate that a chart shows; of more, every n-th. */
    private static final int MOST_POINTS = 300;

    /** Share of the GPU time below which waits are printed as nothing and drawn by nobody. */
    private static final double LEAST = 0.0005;

    private InputCharts() {}

    /** Waits for data of a workload by cause, one after the other, as shares of the GPU time; nothing without waits. */
    public static Optional<Chart> causes(Outcome outcome, String workload) {
        List<BarsChart.Bar> bars = new ArrayList<>();
        double all = 0;
        for (Outcome.LedgerLine line : waits(outcome, workload)) {
            all += line.share();
        }
        double start = 0;
        for (Outcome.LedgerLine line : waits(outcome, workload)) {
            double length = Math.min(1 - start, line.share() / all);
            bars.add(new BarsChart.Bar(
                    StateWords.of(line.state()),
                    start,
                    length,
                    Words.dollars(line.usd(), 2),
                    Numbers.percent(line.share(), 1),
                    Ink.of(LedgerState.Group.INPUT)));
            start += length;
        }
        String title = "Waits for data by cause";
        return all < LEAST
                ? Optional.empty()
                : Optional.of(new BarsChart(
                        "waits-" + workload, title, title + ", as shares of the GPU time", bars, false, true));
    }

    /** Ledger lines of waits for data of a workload, largest first. */
    public static List<Outcome.LedgerLine> waits(Outcome outcome, String workload) {
        return outcome.ledger().stream()
                .filter(line -> workload.equals(line.workload()) && line.lostFrom() == null)
                .filter(line -> line.state().group() == LedgerState.Group.INPUT && line.share() > 0)
                .sorted((a, b) -> Double.compare(b.share(), a.share()))
                .toList();
    }

    /** Data delivered and the level of the buffer over the time of the first run, where the rate changed at all and that cost time. */
    public static List<Chart> course(Outcome outcome, Outcome.Input input) {
        List<InputPath.Point> points = thinned(input.course());
        double end = outcome.runs().get(0).endNanos() * 1e-9;
        double waited = waits(outcome, input.workload()).stream()
                .mapToDouble(Outcome.LedgerLine::share)
                .sum();
        if (points.size() < 3 || end <= 0 || waited < LEAST) {
            return List.of();
        }
        List<Double> times = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        List<Double> levels = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            InputPath.Point point = points.get(i);
            double next = i + 1 < points.size() ? points.get(i + 1).atNanos() * 1e-9 : end;
            double level = point.bufferedBytes() / input.bufferBytes();
            double after = i + 1 < points.size() ? points.get(i + 1).bufferedBytes() / input.bufferBytes() : level;
            times.addAll(List.of(point.atNanos() * 1e-9, next));
            rates.addAll(List.of(
                    point.bytesPerSec() / input.neededBytesPerSec(), point.bytesPerSec() / input.neededBytesPerSec()));
            levels.addAll(List.of(level, after));
        }
        OddsChart.Scale scale = OddsScale.durations(new double[] {0, end});
        List<Chart> charts = new ArrayList<>();
        charts.add(chart("delivered", "Data delivered, as share of what steps need", times, rates, scale, input));
        if (points.stream().anyMatch(point -> point.bufferedBytes() > 0)) {
            charts.add(chart(
                    "buffer",
                    "Whole batches in the prefetch buffers, as share of what fits",
                    times,
                    levels,
                    scale,
                    input));
        }
        return charts;
    }

    private static Chart chart(
            String name,
            String title,
            List<Double> times,
            List<Double> values,
            OddsChart.Scale scale,
            Outcome.Input input) {
        return new CourseChart(
                name + "-" + input.workload(), title, title + ", over time", array(times), array(values), scale);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static List<InputPath.Point> thinned(List<InputPath.Point> all) {
        int step = 1 + all.size() / MOST_POINTS;
        List<InputPath.Point> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i += step) {
            some.add(all.get(i));
        }
        return some;
    }
}
