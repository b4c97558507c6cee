package windtunnel.bench.workload;

import java.util.Arrays;
import windtunnel.core.engine.EventHandler;
import windtunnel.core.engine.EventQueue;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.engine.TimeScale;
import windtunnel.core.flow.FlowNetwork;
import windtunnel.core.flow.FlowProgress;
import windtunnel.core.flow.IncrementalMaxMin;
import windtunnel.core.flow.MaxMinSystem;
import windtunnel.core.flow.Transfer;

/** FCT: all flows of a fat-tree start at 0 and run to completion; rates are brought up to date at each completion. */
public final class FlowCompletion implements EventHandler {

    /**
     * What a run found.
     *
     * @param makespanSeconds time of the last completion
     * @param sumSeconds sum of all completion times
     */
    public record Result(double makespanSeconds, double sumSeconds) {}

    private final IncrementalMaxMin rates = new IncrementalMaxMin();
    private final FlowProgress progress = new FlowProgress(TimeScale.SECONDS);
    private final EventQueue queue = new EventQueue();
    private final long[] end;
    private double lastSeconds;
    private double sumSeconds;

    private FlowCompletion(FatTree tree) {
        MaxMinSystem s = tree.system();
        for (int l = 0; l < s.links(); l++) {
            rates.addLink(s.capacity()[l]);
        }
        end = new long[s.flows()];
        for (int f = 0; f < s.flows(); f++) {
            int[] path = Arrays.copyOfRange(s.link(), s.offset()[f], s.offset()[f + 1]);
            rates.add(path, null, 1, Double.POSITIVE_INFINITY, 1);
            progress.begin(f, tree.bytes()[f], 0);
            end[f] = -1;
        }
    }

    /** Runs in double seconds, in which the shared check values hold to every printed digit. */
    public static Result inSeconds(FatTree tree) {
        FlowCompletion run = new FlowCompletion(tree);
        long now = 0;
        run.update(now);
        while (!run.queue.isEmpty()) {
            now = run.queue.minKey();
            while (!run.queue.isEmpty() && run.queue.minKey() == now) {
                run.queue.fireNext();
            }
            run.update(now);
        }
        return new Result(run.lastSeconds, run.sumSeconds);
    }

    /** Runs as a model would: a {@link FlowNetwork} in a {@link Simulation}, completions rounded up to ns. */
    public static Result inSimulation(FatTree tree) {
        Simulation sim = new Simulation();
        FlowNetwork net = new FlowNetwork(sim);
        MaxMinSystem s = tree.system();
        for (int l = 0; l < s.links(); l++) {
            net.addLink("link", s.capacity()[l]);
        }
        long[] sumNanos = new long[1];
        EventHandler done = f -> sumNanos[0] += sim.nowNanos();
        for (int f = 0; f < s.flows(); f++) {
            int[] path = Arrays.copyOfRange(s.link(), s.offset()[f], s.offset()[f + 1]);
            net.start(Transfer.of(tree.bytes()[f], path), done, f);
        }
        sim.run();
        return new Result(sim.nowNanos() / 1e9, sumNanos[0] / 1e9);
    }

    private void update(long now) {
        rates.solve();
        for (int i = 0, count = rates.changedCount(); i < count; i++) {
            int f = rates.changed(i);
            progress.advance(f, now);
            progress.setRate(f, rates.rate(f));
            queue.cancel(end[f]);
            end[f] = queue.schedule(progress.endKey(f, now), Rank.FLOW_END, this, f);
        }
    }

    /** The last byte of a flow has arrived. */
    @Override
    public void fire(long flow) {
        lastSeconds = Double.longBitsToDouble(queue.takenKey());
        sumSeconds += lastSeconds;
        rates.remove((int) flow);
    }
}
