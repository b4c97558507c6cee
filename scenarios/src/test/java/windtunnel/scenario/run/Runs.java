package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import windtunnel.model.LedgerState;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;

/** Runs scenarios that tests write down. */
final class Runs {
    private static final ScenarioReader READER = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true);

    private Runs() {}

    static Scenario scenario(String yaml) {
        ReadResult result = READER.readText(yaml, "f.yaml", List.of());
        assertThat(result.errors()).isEmpty();
        return result.experiment().orElseThrow().scenario();
    }

    static Outcome run(String yaml) {
        return new ExperimentRunner(2, done -> {}).run(scenario(yaml), "test");
    }

    static Outcome.MetricSummary metric(Outcome outcome, String name) {
        return outcome.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static double mean(Outcome outcome, String name) {
        return metric(outcome, name).mean();
    }

    /** The mean lies within 3.29 standard errors of the expectation (two-sided, .001). */
    static void meanIs(Outcome outcome, String name, double expected) {
        Outcome.MetricSummary metric = metric(outcome, name);
        double error = metric.halfWidth95() / 1.96 * 3.29;
        assertThat(metric.mean()).isCloseTo(expected, within(error));
    }

    /** Mean GPU-seconds of a state, whatever job's; of lost work only the whole. */
    static double gpuSeconds(Outcome outcome, LedgerState state) {
        return outcome.ledger().stream()
                .filter(line -> line.state() == state && line.lostFrom() == null)
                .mapToDouble(Outcome.LedgerLine::gpuSeconds)
                .sum();
    }
}
