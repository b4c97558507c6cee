package windtunnel.scenario.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import windtunnel.model.Binding;
import windtunnel.model.Cluster;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.GroupFamily;
import windtunnel.model.collective.Ring;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.explain.Cause;
import windtunnel.scenario.explain.InputChange;
import windtunnel.scenario.explain.Movement;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.yaml.Finding;

/** The three situations that a gate is for: a tampered price, a tampered model constant, a changed key. */
class GateTest {
    private static final String SCENARIO = """
            name: Small job
            cluster:
              nodes: { count: 2, sku: azure-nd96isr-h100-v5 }
              fabric: { kind: rail-optimised }
              collective: { kind: ring }
            workloads:
              kind: training
              name: job
              model: llama3-8b
              steps: 1000
              batch: { global: 32, sequence: 8192 }
              parallel: { tensor: 8 }
            prices: azure-eastus-2025-12
            """;

    @TempDir
    private Path folder;

    private Path file;
    private Path baselines;

    @BeforeEach
    void scenario() throws IOException {
        file = folder.resolve("small.yaml");
        baselines = folder.resolve("baselines");
        Files.writeString(file, SCENARIO);
    }

    private static Gate gate() {
        return new Gate(Kinds.all(), Catalog.builtIn(), "1.0", "1.0+aaaa", 1);
    }

    private void update(Gate gate) throws IOException {
        List<Finding> findings = new ArrayList<>();
        BaselineFile.write(
                BaselineFile.of(baselines, file),
                gate.baseline(file, List.of(), findings).orElseThrow());
        assertThat(findings).isEmpty();
    }

    private ScenarioVerdict check(Gate gate) throws BaselineFile.Unusable {
        return gate.check(file, baselines, Policy.standard(), List.of());
    }

