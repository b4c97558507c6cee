package windtunnel.model.disruption.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.commons.math3.util.FastMath;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.random.Distribution;
import windtunnel.core.random.Stream;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.Fraction;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.Machines;
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
 * lowers it. With {@code hits} p a shock takes each machine with probability p (the binomial failure rate model, Vesely 1977). Two machines of a rack that die within a moment die by the shock, not by chance.
 */
public record DomainFailures(
        @Key(doc = "Name of the domain, in the report.", example = "rack")
        String domain,

        @Key(doc = "Nodes of one domain; without it, the whole cluster is one.", example = "8")
        Optional<Count> size,

        @Key(doc = "Shocks of one domain.", example = "0.1 per domain-year")
        EventRate rate,

        @Key(doc = "Share of its machines that a shock takes, each by itself.", def = "1", example = "0.3")
        Fraction hits,

        @Key(
                doc = "Shocks that slow the machines down; without it, all of them take machines.",
                example = "{ degrades: 0.5 }")
        Optional<Severity> severity,

        @Key(doc = "Time until its machines are back; without it, they are replaced at once.", example = "4 h")
        Optional<TimeLaw> repair)
        implements Disruption, Checked {

    @Override
    public void check(Issues issues) {
        issues.check(size.isEmpty() || size.get().value() >= 1, "size", "a domain holds at least one node");
        issues.check(hits.value() > 0, "hits", "a shock that hits no machine is none");
        issues.check(
                severity.isEmpty() || severity.get().silent().value() == 0,
                "severity.silent",
                "belongs to single machines; see component-failures");
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
        double taken = each * hits.value();
        double any = 1 - FastMath.pow(1 - hits.value(), each);
        double meanAway = repair.map(law -> law.seconds().mean() * taken / any).orElse(0.0);
        int atOnce = (int) Math.max(1, Math.round(taken / any));
        world.machines().expected().expectFailures(rate.perSec() * domains * any, atOnce, meanAway);
        Optional<Wounds> wounds = severity.map(what -> new Wounds(world, what));
        for (int i = 0; i < domains && rate.perSec() > 0; i++) {
            new Clock(world, i, each, wounds).wind();
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
        private final Stream lots;
        private final Stream severities;
        private final Optional<Wounds> wounds;

        Clock(World world, int number, int count, Optional<Wounds> wounds) {
            this.world = world;
            this.wounds = wounds;
            this.count = count;
            first = number * count;
            String name = domain + "-" + number;
            shocks = world.streams().stream(name, "failure");
            lots = world.streams().stream(name, "hit");
            severities = world.streams().stream(name, "severity");
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
            List<Integer> hit = hit();
            boolean slows = wounds.isPresent()
                    && severities.uniform() < severity.orElseThrow().degrades().value();
            if (slows) {
                hit.forEach(node -> wounds.get().slows(node, domain, severities, repairNanos));
            } else {
                world.machines().fail(new Machines.Loss(hit, domain, false), repairNanos, true);
            }
            wind();
        }

        private List<Integer> hit() {
            List<Integer> hit = new ArrayList<>();
            int end = Math.min(first + count, world.cluster().nodes());
            for (int node = first; node < end; node++) {
                if (hits.value() == 1 || lots.uniform() < hits.value()) {
                    hit.add(node);
                }
            }
            return hit;
        }
    }
}
