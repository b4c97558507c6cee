package windtunnel.scenario.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {
    private static final String SCENARIO = """
            name: Small sweep
            replications: 4
            cluster:
              nodes: { count: 4, sku: azure-nd96isr-h100-v5 }
            workloads:
              kind: training
              name: job
              steps: 20 k
              step: { measured: 2 s }
              batch: { global: 1024 }
              checkpoint: { every: 500 steps, blocking: 30 s }
            disruptions:
              kind: component-failures
              rate: 0.2 per node-day
            prices: azure-eastus-2025-12
            axes:
              workloads.job.checkpoint.every: [100 steps, 500 steps]
            """;

    @TempDir
    private Path folder;

    private SweepSource source;

    @BeforeEach
    void scenario() throws IOException {
        Path file = folder.resolve("sweep.yaml");
        Files.writeString(file, SCENARIO);
        source = new SweepSource(
                file.toString(),
                List.of(),
                List.of("cluster.nodes.count=4 | 8", "cluster.nodes.market=on-demand | spot"));
    }

    private SweepResult run(WorkEngine engine, int workers, String out, boolean resume) throws IOException {
        Path target = Files.createDirectories(folder.resolve(out));
        Sweep sweep = new Sweep(source, source.read().experiment().orElseThrow(), "test");
        return sweep.run(engine, workers, target, resume, (done, fresh, total) -> {});
    }

    /** An engine that counts what it runs and is torn away after some units. */
    private static final class Torn implements WorkEngine {
        private final int most;
        private final List<WorkUnit> ran = new ArrayList<>();

        Torn(int most) {
            this.most = most;
        }

        @Override
        public String name() {
            return "torn";
        }

        @Override
        public void run(SweepSource source, List<WorkUnit> units, int workers, Consumer<RunRecord> sink) {
            UnitRunner runner = UnitRunner.of(source);
            for (WorkUnit unit : units) {
                if (ran.size() == most) {
                    throw new IllegalStateException("torn away");
                }
                sink.accept(runner.run(unit));
                ran.add(unit);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void resultsAreTheSameForAnyNumberOfWorkers(int workers) throws IOException {
        SweepResult one = run(new LocalEngine(), 1, "one", false);
        assertThat(run(new LocalEngine(), workers, "many", false)).isEqualTo(one);
        assertThat(one.points()).hasSize(8);
        assertThat(one.points().get(2).axisValues())
                .containsEntry("workloads.job.checkpoint.every", "100 steps")
                .containsEntry("cluster.nodes.count", "8");
    }

    @Test
    void aCombinationThatCannotBeRunIsARowWithItsReason() throws IOException {
        SweepResult result = run(new LocalEngine(), 2, "out", false);
        // The price book has no spot price of this node.
        PointResult spot = result.points().get(1);
        assertThat(spot.feasible()).isFalse();
        assertThat(spot.infeasible()).contains("there is no price for azure-nd96isr-h100-v5 (spot)");
        assertThat(spot.runs()).isEmpty();
        assertThat(result.infeasible()).isEqualTo(4);
        assertThat(result.runs()).isEqualTo(16);
    }

    @Test
    void aTornSweepGoesOnWithoutLosingOrRepeatingARun() throws IOException {
        SweepResult whole = run(new LocalEngine(), 1, "whole", false);
        Torn first = new Torn(7);
        assertThatThrownBy(() -> run(first, 1, "torn", false)).hasMessageContaining("torn away");
        Torn second = new Torn(100);
        assertThat(run(second, 1, "torn", true)).isEqualTo(whole);
        assertThat(second.ran).hasSize(16 - 7).doesNotContainAnyElementsOf(first.ran);
        Torn third = new Torn(0);
        assertThat(run(third, 1, "torn", true)).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 200})
    void aTornLastLineCostsOneRun(int bytes) throws IOException {
        Torn first = new Torn(5);
        assertThatThrownBy(() -> run(first, 1, "torn", false)).hasMessageContaining("torn away");
        Path journal = folder.resolve("torn").resolve(Journal.FILE);
        try (RandomAccessFile file = new RandomAccessFile(journal.toFile(), "rw")) {
            file.setLength(file.length() - bytes);
        }
        Torn second = new Torn(100);
        assertThat(run(second, 1, "torn", true)).isEqualTo(run(new LocalEngine(), 1, "whole", false));
        assertThat(second.ran).hasSize(16 - 4).contains(first.ran.get(4));
        List<String> lines = Files.readAllLines(journal, StandardCharsets.UTF_8);
        assertThat(lines).hasSize(17).doesNotHaveDuplicates();
    }

    @Test
    void anotherSweepsJournalIsRefused() throws IOException {
        run(new LocalEngine(), 1, "out", false);
        source = new SweepSource(source.file(), List.of("seed=9"), source.varies());
        assertThatThrownBy(() -> run(new LocalEngine(), 1, "out", true))
                .isInstanceOf(SweepException.class)
                .hasMessageContaining("belongs to another sweep");
        Files.writeString(folder.resolve("out").resolve(Journal.FILE), "something else\n");
        assertThat(run(new Torn(100), 1, "out", true).runs()).isEqualTo(16);
    }

    @Test
    void twoSweepsDoNotShareAFolder() throws IOException {
        Path out = Files.createDirectories(folder.resolve("out"));
        try (Journal journal = Journal.open(out, "plan", false)) {
            assertThat(journal.done()).isEmpty();
            assertThatThrownBy(() -> Journal.open(out, "plan", true)).hasMessageContaining("in use by another sweep");
        }
    }

    @Test
    void theFrontHoldsWhatNothingBeatsInBoth() throws IOException {
        SweepResult result = run(new LocalEngine(), 2, "out", false);
        List<PointResult> front = result.front();
        assertThat(front).isNotEmpty();
        for (PointResult point : result.points()) {
            if (point.feasible()) {
                boolean beaten = front.stream()
                        .anyMatch(f -> f.mean(SweepResult.COST).getAsDouble()
                                        <= point.mean(SweepResult.COST).getAsDouble()
                                && f.mean(SweepResult.TIME).getAsDouble()
                                        <= point.mean(SweepResult.TIME).getAsDouble());
                assertThat(beaten).isTrue();
            }
        }
        assertThat(front.stream()
                        .mapToDouble(p -> p.mean(SweepResult.TIME).getAsDouble())
                        .toArray())
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @Test
    void moreRunsThanFitIntoMemoryAreRefused() throws IOException {
        source = new SweepSource(source.file(), List.of("replications=1000000"), source.varies());
        assertThatThrownBy(() -> run(new LocalEngine(), 1, "out", false))
                .isInstanceOf(SweepException.class)
                .hasMessageContaining("4000000 runs are more than 1000000");
    }

    @Test
    void anUnknownEngineNamesTheKnownOnes() {
        assertThatThrownBy(() -> Sweep.engine("sparc")).hasMessage("there is no engine 'sparc'; there is local");
        assertThat(Sweep.engine("local")).isInstanceOf(LocalEngine.class);
    }
}