    private void change(String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private static Row row(ScenarioVerdict verdict, String metric) {
        return verdict.rows().stream()
                .filter(row -> row.metric().equals(metric))
                .findFirst()
                .orElseThrow();
    }

    private static double usd(Cause cause, Movement.Part part) {
        return cause.movements().list().stream()
                .filter(m -> m.part() == part)
                .mapToDouble(Movement::usd)
                .sum();
    }

    @Test
    void anUnchangedScenarioPassesEveryTimeAndItsBaselineIsWrittenTheSame() throws Exception {
        update(gate());
        String text = Files.readString(BaselineFile.of(baselines, file));
        for (int i = 0; i < 10; i++) {
            ScenarioVerdict verdict = check(gate());
            assertThat(verdict.level()).isEqualTo(Row.Level.FINE);
            assertThat(verdict.notable()).isEmpty();
            assertThat(verdict.changes()).isEmpty();
            assertThat(verdict.notes()).isEmpty();
            update(gate());
            assertThat(Files.readString(BaselineFile.of(baselines, file))).isEqualTo(text);
        }
    }

    @Test
    void aBaselineReadsAsItWasWritten() throws Exception {
        List<Finding> findings = new ArrayList<>();
        Baseline baseline = gate().baseline(file, List.of(), findings).orElseThrow();
        BaselineFile.write(BaselineFile.of(baselines, file), baseline);
        assertThat(BaselineFile.read(BaselineFile.of(baselines, file))).isEqualTo(baseline);
    }

    @Test
    void aTamperedPriceIsDriftOfMoneyAndTheLibraryFileIsNamed() throws Exception {
        update(gate());
        Path book = Path.of(System.getProperty("windtunnel.root"), "scenarios/library/price/azure-eastus-2025-12.yaml");
        String prices = Files.readString(book);
        assertThat(prices).contains("$98.32/h");
        Path own = folder.resolve("library/price/azure-eastus-2025-12.yaml");
        Files.createDirectories(own.getParent());
        Files.writeString(own, prices.replace("$98.32/h", "$108.152/h"));

        ScenarioVerdict verdict = check(gate());
        assertThat(row(verdict, "run.cost").verdict()).isEqualTo(Row.Verdict.DRIFT);
        assertThat(row(verdict, "run.cost").level()).isEqualTo(Row.Level.FAIL);
        assertThat(row(verdict, "run.cost").relative().getAsDouble()).isCloseTo(0.1, within(1e-12));
        assertThat(row(verdict, "run.wall_time").verdict()).isEqualTo(Row.Verdict.SAME);
        assertThat(verdict.causes()).hasSize(1);
        Cause cause = verdict.causes().get(0);
        InputChange change = cause.change().orElseThrow();
        assertThat(change.origin()).isEqualTo("library price/azure-eastus-2025-12");
        assertThat(change.path()).isEqualTo("prices.use.entries.azure-nd96isr-h100-v5@on-demand.price.usd");
        assertThat(change.before()).isEqualTo("98.32");
        assertThat(change.now()).isEqualTo("108.152");
        double more = row(verdict, "run.cost").now().getAsDouble()
                - row(verdict, "run.cost").before().getAsDouble();
        assertThat(usd(cause, Movement.Part.BILL)).isCloseTo(more, within(1e-9));
        assertThat(usd(cause, Movement.Part.LEDGER)).isCloseTo(more, within(1e-9));
    }

    @Test
    void aChangedKeyIsExplainedByItselfAndTheLedgerRowsThatItMoved() throws Exception {
        update(gate());
        change("fabric: { kind: rail-optimised }", "fabric: { kind: rail-optimised, oversubscription: 4 }");
        change("steps: 1000", "steps: 1100");
        ScenarioVerdict verdict = check(gate());
        assertThat(row(verdict, "run.wall_time").level()).isEqualTo(Row.Level.FAIL);
        assertThat(verdict.changes())
                .extracting(InputChange::path, InputChange::origin, InputChange::before, InputChange::now)
                .containsExactly(
                        tuple("cluster.fabric.oversubscription", "scenario", "1", "4"),
                        tuple("workloads.job.steps", "scenario", "1000", "1100"));
        Cause steps = verdict.causes().get(0);
        assertThat(steps.change().orElseThrow().path()).isEqualTo("workloads.job.steps");
        double run = row(verdict, "run.wall_time").now().getAsDouble();
        assertThat(steps.movements().metric("run.wall_time")).isCloseTo(run / 11, within(run * 1e-9));
        assertThat(steps.movements().largest().orElseThrow().part()).isEqualTo(Movement.Part.BILL);
        assertThat(steps.movements().list()).extracting(Movement::name).contains("job: COMPUTE", "job: COMM_TP");
    }

    @Test
    void twoChangedKeysAndTheirInteractionSumToTheWhole() throws Exception {
        update(gate());
        change("count: 2", "count: 4");
        change("steps: 1000", "steps: 2000");
        ScenarioVerdict verdict = check(gate());
        Row cost = row(verdict, "run.cost");
        double whole = cost.now().getAsDouble() - cost.before().getAsDouble();
        double sum = verdict.causes().stream()
                .mapToDouble(cause -> cause.movements().metric("run.cost"))
                .sum();
        assertThat(sum).isCloseTo(whole, within(1e-9));
        assertThat(verdict.causes()).extracting(Cause::kind).endsWith(Cause.Kind.INTERACTION);
        assertThat(verdict.causes()).hasSize(3);
    }

    @Test
    void anotherLibraryEntryIsOneChange() throws Exception {
        update(gate());
        change("azure-nd96isr-h100-v5", "azure-nd96amsr-a100-v4");
        ScenarioVerdict verdict = check(gate());
        assertThat(verdict.changes())
                .extracting(InputChange::path, InputChange::before, InputChange::now)
                .containsExactly(tuple("cluster.nodes.sku", "azure-nd96isr-h100-v5", "azure-nd96amsr-a100-v4"));
        assertThat(row(verdict, "run.wall_time").verdict()).isEqualTo(Row.Verdict.DRIFT);
    }

    @Test
    void anAddedDisruptionIsOneChange() throws Exception {
        update(gate());
        change(
                "prices: azure",
                "disruptions: { kind: link-degraded, link: node-0/nic-0, factor: 0.25 }\nprices: azure");
        ScenarioVerdict verdict = check(gate());
        assertThat(verdict.changes()).extracting(InputChange::path).containsExactly("disruptions");
        assertThat(verdict.causes()).hasSize(1);
        assertThat(verdict.causes().get(0).problem()).isEmpty();
        assertThat(verdict.causes().get(0).movements().largest().orElseThrow().name())
                .isIn("job: COMM_DP", "azure-nd96isr-h100-v5 (on-demand)");
    }

    /** A ring whose software constant can be tampered with. */
    private record Tampered(Ring ring, double constant) implements Collective {
        @Override
        public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
            CollectiveCosts costs = ring.on(cluster, fidelity);
            return new CollectiveCosts() {
                @Override
                public double seconds(CollectiveOp op, GroupFamily family, double payloadBytes) {
                    return costs.seconds(op, family, payloadBytes) * constant;
                }

                @Override
                public Optional<Binding> binding(CollectiveOp op, GroupFamily family, double payloadBytes) {
                    return costs.binding(op, family, payloadBytes);
                }

                @Override
                public double[] carriedPerByte(CollectiveOp op, GroupFamily family) {
                    return costs.carriedPerByte(op, family);
                }
            };
        }
    }

