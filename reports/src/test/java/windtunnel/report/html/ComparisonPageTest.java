package windtunnel.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import windtunnel.model.kinds.Kinds;
import windtunnel.report.CourseSamples;
import windtunnel.report.Samples;
import windtunnel.report.chart.Chart;
import windtunnel.report.chart.CompareCharts;
import windtunnel.scenario.compare.Comparison;
import windtunnel.scenario.compare.Design;
import windtunnel.scenario.read.Inputs;
import windtunnel.scenario.run.Outcome;

class ComparisonPageTest {
    private static Comparison compared(Outcome... outcomes) {
        List<Design> designs = new java.util.ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            designs.add(Design.of(Character.toString((char) ('A' + i)), outcomes[i], Map.of()));
        }
        return Comparison.of(designs, new Inputs(Kinds.all()));
    }

    @Test
    void designsOfOneNameAreToldApartByLettersInTheTitle() {
        String page = ComparisonPage.render(compared(Samples.twenty(), Samples.twenty()), "1");
        String name = Samples.twenty().head().name();
        assertThat(page).contains("<h1>A or B: " + name + "</h1>");
    }

    @Test
    void designsOfDifferentNamesAreTheTitle() {
        String page = ComparisonPage.render(compared(Samples.twenty(), CourseSamples.everyState()), "1");
        assertThat(page).contains("<h1>" + Samples.twenty().head().name() + " or Everything that can happen?</h1>");
    }

    @Test
    void everyRunIsADotAndTheMedianIsNamed() {
        Comparison comparison = compared(Samples.twenty(), CourseSamples.everyState());
        Chart chart = CompareCharts.designs(comparison).orElseThrow();
        // 20 runs of each, and a white and a coloured dot for each median.
        String svg = chart.draw(Chart.WIDE, false).svgInline();
        assertThat(svg.split("<(circle|ellipse|path)", -1).length - 1).isGreaterThanOrEqualTo(44);
        double median = median(
                comparison.designs().get(1).metrics().get("run.wall_time").values());
        assertThat(chart.label()).contains("B: median ").contains(windtunnel.report.story.Words.value(median, "s"));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    @Test
    void theCoursesOfOneRunLieOverEachOther() {
        Comparison comparison = compared(Samples.twenty(), CourseSamples.everyState());
        List<Chart> charts = CompareCharts.overlays(comparison);
        assertThat(charts).hasSize(1);
        int run = comparison.designs().get(0).typicalRun();
        int stops = Samples.twenty()
                .runs()
                .get(run)
                .timelines()
                .get(0)
                .interruptions()
                .size();
        assertThat(charts.get(0).label()).contains("stopped " + stops + " time").contains("stopped 240 times");
    }

    @Test
    void calmCoursesHaveNoOverlayAndCutRunsAreToldOf() {
        Comparison calm = compared(CourseSamples.calm(), CourseSamples.calm());
        assertThat(CompareCharts.overlays(calm)).isEmpty();
        String page = ComparisonPage.render(compared(Samples.twenty(), CourseSamples.cut()), "1");
        assertThat(page).contains("The horizon cut 3 runs of B");
    }
}
