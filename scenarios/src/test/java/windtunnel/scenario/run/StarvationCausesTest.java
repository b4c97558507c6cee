package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.LedgerState;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.advise.Advisor;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;

/** Example 13: one knob at a time, each with its own cause. */
class StarvationCausesTest {
    private static final Path EXAMPLE =
            Path.of(System.getProperty("windtunnel.root"), "scenarios/examples/13-starvation-causes.yaml");

    private static Scenario scenario(String... sets) {
        ReadResult read = ScenarioReader.read(EXAMPLE, List.of(sets));
        assertThat(read.errors()).isEmpty();
        return read.experiment().orElseThrow().scenario();
    }

    private static Outcome run(Scenario scenario) {
        return new ExperimentRunner(1, done -> {}).run(scenario, "test");
    }

    @ParameterizedTest
    @DisplayName("each knob of example 13 has the cause and the utilisation that its arithmetic says")
    @CsvSource({
        // 32 x 400 x 114,660.07 B / 0.224 s = 6,552.004 MB/s are needed.
        "seed=1, IN_STORAGE_BW, 1",
        // 12,000 / 3 files a second of 57,142.857.
        "workloads[0].data.samples-per-file=1, IN_METADATA, .07",
        "cluster.storage[0].client-cap=1.2 GB/s, IN_NETWORK, .732600",
        // 4 / 4 ms = 1,000 images a second of 1,785.714.
        "workloads[0].data.workers=4, IN_CPU, .56",
        // 200 MB/s / 1.3128 of 204.750 MB/s.
        "workloads[0].data.host-to-device=200 MB/s, IN_H2D, .744056",
        // 4 x 16 connections of 51.725 MB/s.
        "workloads[0].data.from=bucket, IN_OBJECT, .505250",
    })
    void oneKnob(String knob, LedgerState cause, double expected) {
        Outcome outcome = run(scenario("cluster.storage[0].tier=500 MB/s per TiB", knob));
        assertThat(Runs.mean(outcome, "resnet50.au")).isCloseTo(expected, within(2e-5));
        for (LedgerState state : LedgerState.values()) {
            if (state.group() == LedgerState.Group.INPUT && state != cause) {
                assertThat(Runs.gpuSeconds(outcome, state)).as(state.name()).isZero();
            }
        }
    }

    @Test
    @DisplayName("the cheapest change comes first, ends the waiting, and what it saves is what its own run costs less")
    void whatToChangeFirst() {
        Scenario scenario = scenario();
        Outcome plain = run(scenario);
        Outcome advised = new Advisor(scenario, sets -> ScenarioReader.read(EXAMPLE, sets)).advise(plain);
        assertThat(plain.advice()).isEmpty();
        assertThat(advised.advice()).hasSize(4).allMatch(tried -> tried.starvation() < 1e-9);
        Outcome.Tried best = advised.advice().get(0);
        assertThat(best.words()).isEqualTo("fs of 26.208 TiB, 250 MB/s per TiB");
        Outcome again = run(
                scenario("cluster.storage[0].capacity=28816000000000 B", "cluster.storage[0].tier=250 MB/s per TiB"));
        double perStep = Runs.mean(again, "run.cost") / Runs.mean(again, "resnet50.steps");
        assertThat(best.usd().orElseThrow().doubleValue())
                .isCloseTo(perStep * Runs.mean(plain, "resnet50.steps"), within(1e-3));
        assertThat(advised.advice())
                .isSortedAccordingTo(
                        (a, b) -> a.usd().orElseThrow().compareTo(b.usd().orElseThrow()));
    }
}
