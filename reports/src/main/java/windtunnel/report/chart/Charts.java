package windtunnel.report.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import windtunnel.core.measure.RunResult;
import windtunnel.core.unit.Numbers;
import windtunnel.report.chart.svg.Ink;
import windtunnel.report.story.Course;
import windtunnel.report.story.Cut;
import windtunnel.report.story.Metrics;
import windtunnel.report.story.Waterfall;
import windtunnel.report.story.Words;
import windtunnel.scenario.run.Outcome;
import windtunnel.scenario.run.StateWords;

/** The charts of an outcome. */
public final class Charts {
    /** Share of the width that a bar of computing takes when it is cut short. */
    private static final double CUT = 0.4;

    private Charts() {}

    /** All charts that the outcome has data for, in reading order. */
    public static List<Chart> of(Outcome outcome) {
        List<Chart> charts = new ArrayList<>();
        waterfall(outcome).ifPresent(charts::add);
        finish(outcome).ifPresent(charts::add);
        cost(outcome).ifPresent(charts::add);
        for (Outcome.Input input : outcome.inputs()) {
            InputCharts.causes(outcome, input.workload()).ifPresent(charts::add);
            charts.addAll(InputCharts.course(outcome, input));
        }
        charts.addAll(timelines(outcome));
        charts.addAll(StoredCharts.bursts(outcome));
        charts.addAll(StoredCharts.stored(outcome));
        charts.addAll(steps(outcome));
        utilisation(outcome).ifPresent(charts::add);
        return List.copyOf(charts);
    }

    /** Where the money goes, unless nothing was held. */
    public static Optional<Chart> waterfall(Outcome outcome) {
        Waterfall fall = Waterfall.of(outcome, Words.decimals(outcome.bill().total()));
        List<BarsChart.Bar> bars = new ArrayList<>();
        boolean priced = !outcome.bill().items().isEmpty();
        double first = fall.rows().isEmpty() ? 0 : fall.rows().get(0).share();
        double start = 0;
        for (Waterfall.Row row : fall.rows()) {
            if (!row.part()) {
                double share = !fall.cutsComputing()
                        ? row.share()
                        : bars.isEmpty() ? CUT : row.share() / (1 - first) * (1 - CUT);
                double length = Math.min(share, 1 - start);
                bars.add(new BarsChart.Bar(
                        row.label(),
                        start,
                        length,
                        priced
                                ? Words.dollars(row.usd(), fall.usd().scale())
                                : Numbers.grouped(row.hours(), row.hours().scale()) + " GPU-h",
                        row.percent(),
                        Ink.of(row.state().group())));
                start += length;
            }
        }
        return bars.isEmpty()
                ? Optional.empty()
                : Optional.of(new BarsChart(
                        "waterfall",
                        "Where the money goes",
                        "Waterfall of " + Words.dollars(fall.usd(), fall.usd().scale())
                                + " over the states of the GPU time; the table below holds the same figures",
                        bars,
                        fall.cutsComputing(),
                        true));
    }

    /** Anatomy of the step of each training workload, in the order of the outcome. */
    public static List<Chart> steps(Outcome outcome) {
        List<Chart> charts = new ArrayList<>();
        for (Outcome.StepAnatomy step : outcome.steps()) {
            charts.add(step(step, outcome.steps().size() == 1 ? "step" : "step-" + (charts.size() + 1)));
        }
        return charts;
    }

    private static Chart step(Outcome.StepAnatomy step, String name) {
        List<BarsChart.Bar> bars = new ArrayList<>();
        double start = 0;
        for (Outcome.Slice slice : step.slices()) {
            double share = step.stepSeconds() > 0 ? slice.seconds() / step.stepSeconds() : 0;
            double length = Math.max(0, Math.min(share, 1 - start));
            bars.add(new BarsChart.Bar(
                    StateWords.of(slice.state()),
                    start,
                    length,
                    Numbers.duration(slice.seconds()),
                    Numbers.percent(share, 1),
                    Ink.of(slice.state().group())));
            start += length;
        }
        String title = "One step of " + Words.plain(step.workload()) + ": " + Numbers.duration(step.stepSeconds());
        return new BarsChart(name, title, title + ", split by what the GPUs do", bars, false, true);
    }

