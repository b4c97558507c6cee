package windtunnel.model.disruption.spot;

import java.util.ArrayList;
import java.util.List;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.random.Stream;
import windtunnel.core.unit.QuantityException;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.FitsCluster;
import windtunnel.model.Machines;
import windtunnel.model.World;
import windtunnel.model.key.Checked;
import windtunnel.model.key.DataFile;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Spot machines that come and go as somebody saw them do: a trace is replayed from the start of the run, and again after its last line.
 *
 * <p>Machines are alike. One that is added takes the first vacant node, or waits unpaid until a node is vacant; each one that is removed is
 * drawn from all that are there, so it is a node's with the share of machines that nodes hold. What is removed at one instant is one loss,
 * with {@code notice} between the instant of the trace and the loss. Counts, the integral of the number of machines, and the sizes of
 * batches are those of the trace while the cluster has at least as many nodes. Nothing else is random: all runs meet the same weather.
 */
public record SpotTrace(
        @Key(
                doc =
                        "The trace, a file in the scenario's folder or below: ms,add|remove,node, or t_seconds,available, or SkyPilot's JSON.",
                example = "traces/zone-a.csv")
        DataFile file,

        @Key(
                doc = "Warning before machines are gone.",
                example = "120 s",
                def = "30 s",
                tag = "vendor",
                source = "Microsoft, Azure Spot VMs: 30 s; the shortest of the three clouds")
        TimeSpan notice)
        implements Disruption, Checked, FitsCluster {

    @Override
    public void check(Issues issues) {
        try {
            TraceText.parse(file.text());
        } catch (QuantityException e) {
            issues.error("file", "'" + file.name() + "', " + e.getMessage());
        }
    }

    /** The most machines that are ever there; what cannot be read throws. */
    public int mostMachines() {
        return TraceText.most(TraceText.parse(file.text()));
    }

    /** Time of the last line, after which the trace begins again. */
    public long spanNanos() {
        return last().nanos();
    }

    /** Machines that are taken at the last line. */
    public int takenLast() {
        return last().removed();
    }

    private TraceText.Change last() {
        List<TraceText.Change> changes = TraceText.parse(file.text());
        return changes.get(changes.size() - 1);
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        int most = mostMachines();
        long nodes = cluster.nodes().count().value();
        issues.check(
                most >= nodes || !takesMachines(cluster.nodes()),
                "file",
                "'" + file.name() + "' never has more than " + most + " machines, so a cluster of " + nodes
                        + " nodes never starts");
    }

    @Override
    public boolean takesMachines(ClusterSpec.Nodes nodes) {
        return nodes.market().equals(SpotEviction.MARKET);
    }

    @Override
    public void attach(World world) {
        if (!world.options().market().equals(SpotEviction.MARKET)) {
            return;
        }
        List<TraceText.Change> changes = TraceText.parse(file.text());
        long span = changes.get(changes.size() - 1).nanos();
        long losses = changes.stream().filter(change -> change.removed() > 0).count();
        world.machines().expected().expectEvictions(span > 0 ? losses / (span * 1e-9) : 0, notice.seconds(), 0);
        world.machines().empty();
        new Replay(world, changes, span).begin();
    }

    /** The trace in one run. */
    private final class Replay {
        private final World world;
        private final Machines machines;
        private final List<TraceText.Change> changes;
        private final long spanNanos;
        private final Stream draws;
        private int next;
        private int level;
        private long offsetNanos;

        Replay(World world, List<TraceText.Change> changes, long spanNanos) {
            this.world = world;
            this.changes = changes;
            this.spanNanos = spanNanos;
            machines = world.machines();
            draws = world.streams().stream("spot", "trace");
        }

        void begin() {
            if (changes.get(0).nanos() == 0) {
                change(0);
            } else {
                schedule();
            }
        }

        private void schedule() {
            if (next == changes.size()) {
                if (spanNanos == 0) {
                    return;
                }
                next = 0;
                offsetNanos += spanNanos;
            }
            world.simulation().at(offsetNanos + changes.get(next).nanos(), Rank.NOTICE, this::change, 0);
        }

        private void change(long payload) {
            TraceText.Change change = changes.get(next);
            // A new pass begins from nothing, so what is left of the pass before goes or stays by the difference.
            int before = next == 0 ? level : 0;
            int net = change.added() - change.removed() - before;
            int removed = before > 0 ? Math.max(0, -net) : change.removed();
            int added = before > 0 ? Math.max(0, net) : change.added();
            level += added - removed;
            next++;
            remove(removed);
            for (int i = 0; i < added; i++) {
                machines.offer();
            }
            schedule();
        }

        private void remove(int count) {
            List<Integer> standing = machines.standing();
            List<Integer> taken = new ArrayList<>();
            for (int i = 0; i < count && standing.size() + machines.offered() > 0; i++) {
                int which = draws.below(standing.size() + machines.offered());
                if (which < standing.size()) {
                    taken.add(standing.remove(which));
                } else {
                    machines.withdraw();
                }
            }
            taken.sort(null);
            machines.evict(taken, "eviction", Simulation.nanos(notice.seconds()), () -> Machines.NEVER);
        }
    }
}
