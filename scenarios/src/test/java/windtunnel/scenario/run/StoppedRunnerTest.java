package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import windtunnel.scenario.Scenario;

class StoppedRunnerTest {
    private static final String YAML = """
            replications: REPLICATIONS
            cluster: { nodes: { count: 4, sku: azure-nd96isr-h100-v5 } }
            workloads:
              kind: training
              name: job
              steps: 20000
              step: { measured: 3 s }
              batch: { global: 64 }
              checkpoint: { every: 100 steps, blocking: 5 s, restore: 60 s }
            disruptions: { kind: component-failures, rate: 1 per node-day }
            prices: { override: { gpu: $4/GPU-h } }
            """;

    private static Scenario scenario(int replications) {
        return Runs.scenario(YAML.replace("REPLICATIONS", String.valueOf(replications)));
    }

    private static Outcome stopped(int after, int workers) {
        AtomicInteger done = new AtomicInteger();
        return new ExperimentRunner(workers, done::set, () -> done.get() >= after).run(scenario(40), "test");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aStoppedRunAnswersAsIfNoMoreHadBeenAskedFor(int workers) {
        Outcome cut = stopped(5, workers);
        int finished = cut.runs().size();
        assertThat(finished).isBetween(5, 40);
        Outcome whole = new ExperimentRunner(workers, done -> {}).run(scenario(finished), "test");
        assertThat(cut.fingerprint()).isEqualTo(whole.fingerprint());
        assertThat(cut.metrics()).isEqualTo(whole.metrics());
        assertThat(cut.bill()).isEqualTo(whole.bill());
        assertThat(cut.notes().stream().anyMatch(note -> note.contains("interrupted: " + finished + " of 40 runs")))
                .isEqualTo(finished < 40);
    }

    @Test
    void theFirstRunIsNeverCut() {
        assertThat(stopped(0, 2).runs()).isNotEmpty();
    }
}
