package windtunnel.scenario.run;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import windtunnel.core.engine.Fingerprint;
import windtunnel.core.measure.Recorder;
import windtunnel.core.measure.RunResult;
import windtunnel.core.measure.Usage;
import windtunnel.model.Anatomy;
import windtunnel.model.Assumptions;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Explanation;
import windtunnel.model.InputPath;
import windtunnel.model.LedgerState;
import windtunnel.model.World;
import windtunnel.model.cost.Bill;
import windtunnel.model.cost.CostModel;
import windtunnel.scenario.Pricing;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.stats.Odds;
import windtunnel.scenario.stats.Summary;

/** Turns finished runs into the outcome that reports print; a plain function. */
final class OutcomeBuilder {
    private static final int MOST_BOTTLENECKS = 10;

    private OutcomeBuilder() {}

    static Outcome build(Scenario scenario, String version, Pricing pricing, List<ScenarioRunner.Run> runs) {
        List<RunResult> results = runs.stream().map(ScenarioRunner.Run::result).toList();
        Bill bill = CostModel.bill(usageSums(results), results.size(), pricing.prices(), pricing.gpusPerNode());
        List<Outcome.LedgerLine> ledger = ledger(results, bill.total());
        ScenarioRunner.Run first = runs.get(0);
        noteKnowledge(first.assumptions(), scenario, bill);
        return new Outcome(
                head(scenario, version, results.size()),
                fingerprint(results),
                results,
                metrics(results),
                ledger,
                bill,
                bottlenecks(ledger, first.world().explanations()),
                steps(first.world()),
                utilisation(results),
                first.assumptions().list(),
                scenario.warnings().stream()
                        .map(w -> new Outcome.Finding("warn", w.path(), w.message()))
                        .toList(),
                scenario.notices(),
                StoredSaves.of(first.world().shelves(), first.result().endNanos(), pricing.prices()),
                first.world().bursts(),
                inputs(first.world()),
                List.of(),
                Optional.empty());
    }

    private static List<Outcome.Input> inputs(World world) {
        List<Outcome.Input> inputs = new ArrayList<>();
        for (InputPath input : world.inputs()) {
            List<Outcome.Stage> stages = input.path().stages().stream()
                    .map(stage ->
                            new Outcome.Stage(stage.where(), stage.state(), stage.aloneBytesPerSec(), stage.changes()))
                    .toList();
            inputs.add(new Outcome.Input(
                    input.workload(),
                    input.neededBytesPerSec(),
                    stages,
                    input.path().notes(),
                    input.bufferBytes(),
                    input.course()));
        }
        return inputs;
    }

    private static Outcome.Head head(Scenario scenario, String version, int runs) {
        ClusterSpec.Nodes nodes = scenario.cluster().nodes();
        long spares = nodes.spares().value();
        String cluster = nodes.count().value() + " x " + nodes.sku().name() + " (" + nodes.gpus() + " GPUs), "
                + nodes.market() + (spares == 0 ? "" : ", " + spares + (spares == 1 ? " hot spare" : " hot spares"));
        return new Outcome.Head(
                version,
                scenario.name(),
                scenario.hash(),
                scenario.seed(),
                runs,
                scenario.start(),
                cluster,
                scenario.goals().flatMap(goals -> goals.deadline()).map(deadline -> deadline.seconds()),
                scenario.goals().flatMap(goals -> goals.budget()).map(budget -> budget.usd()));
    }

    private static void noteKnowledge(Assumptions assumptions, Scenario scenario, Bill bill) {
        for (Assumptions.Assumption fallback : scenario.defaults()) {
            assumptions.note(fallback.key(), fallback.value(), fallback.tag(), fallback.source(), fallback.asOf());
        }
        for (Bill.Item item : bill.items()) {
            windtunnel.model.hardware.Tag tag =
                    windtunnel.model.hardware.Tag.valueOf(item.tag().toUpperCase(java.util.Locale.ROOT));
            assumptions.note("price." + item.item(), item.price(), tag, item.source(), item.asOf());
        }
    }

    private static String fingerprint(List<RunResult> results) {
        Fingerprint all = new Fingerprint();
        results.forEach(result -> all.add(result.fingerprint()));
        return all.hex();
    }

    private static List<Usage.Row> usageSums(List<RunResult> results) {
        Map<Usage.Key, BigInteger> sums = new LinkedHashMap<>();
        for (RunResult result : results) {
            for (Usage.Row row : result.usage()) {
                sums.merge(row.key(), row.quantity(), BigInteger::add);
            }
        }
        List<Usage.Row> rows = new ArrayList<>();
        sums.forEach((key, quantity) -> rows.add(new Usage.Row(key, quantity)));
        return rows;
    }

