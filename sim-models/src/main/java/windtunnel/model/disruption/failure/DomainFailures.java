package windtunnel.model.disruption.failure;

import java.util.Optional;
import java.util.function.LongSupplier;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.random.Distribution;
import windtunnel.core.random.Stream;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.EventRate;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.TimeLaw;
import windtunnel.model.World;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Shocks that take all machines of a domain at once: a rack's power, a leaf switch, the cooling of a hall.
 *
 * <p>Nodes are numbered along domains, {@code size} to each, the last one maybe smaller; each domain has its own exponential clock. The job's
 * rate of losses is the sum over all domains that it touches (Marshall and Olkin's common shock), so packing a job into fewer racks
 * lowers it. Two machines of a rack that die within a moment die by the shock, not by chance.
 */
public record DomainFailures(
        @Key(doc = "Name of the domain, in the report.", example = "rack")
        String domain,

        @Key(doc = "Nodes of one domain; without it, the whole cluster is one.", example = "8")
        Optional<Count> size,

        @Key(doc = "Shocks of one domain.", example = "0.1 per domain-year")
        EventRate rate,

        @Key(doc = "Time until its machines are back; without it, they are replaced at once.", example = "4 h")
        Optional<TimeLaw> repair)
        implements Disruption, Checked {

    @Override
    public void check(Issues issues) {
        issues.check(size.isEmpty() || size.get().value() >= 1, "size", "a domain holds at least one node");
        issues.check(
                rate.instance().equals("domain"),
                "rate",
                "is a rate of the domain, such as '0.1 per domain-year', not of a " + rate.instance());
    }

    @Override
    public boolean takesMachines(ClusterSpec.Nodes nodes) {
        return repair.isPresent();
    }

    @Override
    public void attach(World world) {
        int nodes = world.cluster().nodes();
        int each = size.map(count -> (int) Math.min(count.value(), nodes)).orElse(nodes);
        int domains = (nodes + each - 1) / each;
        double meanAway = repair.map(law -> law.seconds().mean() * each).orElse(0.0);
        world.machines().expected().expectFailures(rate.perSec() * domains, each, meanAway);
        for (int i = 0; i < domains && rate.perSec() > 0; i++) {
            new Clock(world, i, each).wind();
        }
    }

    /** The clock of one domain. */
    private final class Clock {
        private final World world;
        private final int first;
        private final int count;
        private final Distribution calm = Distribution.exponential(1 / rate.perSec());
        private final Stream shocks;
        private final LongSupplier repairNanos;

        Clock(World world, int number, int count) {
            this.world = world;
            this.count = count;
            first = number * count;
            String name = domain + "-" + number;
            shocks = world.streams().stream(name, "failure");
            Stream repairs = world.streams().stream(name, "repair");
            repairNanos = repair.map(TimeLaw::seconds)
                    .map(law -> (LongSupplier) () -> Simulation.nanos(Math.min(law.draw(repairs), 9e9)))
                    .orElse(null);
        }

        void wind() {
            double seconds = calm.draw(shocks);
            if (seconds < 9e9 - world.simulation().nowNanos() * 1e-9) {
                world.simulation().after(Simulation.nanos(seconds), Rank.FAILURE, this::strike, 0);
            }
        }

        private void strike(long payload) {
            world.machines().fail(first, count, domain, repairNanos);
            wind();
        }
    }
}
