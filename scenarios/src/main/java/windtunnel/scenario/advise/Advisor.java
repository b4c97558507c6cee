package windtunnel.scenario.advise;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import windtunnel.core.measure.Recorder;
import windtunnel.core.measure.RunResult;
import windtunnel.model.Change;
import windtunnel.model.InfeasibleException;
import windtunnel.model.Storage;
import windtunnel.model.Workload;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.run.Outcome;
import windtunnel.scenario.run.SingleRun;
import windtunnel.scenario.yaml.Finding;

/**
 * Tries, one at a time, the changes that the models of storages and loaders propose against waits for data, and says what the
 * same work costs with each. The changes need not add up: what one of them removes may be what another would have hidden.
 */
public final class Advisor {
    /** Waits for data below this share of GPU time are left alone. */
    public static final double WORTHWHILE = 0.01;

    /** Runs of more events than this are not repeated. */
    private static final long MOST_EVENTS = 100_000;

    private final Scenario scenario;
    private final Function<List<String>, ReadResult> reader;

    /**
     * An advisor.
     *
     * @param scenario the scenario as it was run
     * @param reader reads it again with further values in place of its own, as {@code path=value}
     */
    public Advisor(Scenario scenario, Function<List<String>, ReadResult> reader) {
        this.scenario = scenario;
        this.reader = reader;
    }

    /** The outcome with what came of every change that is worth trying. */
    public Outcome advise(Outcome outcome) {
        RunResult base = outcome.runs().get(0);
        List<Outcome.Tried> tried = new ArrayList<>();
        if (base.events() <= MOST_EVENTS) {
            for (Outcome.Input input : outcome.inputs()) {
                double starved = value(base, input.workload(), "starvation");
                if (starved > WORTHWHILE) {
                    candidates(input).forEach(change -> tried.add(attempt(change, input.workload(), base)));
                }
            }
        }
        tried.sort(Comparator.comparing((Outcome.Tried t) -> t.starvation() > WORTHWHILE)
                .thenComparing(t -> t.usd().orElse(BigDecimal.valueOf(Long.MAX_VALUE)))
                .thenComparing(Outcome.Tried::words));
        return outcome.advised(tried);
    }

    /** Changes of every stage that alone delivers less than is needed. */
    private static Set<Change> candidates(Outcome.Input input) {
        Set<Change> changes = new LinkedHashSet<>();
        for (Outcome.Stage stage : input.stages()) {
            if (stage.bytesPerSec() < input.neededBytesPerSec()) {
                changes.addAll(stage.changes());
            }
        }
        return changes;
    }

    private Outcome.Tried attempt(Change change, String workload, RunResult base) {
        BigDecimal before = BigDecimal.valueOf(value(base, "run", "cost"));
        List<String> sets = sets(change);
        ReadResult read = reader.apply(sets);
        if (read.experiment().isEmpty()) {
            String why =
                    read.errors().stream().map(Finding::message).findFirst().orElse("it cannot be read");
            return new Outcome.Tried(change.words(), 1, Optional.empty(), before, why);
        }
        try {
            RunResult run = new SingleRun(read.experiment().get().scenario()).run(0);
            double work = value(run, workload, "steps");
            double cost = value(run, "run", "cost");
            BigDecimal same = BigDecimal.valueOf(cost)
                    .multiply(BigDecimal.valueOf(value(base, workload, "steps")))
                    .divide(BigDecimal.valueOf(Math.max(1, work)), MathContext.DECIMAL64);
            return new Outcome.Tried(change.words(), value(run, workload, "starvation"), Optional.of(same), before, "");
        } catch (InfeasibleException e) {
            return new Outcome.Tried(change.words(), 1, Optional.empty(), before, e.getMessage());
        }
    }

    private List<String> sets(Change change) {
        List<String> storages =
                scenario.cluster().storage().stream().map(Storage::name).toList();
        List<String> workloads =
                scenario.workloads().stream().map(Workload::name).toList();
        int storage = storages.indexOf(change.owner());
        String block = storage >= 0
                ? "cluster.storage[" + storage + "]."
                : "workloads[" + workloads.indexOf(change.owner()) + "].";
        List<String> sets = new ArrayList<>();
        for (Map.Entry<String, String> value : new TreeMap<>(change.values()).entrySet()) {
            sets.add(block + value.getKey() + "=" + value.getValue());
        }
        return sets;
    }

    private static double value(RunResult run, String owner, String metric) {
        Recorder.Value value = run.metrics().get(owner + "." + metric);
        return value == null ? 0 : value.value();
    }
}
