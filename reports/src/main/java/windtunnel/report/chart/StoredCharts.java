package windtunnel.report.chart;

import java.util.ArrayList;
import java.util.List;
import windtunnel.model.SaveBurst;
import windtunnel.model.retention.Shelf;
import windtunnel.report.chart.svg.Ink;
import windtunnel.report.story.StoredWords;
import windtunnel.report.story.Words;
import windtunnel.scenario.run.Outcome;
import windtunnel.scenario.run.StoredSaves;

/** The charts of stored saves and of what saves do to reads. */
public final class StoredCharts {
    private StoredCharts() {}

    /** Stored bytes over time of each workload that is billed for them. */
    public static List<Chart> stored(Outcome outcome) {
        List<Chart> charts = new ArrayList<>();
        for (StoredSaves saves : outcome.stored()) {
            charts.add(stored(
                    saves,
                    outcome,
                    number("stored", charts.size(), outcome.stored().size())));
        }
        return charts;
    }

    /** Rate of reads around a save of each workload that it slows down. */
    public static List<Chart> bursts(Outcome outcome) {
        List<Chart> charts = new ArrayList<>();
        for (SaveBurst burst : outcome.bursts()) {
            charts.add(
                    burst(burst, number("burst", charts.size(), outcome.bursts().size())));
        }
        return charts;
    }

    /** Speed of the steps around the save of each workload whose reads a save slows down. */
    public static List<Chart> speeds(Outcome outcome) {
        List<Chart> charts = new ArrayList<>();
        for (SaveBurst burst : outcome.bursts()) {
            charts.add(
                    speed(burst, number("speed", charts.size(), outcome.bursts().size())));
        }
        return charts;
    }

    private static Chart speed(SaveBurst burst, String name) {
        long length = burst.toNanos() - burst.fromNanos();
        double from = Math.max(0, burst.fromNanos() - length) * 1e-9;
        double to = (burst.toNanos() + length) * 1e-9;
        List<SaveBurst.Speed> speeds = burst.speeds(burst.toNanos() + length);
        double[] times = new double[2 * speeds.size()];
        double[] shares = new double[times.length];
        for (int i = 0; i < speeds.size(); i++) {
            double until = i + 1 < speeds.size() ? speeds.get(i + 1).atNanos() * 1e-9 : to;
            times[2 * i] = Math.max(from, speeds.get(i).atNanos() * 1e-9);
            times[2 * i + 1] = Math.max(from, until);
            shares[2 * i] = speeds.get(i).share();
            shares[2 * i + 1] = speeds.get(i).share();
        }
        String title = "Samples a second around a save, as share of the undisturbed";
        return new CourseChart(
                name, title, title + ", over time", times, shares, OddsScale.durations(new double[] {from, to}));
    }

    private static String number(String name, int index, int count) {
        return count == 1 ? name : name + "-" + (index + 1);
    }

    private static Chart stored(StoredSaves saves, Outcome outcome, String name) {
        List<LevelsChart.Series> series = new ArrayList<>();
        for (int place = 0; place < saves.places().size(); place++) {
            series.add(new LevelsChart.Series(Words.plain(saves.places().get(place)), Ink.ofDesign(place)));
        }
        List<LevelsChart.Level> levels = new ArrayList<>();
        for (Shelf.Level level : saves.levels()) {
            double[] bytes = new double[level.saves().length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (double) level.saves()[i] * saves.saveBytes();
            }
            levels.add(new LevelsChart.Level(level.atNanos() * 1e-9, bytes));
        }
        double[] ends = {0, saves.endNanos() * 1e-9};
        OddsChart.Scale scale = outcome.head()
                .start()
                .map(start -> OddsScale.dates(start, ends))
                .orElseGet(() -> OddsScale.durations(ends));
        return new LevelsChart(
                name,
                "Checkpoints of " + Words.plain(saves.workload()) + " that are stored",
                "Bytes of checkpoints stored over time by class of storage. " + StoredWords.summary(saves),
                series,
                levels,
                ends[0],
                ends[1],
                scale,
                0,
                "",
                "");
    }

    private static Chart burst(SaveBurst burst, String name) {
        long length = burst.toNanos() - burst.fromNanos();
        double from = Math.max(0, burst.fromNanos() - length) * 1e-9;
        double to = (burst.toNanos() + length) * 1e-9;
        List<LevelsChart.Level> levels = new ArrayList<>();
        for (SaveBurst.Rate rate : burst.rates()) {
            levels.add(new LevelsChart.Level(Math.max(from, rate.atNanos() * 1e-9), new double[] {rate.bytesPerSec()}));
        }
        return new LevelsChart(
                name,
                "Reads of " + Words.plain(burst.workload()) + " around a save",
                StoredWords.burst(burst),
                List.of(new LevelsChart.Series("reads", Ink.INPUT)),
                levels,
                from,
                to,
                OddsScale.durations(new double[] {from, to}),
                burst.needBytesPerSec(),
                "needed",
                "/s");
    }
}
