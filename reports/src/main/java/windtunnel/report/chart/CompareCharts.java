package windtunnel.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.measure.Timeline;
import windtunnel.scenario.compare.Comparison;
import windtunnel.scenario.compare.Design;

/** The charts of a comparison. */
public final class CompareCharts {
    private CompareCharts() {}

    /** Cost against time of all runs of all designs, if every one has both. */
    public static Optional<Chart> designs(Comparison comparison) {
        List<DesignsChart.Cloud> clouds = new ArrayList<>();
        for (Design design : comparison.designs()) {
            Design.Series seconds = design.metrics().get("run.wall_time");
            Design.Series usd = design.metrics().get("run.cost");
            if (seconds == null || usd == null) {
                return Optional.empty();
            }
            clouds.add(new DesignsChart.Cloud(design.label(), seconds.values(), usd.values()));
        }
        return Optional.of(new DesignsChart(clouds, comparison.designs().get(0).start()));
    }

    /**
     * How each workload that several designs have went in one run under the same luck: the one that has the median length in the first
     * design; none where nothing ever stopped it, or only results are known.
     */
    public static List<Chart> overlays(Comparison comparison) {
        Design first = comparison.designs().get(0);
        if (first.timelines().isEmpty()) {
            return List.of();
        }
        List<Chart> charts = new ArrayList<>();
        for (Timeline timeline : first.timelines().get(first.typicalRun())) {
            List<OverlayChart.Line> lines = lines(comparison, first.typicalRun(), timeline.owner());
            boolean stopped = lines.stream()
                    .anyMatch(line -> !line.timeline().interruptions().isEmpty());
            if (lines.size() > 1 && stopped) {
                charts.add(new OverlayChart(timeline.owner(), lines, first.start()));
            }
        }
        return charts;
    }

    private static List<OverlayChart.Line> lines(Comparison comparison, int run, String owner) {
        List<OverlayChart.Line> lines = new ArrayList<>();
        for (int i = 0; i < comparison.designs().size(); i++) {
            Design design = comparison.designs().get(i);
            if (!design.timelines().isEmpty()) {
                int index = i;
                design.timelines().get(run).stream()
                        .filter(t -> t.owner().equals(owner)
                                && t.target() > 0
                                && !t.progress().isEmpty())
                        .forEach(t -> lines.add(new OverlayChart.Line(design.label(), index, t)));
            }
        }
        return lines;
    }
}
