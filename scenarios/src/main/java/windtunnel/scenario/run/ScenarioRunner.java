package windtunnel.scenario.run;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import windtunnel.core.engine.Fingerprint;
import windtunnel.core.engine.Simulation;
import windtunnel.core.flow.FlowNetwork;
import windtunnel.core.measure.Ledger;
import windtunnel.core.measure.Recorder;
import windtunnel.core.measure.RunResult;
import windtunnel.core.measure.Timeline;
import windtunnel.core.measure.Usage;
import windtunnel.core.random.RandomStreams;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.LedgerState;
import windtunnel.model.MachinePool;
import windtunnel.model.Machines;
import windtunnel.model.Meters;
import windtunnel.model.Storage;
import windtunnel.model.Workload;
import windtunnel.model.World;
import windtunnel.model.cost.Bill;
import windtunnel.model.cost.CostModel;
import windtunnel.scenario.Pricing;
import windtunnel.scenario.Scenario;

/** One run of one scenario on the calling thread. */
final class ScenarioRunner {
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000L);

    private final Scenario scenario;
    private final Pricing pricing;
    private final boolean fastForward;

    ScenarioRunner(Scenario scenario, Pricing pricing, boolean fastForward) {
        this.scenario = scenario;
        this.pricing = pricing;
        this.fastForward = fastForward;
    }

    /** What one run yields; what it read and its world are kept of the first run only, since a thousand of them would fill the memory. */
    record Run(RunResult result, Assumptions assumptions, World world) {}

    /** Runs replication {@code replication}; an invariant that does not hold throws. */
    Run run(int replication) {
        Simulation simulation = new Simulation();
        FlowNetwork flows = new FlowNetwork(simulation);
        Assumptions assumptions = new Assumptions();
        ClusterSpec spec = scenario.cluster();
        Cluster cluster = spec.fabric().build(spec.nodes(), assumptions);
        World world = new World(
                simulation,
                flows,
                new RandomStreams(scenario.seed(), replication),
                cluster,
                on -> spec.collective().over(on, scenario.fidelity()),
                assumptions,
                new World.Options(
                        spec.nodes().market(),
                        (int) spec.nodes().spares().value(),
                        horizonNanos(),
                        scenario.detail(),
                        fastForward));
        for (String market : List.of("on-demand", "spot")) {
            pricing.nanoUsdPerHour(spec.nodes().sku().name(), market).ifPresent(price -> world.quote(market, price));
        }
        attach(world, spec);
        long endNanos = simulate(world);
        RunResult result = result(world, replication, endNanos);
        return replication == 0 ? new Run(result, assumptions, world) : new Run(result, null, null);
    }

    private long horizonNanos() {
        return scenario.horizon().map(h -> Simulation.nanos(h.seconds())).orElse(Long.MAX_VALUE);
    }

    private void attach(World world, ClusterSpec spec) {
        for (Storage storage : spec.storage()) {
            world.addStorage(storage.attach(world));
        }
        for (Disruption disruption : scenario.disruptions()) {
            disruption.attach(world);
        }
        for (Workload workload : scenario.workloads()) {
            workload.attach(world);
        }
    }

    private static long simulate(World world) {
        long horizon = world.options().horizonNanos();
        Simulation simulation = world.simulation();
        if (horizon == Long.MAX_VALUE) {
            simulation.run();
            if (world.unfinished()) {
                throw new IllegalStateException(
                        "deadlock at " + simulation.nowNanos() + " ns: work is left and nothing " + "will happen; "
                                + world.flows().describeStalled());
            }
        } else {
            simulation.run(horizon);
        }
        long endNanos = simulation.nowNanos();
        world.close(endNanos);
        return endNanos;
    }

    private RunResult result(World world, int replication, long endNanos) {
        List<RunResult.LedgerRow> rows = ledgerRows(world);
        Invariants.check(world, rows);
        ClusterSpec.Nodes nodes = scenario.cluster().nodes();
        meterNodes(world, nodes.sku().name());
        List<Usage.Row> usage = world.usage().rows();
        recordMoney(world, rows, usage, endNanos);
        Map<String, Recorder.Value> metrics = new TreeMap<>(world.recorder().values());
        String fingerprint = fingerprint(world.fingerprint(), rows, usage, metrics);
        return new RunResult(
                replication,
                scenario.seed(),
                endNanos,
                metrics,
                rows,
                usage,
                !world.unfinished(),
                timelines(world, replication),
                fingerprint,
                world.simulation().eventsFired());
    }

    /** The courses of the first runs as they were, and of the later ones what averages need: a thousand long ones would fill the memory. */
    private static List<Timeline> timelines(World world, int replication) {
        List<Timeline> timelines = world.timelines();
        return replication < Outcome.COURSES
                ? timelines
                : timelines.stream().map(Timeline::brief).toList();
    }

    /** Held nodes by pool; the cluster's own are listed even where none were held, unless pools stand for them. */
    private static void meterNodes(World world, String sku) {
        List<Machines.Held> all = world.machines().held();
        for (Machines.Held held : all) {
            MachinePool pool = held.pool();
            if (held.nodeNanos().signum() > 0 || all.size() == 1) {
                world.usage().add(new Usage.Key(CostModel.NODE, sku, pool.market(), pool.name(), ""), held.nodeNanos());
                if (pool.ownPrice()) {
                    world.usage().add(new Usage.Key(Meters.PAID, sku, pool.market(), pool.name(), ""), held.spent());
                }
            }
        }
    }

    private static List<RunResult.LedgerRow> ledgerRows(World world) {
        List<RunResult.LedgerRow> rows = new ArrayList<>();
        for (Ledger ledger : world.ledgers()) {
            for (LedgerState state : LedgerState.values()) {
                add(rows, ledger.owner(), state.name(), null, ledger.total(state.ordinal()));
            }
            for (LedgerState state : LedgerState.values()) {
                String lost = LedgerState.LOST_WORK.name();
                add(rows, ledger.owner(), lost, state.name(), ledger.lostFrom(state.ordinal()));
            }
        }
        return rows;
    }

    private static void add(List<RunResult.LedgerRow> rows, String owner, String state, String from, BigInteger nanos) {
        if (nanos.signum() > 0) {
            rows.add(new RunResult.LedgerRow(owner, state, from, nanos));
        }
    }

    private void recordMoney(World world, List<RunResult.LedgerRow> rows, List<Usage.Row> usage, long endNanos) {
        Bill bill = CostModel.bill(usage, 1, pricing.prices(), pricing.gpusPerNode());
        double total = bill.total().doubleValue();
        Recorder recorder = world.recorder();
        recorder.record("run", RunMetrics.WALL_TIME, endNanos * 1e-9);
        recorder.record("run", RunMetrics.COST, total);
        scenario.goals().ifPresent(goals -> {
            goals.deadline()
                    .ifPresent(deadline -> recorder.record(
                            "run",
                            RunMetrics.DEADLINE_MET,
                            !world.unfinished() && endNanos * 1e-9 <= deadline.seconds() ? 1 : 0));
            goals.budget()
                    .ifPresent(budget -> recorder.record(
                            "run", RunMetrics.BUDGET_MET, bill.total().compareTo(budget.usd()) <= 0 ? 1 : 0));
        });
        List<RunResult.LedgerRow> top =
                rows.stream().filter(row -> row.lostFrom() == null).toList();
        List<BigDecimal> dollars = CostModel.attribute(
                bill.total(), top.stream().map(RunResult.LedgerRow::unitNanos).toList());
        for (Workload workload : scenario.workloads()) {
            workload.owners().forEach(owner -> recordCost(recorder, owner, top, dollars));
        }
    }

    private static void recordCost(
            Recorder recorder, String workload, List<RunResult.LedgerRow> rows, List<BigDecimal> dollars) {
        BigDecimal cost = BigDecimal.ZERO;
        BigDecimal idle = BigDecimal.ZERO;
        for (int i = 0; i < rows.size(); i++) {
            if (workload.equals(rows.get(i).owner())) {
                cost = cost.add(dollars.get(i));
                LedgerState state = LedgerState.valueOf(rows.get(i).state());
                boolean busy = state == LedgerState.COMPUTE || state == LedgerState.RECOMPUTE;
                idle = idle.add(busy ? BigDecimal.ZERO : dollars.get(i));
            }
        }
        recorder.record(workload, RunMetrics.COST, cost.doubleValue());
        recorder.record(workload, RunMetrics.IDLE_COST, idle.doubleValue());
        Recorder.Value wall = recorder.values().get(workload + ".wall_time");
        Recorder.Value rate = recorder.values().get(workload + ".tokens_per_second");
        if (rate != null && wall != null && rate.value() > 0) {
            double millions = rate.value() * wall.value() / 1e6;
            recorder.record(workload, RunMetrics.COST_PER_MILLION_TOKENS, cost.doubleValue() / millions);
        }
    }

    private static String fingerprint(
            Fingerprint fingerprint,
            List<RunResult.LedgerRow> rows,
            List<Usage.Row> usage,
            Map<String, Recorder.Value> metrics) {
        for (RunResult.LedgerRow row : rows) {
            fingerprint.add(row.owner() + " " + row.state() + " " + row.lostFrom() + " " + row.unitNanos());
        }
        for (Usage.Row row : usage) {
            fingerprint.add(row.key() + " " + row.quantity());
        }
        metrics.forEach((name, value) -> fingerprint.add(name).add(value.value()));
        return fingerprint.hex();
    }

    /** GPU-seconds of exact unit-nanoseconds. */
    static double seconds(BigInteger unitNanos) {
        return new BigDecimal(unitNanos)
                .divide(new BigDecimal(NANOS_PER_SECOND))
                .doubleValue();
    }
}