    private static List<Outcome.MetricSummary> metrics(List<RunResult> results) {
        Map<String, List<Recorder.Value>> byName = new TreeMap<>();
        for (RunResult result : results) {
            result.metrics()
                    .forEach((name, value) ->
                            byName.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
        }
        List<Outcome.MetricSummary> summaries = new ArrayList<>();
        byName.forEach((name, values) -> summaries.add(summary(name, values)));
        return summaries;
    }

    private static Outcome.MetricSummary summary(String name, List<Recorder.Value> values) {
        double[] numbers = values.stream().mapToDouble(Recorder.Value::value).toArray();
        Summary s = Summary.of(numbers);
        var metric = values.get(0).metric();
        boolean probability = RunMetrics.isProbability(metric);
        Odds odds = Odds.of(numbers.length, probability ? (int) Math.round(s.mean() * numbers.length) : 0);
        return new Outcome.MetricSummary(
                name,
                metric.unit(),
                metric.description(),
                s.n(),
                s.mean(),
                s.halfWidth95(),
                s.min(),
                s.p10(),
                s.p50(),
                s.p90(),
                s.p95(),
                s.max(),
                probability,
                probability ? odds.low95() : s.min(),
                probability ? odds.high95() : s.max());
    }

    private record RowKey(String owner, String state, String lostFrom) {}

    private static List<Outcome.LedgerLine> ledger(List<RunResult> results, BigDecimal total) {
        Map<RowKey, BigInteger> sums = new LinkedHashMap<>();
        for (RunResult result : results) {
            for (RunResult.LedgerRow row : result.ledger()) {
                sums.merge(new RowKey(row.owner(), row.state(), row.lostFrom()), row.unitNanos(), BigInteger::add);
            }
        }
        List<RowKey> keys = new ArrayList<>(sums.keySet());
        keys.sort(Comparator.comparing(
                        (RowKey key) -> Optional.ofNullable(key.owner()).orElse("\uffff"))
                .thenComparing(key -> LedgerState.valueOf(key.state()))
                .thenComparing(key -> Optional.ofNullable(key.lostFrom())
                        .map(LedgerState::valueOf)
                        .map(Enum::ordinal)
                        .orElse(-1)));
        BigInteger held = keys.stream()
                .filter(key -> key.lostFrom() == null)
                .map(sums::get)
                .reduce(BigInteger.ZERO, BigInteger::add);
        List<Outcome.LedgerLine> lines = new ArrayList<>();
        for (RowKey key : keys) {
            lines.add(line(key, sums.get(key), held, total, results.size()));
        }
        return lines;
    }

    private static Outcome.LedgerLine line(RowKey key, BigInteger nanos, BigInteger held, BigDecimal total, int runs) {
        BigDecimal usd =
                CostModel.attribute(total, List.of(nanos, held.subtract(nanos))).get(0);
        return new Outcome.LedgerLine(
                key.owner(),
                LedgerState.valueOf(key.state()),
                key.lostFrom() == null ? null : LedgerState.valueOf(key.lostFrom()),
                ScenarioRunner.seconds(nanos) / runs,
                held.signum() == 0 ? 0 : nanos.doubleValue() / held.doubleValue(),
                usd);
    }

    private static List<Outcome.Bottleneck> bottlenecks(
            List<Outcome.LedgerLine> ledger, List<Explanation> explanations) {
        List<Outcome.Bottleneck> found = new ArrayList<>();
        for (Outcome.LedgerLine line : ledger) {
            if (line.lostFrom() == null && line.state() != LedgerState.COMPUTE) {
                Optional<Explanation> known = explanations.stream()
                        .filter(e -> Objects.equals(e.workload(), line.workload()) && e.state() == line.state())
                        .findFirst();
                found.add(new Outcome.Bottleneck(
                        StateWords.of(line.state()),
                        known.map(Explanation::where).orElse(line.workload() == null ? "cluster" : line.workload()),
                        line.share(),
                        line.usd(),
                        known.map(Explanation::why).orElse("")));
            }
        }
        found.sort(Comparator.comparing(Outcome.Bottleneck::usd)
                .thenComparing(Outcome.Bottleneck::gpuShare)
                .reversed());
        return List.copyOf(found.subList(0, Math.min(MOST_BOTTLENECKS, found.size())));
    }

    private static List<Outcome.StepAnatomy> steps(World world) {
        List<Outcome.StepAnatomy> steps = new ArrayList<>();
        for (Anatomy anatomy : world.anatomies()) {
            List<Outcome.Slice> slices = new ArrayList<>();
            for (LedgerState state : LedgerState.values()) {
                long nanos = anatomy.shareNanos()[state.ordinal()];
                if (nanos > 0) {
                    slices.add(new Outcome.Slice(state, nanos * 1e-9));
                }
            }
            List<Outcome.Fact> facts = anatomy.facts().stream()
                    .map(fact -> new Outcome.Fact(fact.label(), fact.value()))
                    .toList();
            steps.add(new Outcome.StepAnatomy(
                    anatomy.workload(),
                    anatomy.stepNanos() * 1e-9,
                    slices,
                    facts,
                    anatomy.links(),
                    anatomy.collectives()));
        }
        return steps;
    }

    private static List<Outcome.Utilisation> utilisation(List<RunResult> results) {
        Map<String, double[]> sums = new TreeMap<>();
        for (RunResult result : results) {
            result.metrics().forEach((name, value) -> {
                String suffix = ".utilisation";
                if (name.endsWith(suffix)) {
                    String resource = name.substring(0, name.length() - suffix.length());
                    Recorder.Value bytes = result.metrics().get(resource + ".bytes");
                    double[] sum = sums.computeIfAbsent(resource, r -> new double[2]);
                    sum[0] += value.value();
                    sum[1] += bytes == null ? 0 : bytes.value();
                }
            });
        }
        List<Outcome.Utilisation> list = new ArrayList<>();
        int n = results.size();
        sums.forEach((resource, sum) -> list.add(new Outcome.Utilisation(resource, sum[0] / n, sum[1] / n)));
        return list;
    }
}
