package windtunnel.model.disruption.failure;

import java.util.Optional;
import java.util.function.LongSupplier;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.random.Distribution;
import windtunnel.core.random.Stream;
import windtunnel.core.unit.EventRate;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.Machines;
import windtunnel.model.TimeLaw;
import windtunnel.model.World;
import windtunnel.model.key.Key;

/**
 * Machines that compute a wrong value, which nobody notices for a while.
 *
 * <p>When it is found, all that was computed since is worth nothing, and so are the saves that hold it: the job goes back to the newest
 * kept save from before, or to its beginning if none is kept. A find costs the time to detection and half an interval of saves on average.
 * A job that has fallen back before the wrong value in the meantime, or stood still then, has lost nothing by it; the machine is replaced all
 * the same. It stops holding for errors that repeat until the machine is replaced, where a fall-back in between does not help.
 */
public record SilentCorruption(
        @Key(
                doc = "Wrong values of one node or GPU; 6 in 54 days on 16,384 GPUs in Llama 3's training.",
                example = "2.8e-7 per GPU-hour")
        EventRate rate,

        @Key(
                doc = "Time until one is found.",
                example = "{ exponential: 2 h }",
                def = "{ exponential: 2 h }",
                tag = "assumed",
                source = "no source")
        TimeLaw detected,

        @Key(doc = "Time that the machine is in repair; without it, it is replaced at once.", example = "3 d")
        Optional<TimeLaw> repair)
        implements Disruption {
    private static final double LATEST_SECONDS = 9e9;

    @Override
    public boolean takesMachines(ClusterSpec.Nodes nodes) {
        return repair.isPresent();
    }

    @Override
    public void attach(World world) {
        double perSecond =
                rate.perSec() * (rate.instance().equals("GPU") ? world.cluster().gpusPerNode() : 1);
        if (perSecond == 0) {
            return;
        }
        int nodes = world.cluster().nodes();
        double away = repair.map(law -> law.seconds().mean()).orElse(0.0);
        world.machines().expected().expectFailures(perSecond * nodes, 1, away);
        world.machines().expected().expectCorruption();
        Distribution calm = Distribution.exponential(1 / perSecond);
        for (int node = 0; node < nodes; node++) {
            new Clock(world, node, calm).wind();
        }
    }

    /** The clock of one node. */
    private final class Clock {
        private final World world;
        private final Machines machines;
        private final int node;
        private final Distribution calm;
        private final Distribution delay = detected.seconds();
        private final Stream onsets;
        private final Stream finds;
        private final LongSupplier repairNanos;

        Clock(World world, int node, Distribution calm) {
            this.world = world;
            this.node = node;
            this.calm = calm;
            machines = world.machines();
            String name = "node-" + node;
            onsets = world.streams().stream(name, "corruption");
            finds = world.streams().stream(name, "corruption-found");
            Stream repairs = world.streams().stream(name, "corruption-repair");
            repairNanos = repair.map(TimeLaw::seconds)
                    .map(law -> (LongSupplier) () -> Simulation.nanos(Math.min(law.draw(repairs), LATEST_SECONDS)))
                    .orElse(null);
        }

        void wind() {
            double seconds = calm.draw(onsets);
            if (seconds < LATEST_SECONDS - world.simulation().nowNanos() * 1e-9) {
                world.simulation().after(Simulation.nanos(seconds), Rank.FAILURE, this::onset, 0);
            }
        }

        private void onset(long payload) {
            long since = world.simulation().nowNanos();
            long until = Simulation.nanos(Math.min(delay.draw(finds), 9e8));
            if (!machines.vacant(node)) {
                int stay = machines.stay(node);
                world.simulation().after(until, Rank.FAILURE, now -> find(stay, since), 0);
            }
            wind();
        }

        private void find(int stay, long since) {
            if (machines.paused()) {
                machines.postpone(now -> find(stay, since));
            } else {
                machines.corrupted(node, stay, since, "silent corruption", repairNanos);
            }
        }
    }
}
