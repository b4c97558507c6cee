package windtunnel.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import windtunnel.core.measure.Recorder;
import windtunnel.core.measure.RunResult;
import windtunnel.core.measure.Timeline;
import windtunnel.model.LedgerState;
import windtunnel.model.cost.Bill;
import windtunnel.scenario.run.Outcome;

/** Outcomes whose course differs from that of {@link Samples}: cut, calm, without prices, or with everything that can happen. */
public final class CourseSamples {
    private CourseSamples() {}

    /** 240 stops by twelve causes, the first of which are the most frequent. */
    private static List<Timeline.Interruption> manyStops(long nanos) {
        List<Timeline.Interruption> stops = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            long at = nanos / 241 * (i + 1);
            int cause = Math.min(i % 12, i * 7 % 13) + 1;
            long down = (5 + i * 11 % 17) * Samples.MINUTE;
            stops.add(new Timeline.Interruption(at, at + down, "cause " + cause, i * 7 % 40 * Samples.MINUTE));
        }
        return stops;
    }

    /** As {@link Samples#twenty()}, with every state, and 240 stops in each run. */
    public static Outcome everyState() {
        Map<LedgerState, Double> shares = new LinkedHashMap<>();
        for (LedgerState state : LedgerState.values()) {
            shares.put(state, state == LedgerState.COMPUTE ? 0.56 : 0.02);
        }
        Map<LedgerState, Double> lost = new LinkedHashMap<>();
        for (LedgerState state : LedgerState.values()) {
            if (state.provisional()) {
                lost.put(state, 0.02 / 16);
            }
        }
        Outcome o = Samples.build(
                "Everything that can happen",
                20,
                Samples.GPUS,
                29.6 * 86_400,
                shares,
                lost,
                Optional.of(Samples.START));
        return withRuns(
                o,
                run -> withTimeline(
                        run, true, Samples.timeline(run.endNanos(), Samples.GPUS, 350_000, manyStops(run.endNanos()))));
    }

    /** As {@link Samples#twenty()}, and the three longest runs were cut at the same time with 90 % of their work done. */
    public static Outcome cut() {
        Outcome o = Samples.twenty();
        long[] ends = o.runs().stream().mapToLong(RunResult::endNanos).sorted().toArray();
        long horizon = ends[ends.length - 3];
        return withRuns(o, run -> {
            if (run.endNanos() < horizon) {
                return run;
            }
            Map<String, Recorder.Value> values = new TreeMap<>(run.metrics());
            Samples.put(values, "run.wall_time", "s", horizon * 1e-9);
            Samples.put(values, "run.deadline_met", "1", 0);
            Timeline whole = run.timelines().get(0);
            Timeline part = Samples.timeline(horizon, Samples.GPUS, 0.9 * whole.target(), List.of());
            return new RunResult(
                    run.replication(),
                    run.seed(),
                    horizon,
                    values,
                    run.ledger(),
                    run.usage(),
                    false,
                    List.of(new Timeline("pretrain", Samples.GPUS, whole.target(), part.progress(), List.of())),
                    run.fingerprint(),
                    run.events());
        });
    }

    /** As {@link Samples#single()}, cut with 90 % of its work done. */
    public static Outcome singleCut() {
        return withRuns(Samples.single(), run -> {
            Timeline whole = run.timelines().get(0);
            Timeline part = Samples.timeline(run.endNanos(), 8, 0.9 * whole.target(), whole.interruptions());
            return withTimeline(
                    run, false, new Timeline("pretrain", 8, whole.target(), part.progress(), whole.interruptions()));
        });
    }

    /** As {@link Samples#twenty()}, without any interruption. */
    public static Outcome calm() {
        return withRuns(
                Samples.twenty(),
                run -> withTimeline(
                        run,
                        true,
                        Samples.timeline(
                                run.endNanos(),
                                Samples.GPUS,
                                run.timelines().get(0).target(),
                                List.of())));
    }

    /** As {@link Samples#single()}, without any price. */
    public static Outcome unpriced() {
        Outcome o = Samples.single();
        Outcome free = withRuns(o, run -> {
            Map<String, Recorder.Value> values = new TreeMap<>(run.metrics());
            Samples.put(values, "run.cost", "USD", 0);
            return new RunResult(
                    run.replication(),
                    run.seed(),
                    run.endNanos(),
                    values,
                    run.ledger(),
                    run.usage(),
                    run.finished(),
                    run.timelines(),
                    run.fingerprint(),
                    run.events());
        });
        return Outcomes.bare(
                free.head(),
                free.fingerprint(),
                free.runs(),
                free.metrics(),
                free.ledger().stream()
                        .map(l -> new Outcome.LedgerLine(
                                l.workload(), l.state(), l.lostFrom(), l.gpuSeconds(), l.share(), BigDecimal.ZERO))
                        .toList(),
                new Bill(List.of()),
                List.of(),
                free.steps(),
                free.utilisation(),
                free.assumptions(),
                free.issues(),
                free.notes());
    }

    private static RunResult withTimeline(RunResult run, boolean finished, Timeline timeline) {
        return new RunResult(
                run.replication(),
                run.seed(),
                run.endNanos(),
                run.metrics(),
                run.ledger(),
                run.usage(),
                finished,
                List.of(timeline),
                run.fingerprint(),
                run.events());
    }

    private static Outcome withRuns(Outcome o, UnaryOperator<RunResult> change) {
        List<RunResult> runs = o.runs().stream().map(change).toList();
        return Outcomes.bare(
                o.head(),
                o.fingerprint(),
                runs,
                Samples.summaries(runs),
                o.ledger(),
                o.bill(),
                o.bottlenecks(),
                o.steps(),
                o.utilisation(),
                o.assumptions(),
                o.issues(),
                o.notes());
    }
}