    /** Odds of being done by a date or after a time, if there are several runs. */
    public static Optional<Chart> finish(Outcome outcome) {
        Outcome.Head head = outcome.head();
        double[] seconds = outcome.runs().stream()
                .filter(RunResult::finished)
                .filter(run -> run.metrics().containsKey("run.wall_time"))
                .mapToDouble(run -> run.metrics().get("run.wall_time").value())
                .toArray();
        if (outcome.runs().size() < 2 || seconds.length == 0) {
            return Optional.empty();
        }
        OddsChart.Scale scale = head.start()
                .map(start -> OddsScale.dates(start, seconds))
                .orElseGet(() -> OddsScale.durations(seconds));
        Optional<OddsChart.Goal> goal = head.deadlineSeconds()
                .map(deadline ->
                        new OddsChart.Goal(deadline, "deadline " + scale.text().apply(deadline)));
        Cut cut = Cut.of(outcome);
        Optional<OddsChart.Goal> end = cut.any()
                ? Optional.of(new OddsChart.Goal(
                        cut.horizonSeconds(), cut.cut() + " of " + cut.runs() + " runs not done by the horizon"))
                : Optional.empty();
        return Optional.of(new OddsChart(
                "finish",
                "Odds of being done",
                "Share of runs that are done by a time",
                seconds,
                outcome.runs().size(),
                scale,
                goal,
                end));
    }

    /** Odds of staying below a cost, if there are several runs. */
    public static Optional<Chart> cost(Outcome outcome) {
        double[] usd = Metrics.values(outcome, "run.cost");
        if (usd.length < 2) {
            return Optional.empty();
        }
        OddsChart.Scale scale = OddsScale.dollars(usd);
        DoubleFunction<String> text = scale.text();
        Optional<OddsChart.Goal> goal = outcome.head()
                .budgetUsd()
                .map(budget -> new OddsChart.Goal(budget.doubleValue(), "budget " + text.apply(budget.doubleValue())));
        return Optional.of(new OddsChart(
                "cost",
                "Odds of a cost",
                "Share of runs that cost at most an amount",
                usd,
                usd.length,
                scale,
                goal,
                Optional.empty()));
    }

    /** How each workload of the typical run went, in the order of {@link Course#jobs}; none if no run was ever interrupted. */
    public static List<Chart> timelines(Outcome outcome) {
        List<Chart> charts = new ArrayList<>();
        Course.of(outcome).filter(Course::interrupted).ifPresent(course -> {
            for (Course.Job job : course.jobs()) {
                String name = course.jobs().size() == 1 ? "timeline" : "timeline-" + (charts.size() + 1);
                charts.add(TimelineChart.of(name, course, job, scale(outcome, job)));
            }
        });
        return charts;
    }

    private static OddsChart.Scale scale(Outcome outcome, Course.Job job) {
        double[] ends = {0, job.endNanos() * 1e-9};
        return outcome.head()
                .start()
                .map(start -> OddsScale.dates(start, ends))
                .orElseGet(() -> OddsScale.durations(ends));
    }

    /** Mean use of storages and links, the busiest first, if any was recorded. */
    public static Optional<Chart> utilisation(Outcome outcome) {
        if (outcome.utilisation().isEmpty()) {
            return Optional.empty();
        }
        List<BarsChart.Bar> bars = outcome.utilisation().stream()
                .sorted(Comparator.comparingDouble(Outcome.Utilisation::share).reversed())
                .map(u -> new BarsChart.Bar(
                        Words.plain(u.resource()),
                        0,
                        Math.max(0, Math.min(1, u.share())),
                        Numbers.percent(u.share(), 1),
                        Words.value(u.bytes(), "bytes"),
                        Ink.COMMUNICATION))
                .toList();
        return Optional.of(new BarsChart(
                "utilisation", "Mean use of storage and links", "Mean use of storage and links", bars, false, false));
    }
}