    /** The kind {@code ring} as it is. */
    public record Genuine() implements Collective {
        @Override
        public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
            return new Tampered(new Ring(), 1).on(cluster, fidelity);
        }
    }

    /** The kind {@code ring} with its constant 40 % too large. */
    public record Slower() implements Collective {
        @Override
        public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
            return new Tampered(new Ring(), 1.4).on(cluster, fidelity);
        }
    }

    private static Gate gate(Class<? extends Record> ring, String models) {
        List<Kinds.Kind> kinds = new ArrayList<>();
        for (Kinds.Kind kind : Kinds.all()) {
            kinds.add(kind.name().equals("ring") ? new Kinds.Kind(kind.family(), "ring", ring, "Rings.") : kind);
        }
        return new Gate(kinds, Catalog.builtIn(), "1.0", models, 1);
    }

    @Test
    void aTamperedModelConstantIsTheModelVersionsDoing() throws Exception {
        update(gate(Genuine.class, "1.0+aaaa"));
        assertThat(check(gate(Genuine.class, "1.0+aaaa")).notable()).isEmpty();
        ScenarioVerdict verdict = check(gate(Slower.class, "1.0+bbbb"));
        assertThat(row(verdict, "run.wall_time").level()).isEqualTo(Row.Level.FAIL);
        assertThat(verdict.changes()).isEmpty();
        assertThat(verdict.causes()).hasSize(1);
        Cause cause = verdict.causes().get(0);
        assertThat(cause.kind()).isEqualTo(Cause.Kind.MODEL);
        assertThat(cause.what()).isEqualTo("model version 1.0+aaaa -> 1.0+bbbb");
        assertThat(cause.movements().list()).extracting(Movement::name).contains("job: COMM_TP", "job: COMM_DP");
        assertThat(cause.movements().list()).extracting(Movement::name).doesNotContain("job: COMPUTE");
        assertThat(verdict.notes()).anyMatch(note -> note.contains("models 1.0+aaaa"));
    }

    @Test
    void aTamperedConstantAndAChangedKeyAreToldApart() throws Exception {
        update(gate(Genuine.class, "1.0+aaaa"));
        change("steps: 1000", "steps: 1500");
        ScenarioVerdict verdict = check(gate(Slower.class, "1.0+bbbb"));
        assertThat(verdict.causes()).extracting(Cause::kind).contains(Cause.Kind.INPUT, Cause.Kind.MODEL);
        double whole = row(verdict, "run.cost").now().getAsDouble()
                - row(verdict, "run.cost").before().getAsDouble();
        double sum = verdict.causes().stream()
                .mapToDouble(cause -> cause.movements().metric("run.cost"))
                .sum();
        assertThat(sum).isCloseTo(whole, within(1e-9));
    }

    @Test
    void whatCannotBeRunAnyMoreHasStoppedWorking() throws Exception {
        update(gate());
        change("tensor: 8", "tensor: 1");
        ScenarioVerdict verdict = check(gate());
        assertThat(verdict.level()).isEqualTo(Row.Level.FAIL);
        assertThat(verdict.rows()).extracting(Row::verdict).containsExactly(Row.Verdict.STOPPED_WORKING);
        assertThat(verdict.rows().get(0).why()).contains("out of memory");
    }

    @Test
    void aScenarioWithoutBaselineIsAdded() throws Exception {
        ScenarioVerdict verdict = check(gate());
        assertThat(verdict.rows()).extracting(Row::verdict).containsExactly(Row.Verdict.ADDED);
        assertThat(verdict.level()).isEqualTo(Row.Level.WARN);
    }

    @Test
    void anUnmetExpectationClosesTheGate() throws Exception {
        update(gate());
        Files.writeString(file, SCENARIO + "expect: [{ metric: run.wall_time, at-most: 1 min }]\n");
        ScenarioVerdict verdict = check(gate());
        assertThat(verdict.level()).isEqualTo(Row.Level.FAIL);
        assertThat(verdict.rows(Row.Verdict.LIMIT).get(0).why()).startsWith("expected run.wall_time of at most 60 s");
    }

    @Test
    void aRunThatNeedsLuckUsesTheBaselinesSeed() throws Exception {
        Path example =
                Path.of(System.getProperty("windtunnel.root"), "scenarios/examples/04-checkpoints-and-failures.yaml");
        Files.writeString(file, Files.readString(example).replace("replications: 200", "replications: 5\nseed: 3"));
        update(gate());
        change("seed: 3", "seed: 4");
        ScenarioVerdict verdict = check(gate());
        assertThat(verdict.notable()).isEmpty();
        assertThat(verdict.notes()).anyMatch(note -> note.contains("the baseline's seed 3"));
    }

    @Test
    void foreignAndStaleBaselinesAreRecognised() throws Exception {
        update(gate());
        Path baseline = BaselineFile.of(baselines, file);
        String text = Files.readString(baseline);
        Files.writeString(baseline, text.replace("baseline/1", "baseline/9"));
        assertThatThrownBy(() -> check(gate())).hasMessageContaining("has the schema 'windtunnel/baseline/9'");
        Files.writeString(baseline, "{}");
        assertThatThrownBy(() -> check(gate())).hasMessageContaining("is no baseline of windtunnel");
        Files.writeString(baseline, text.substring(0, text.length() / 2));
        assertThatThrownBy(() -> check(gate())).hasMessageContaining("is no JSON");
        Files.writeString(baseline, text.replace("\"metrics\"", "\"metric\""));
        assertThatThrownBy(() -> check(gate())).hasMessageContaining("is damaged");
        Files.writeString(baseline, text);
        change("name: Small job", "name: Another job");
        assertThat(check(gate()).notable()).isEmpty();
        change("steps: 1000", "steps: 1001");
        assertThatThrownBy(() -> check(gate())).hasMessageContaining("belongs to 'Small job'");
    }
}
