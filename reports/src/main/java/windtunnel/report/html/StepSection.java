package windtunnel.report.html;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Numbers;
import windtunnel.report.chart.Chart;
import windtunnel.report.chart.Charts;
import windtunnel.scenario.run.Outcome;

/** Anatomy of the training step. */
final class StepSection {
    private StepSection() {}

    static Optional<Section> of(Outcome outcome) {
        if (outcome.steps().isEmpty()) {
            return Optional.empty();
        }
        List<Chart> charts = Charts.steps(outcome);
        Html html = new Html();
        for (int i = 0; i < charts.size(); i++) {
            Outcome.StepAnatomy step = outcome.steps().get(i);
            html.element("h3", step.workload() + ", " + Numbers.duration(step.stepSeconds()) + " a step")
                    .raw("\n");
            Figures.append(html, charts.get(i));
            html.raw("<dl class=\"facts\">");
            for (Outcome.Fact fact : step.facts()) {
                html.raw("<div>")
                        .element("dt", fact.label())
                        .element("dd", fact.value())
                        .raw("</div>");
            }
            html.raw("</dl>\n");
        }
        return Optional.of(new Section(
                "step",
                "Inside one step",
                "One undisturbed step, before waits for data, checkpoints and failures.",
                html.toString()));
    }
}
