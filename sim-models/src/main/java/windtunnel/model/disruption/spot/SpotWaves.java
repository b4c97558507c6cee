package windtunnel.model.disruption.spot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.random.Distribution;
import windtunnel.core.random.Stream;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.TimeLaw;
import windtunnel.model.World;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Spot machines in a zone whose capacity is calm at some times and tight at others: a Poisson process modulated by a two-state Markov chain.
 *
 * <p>Both states last exponential times; the run begins in one of them with its long-run share. The rate of a machine in the long run is
 * (calm x T_calm + tight x T_tight) / (T_calm + T_tight). Without {@code bulk} machines of one state are taken one by one; with it, waves
 * come at rate / bulk, and each takes every machine with a chance that is uniform from 0 to twice {@code bulk}, so the rate of one machine stays
 * the same while losses come together. Rates and times are to be fitted to your own zone.
 */
public record SpotWaves(
        @Key(doc = "Evictions of one node while capacity is calm.", example = "0.02 per node-hour")
        EventRate calm,

        @Key(doc = "Evictions of one node while capacity is tight.", example = "0.8 per node-hour")
        EventRate tight,

        @Key(doc = "Mean time that capacity stays calm.", example = "20 h")
        TimeSpan calmLasts,

        @Key(doc = "Mean time that capacity stays tight.", example = "4 h")
        TimeSpan tightLasts,

        @Key(
                doc = "Mean share of all machines that one wave takes, up to 0.5; without it, they go one by one.",
                example = "0.1")
        Optional<Fraction> bulk,

        @Key(
                doc = "Warning before machines are gone.",
                example = "120 s",
                def = "30 s",
                tag = "vendor",
                source = "Microsoft, Azure Spot VMs: 30 s; the shortest of the three clouds")
        TimeSpan notice,

        @Key(
                doc = "Wait for a new machine.",
                def = "{ lognormal: { p50: 5 min, p95: 60 min } }",
                tag = "assumed",
                source = "no source")
        TimeLaw replacement)
        implements Disruption, Checked {
    private static final Distribution UNIT = Distribution.exponential(1);
    private static final double LATEST_SECONDS = 9e9;
    private static final int ALL = Integer.MIN_VALUE;

    @Override
    public void check(Issues issues) {
        node(calm, "calm", issues);
        node(tight, "tight", issues);
        issues.check(calmLasts.seconds() >= 1, "calm-lasts", "must be at least 1 s");
        issues.check(tightLasts.seconds() >= 1, "tight-lasts", "must be at least 1 s");
        issues.check(
                bulk.isEmpty() || bulk.get().value() > 0 && bulk.get().value() <= 0.5,
                "bulk",
                "must be above 0 and at most 0.5");
    }

    private static void node(EventRate rate, String key, Issues issues) {
        issues.check(
                rate.instance().equals("node"),
                key,
                "is a rate of nodes, such as '0.05 per node-hour', not of a " + rate.instance());
    }

    @Override
    public boolean takesMachines(ClusterSpec.Nodes nodes) {
        return nodes.market().equals(SpotEviction.MARKET);
    }

    /** Evictions of one machine in the long run, per second. */
    public double meanPerSecond() {
        double all = calmLasts.seconds() + tightLasts.seconds();
        return (calm.perSec() * calmLasts.seconds() + tight.perSec() * tightLasts.seconds()) / all;
    }

    @Override
    public void attach(World world) {
        if (!world.options().market().equals(SpotEviction.MARKET) || meanPerSecond() == 0) {
            return;
        }
        int nodes = world.cluster().nodes();
        Weather weather = new Weather(world.streams().stream("spot", "capacity"));
        double all = meanPerSecond() * nodes;
        double losses =
                bulk.map(share -> meanPerSecond() / share.value() * hit(nodes)).orElse(all);
        double machines = all / losses;
        world.machines()
                .expected()
                .expectEvictions(
                        losses,
                        notice.seconds(),
                        machines * replacement.seconds().mean());
        if (bulk.isPresent()) {
            new Clock(world, weather, "waves", ALL, 1 / bulk.get().value()).wind();
            return;
        }
        for (int node = 0; node < nodes; node++) {
            new Clock(world, weather, "node-" + node, node, 1).wind();
        }
        for (int spare = 0; spare < world.options().spares(); spare++) {
            new Clock(world, weather, "spare-" + spare, -1 - spare, 1).wind();
        }
    }

    /** Chance that a wave takes any of {@code nodes} machines: 1 - mean of (1 - p)^n for p uniform from 0 to m. */
    private double hit(int nodes) {
        double most = 2 * bulk.orElseThrow().value();
        return 1 - (1 - Math.pow(1 - most, nodes + 1)) / (most * (nodes + 1));
    }

    /** When capacity is tight, as far as anyone has asked. */
    private final class Weather {
        private final Stream stream;
        private final List<Double> turns = new ArrayList<>();
        private final boolean tightFirst;
        private double known;

        Weather(Stream stream) {
            this.stream = stream;
            double share = tightLasts.seconds() / (calmLasts.seconds() + tightLasts.seconds());
            tightFirst = stream.uniform() < share;
        }

        private boolean tightIn(int spell) {
            return tightFirst == (spell % 2 == 0);
        }

        private double endOf(int spell) {
            while (turns.size() <= spell) {
                TimeSpan lasts = tightIn(turns.size()) ? tightLasts : calmLasts;
                known += lasts.seconds() * UNIT.draw(stream);
                turns.add(known);
            }
            return turns.get(spell);
        }
    }

    /** A clock whose rate follows the weather; it takes one node, one spare (-1 - its place), or a wave of them. */
    private final class Clock {
        private final World world;
        private final Weather weather;
        private final int node;
        private final double factor;
        private final Stream evictions;
        private final Stream waits;
        private double atSeconds;
        private int spell;

        Clock(World world, Weather weather, String name, int node, double factor) {
            this.world = world;
            this.weather = weather;
            this.node = node;
            this.factor = factor;
            evictions = world.streams().stream(name, "eviction");
            waits = world.streams().stream(name, "replacement");
        }

        void wind() {
            double left = UNIT.draw(evictions) / factor;
            while (atSeconds < LATEST_SECONDS) {
                double rate = (weather.tightIn(spell) ? tight : calm).perSec();
                double end = weather.endOf(spell);
                if (left <= rate * (end - atSeconds)) {
                    atSeconds += left / rate;
                    world.simulation()
                            .at(
                                    Math.max(
                                            Simulation.nanos(atSeconds),
                                            world.simulation().nowNanos()),
                                    Rank.NOTICE,
                                    this::strike,
                                    0);
                    return;
                }
                left -= rate * (end - atSeconds);
                atSeconds = end;
                spell++;
            }
        }

        private void strike(long payload) {
            Distribution wait = replacement.seconds();
            long noticeNanos = Simulation.nanos(notice.seconds());
            if (node >= 0) {
                world.machines().evict(node, "eviction", noticeNanos, waitNanos(wait));
            } else if (node != ALL) {
                world.machines().evictSpare(-1 - node, waitNanos(wait));
            } else if (!world.machines().paused()) {
                double chance = 2 * bulk.orElseThrow().value() * evictions.uniform();
                world.machines().evict(wave(chance), "eviction", noticeNanos, () -> waitNanos(wait));
                for (int spare = world.options().spares() - 1; spare >= 0; spare--) {
                    if (evictions.uniform() < chance) {
                        world.machines().evictSpare(spare, waitNanos(wait));
                    }
                }
            }
            wind();
        }

        private List<Integer> wave(double chance) {
            List<Integer> taken = new ArrayList<>();
            for (int i = 0; i < world.cluster().nodes(); i++) {
                if (evictions.uniform() < chance) {
                    taken.add(i);
                }
            }
            return taken;
        }

        private long waitNanos(Distribution wait) {
            return Simulation.nanos(Math.min(wait.draw(waits), LATEST_SECONDS));
        }
    }
}
