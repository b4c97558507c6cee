package windtunnel.model.disruption.spot;

import java.util.Optional;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.util.FastMath;
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
 * Spot machines that the cloud takes back: a Poisson process for each node, with a notice before and a wait for a new machine after.
 *
 * <p>Acts on clusters whose nodes are bought on the spot market, and does nothing on others. The wait runs from the moment at which the
 * machine is gone, or is given up after a save; nothing is paid for a machine that is not there. With {@code diurnal} the rate is lambda (1
 * + a cos(2 pi (t - peak) / 24 h)), sampled by time change: the cumulative rate is inverted, so one uniform serves one eviction. Rates differ
 * tenfold between zones of one region and evictions come in bursts, which a Poisson process does not show: take the rate from your own zone.
 * Idle spares are taken too, without a notice, which nobody would heed.
 */
public record SpotEviction(
        @Key(doc = "Evictions of one node.", example = "0.05 per node-hour")
        EventRate rate,

        @Key(
                doc = "Warning before a machine is gone: 30 s on Azure and Google Cloud, 120 s on AWS.",
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
        TimeLaw replacement,

        @Key(
                doc = "How the rate varies over the day; without it, it does not.",
                example = "{ amplitude: 0.8, peak: 15 h }")
        Optional<Diurnal> diurnal)
        implements Disruption, Checked {
    private static final Distribution UNIT = Distribution.exponential(1);

    /** Market on which machines can be evicted. */
    public static final String MARKET = "spot";

    /** A rate that follows the hour. */
    public record Diurnal(
            @Key(doc = "Half of the swing, as a share of the mean rate.", example = "0.8")
            Fraction amplitude,

            @Key(doc = "Time of the highest rate, from the start of the run.", def = "0 h", example = "15 h")
            TimeSpan peak) {
        private static final double DAY = 86_400;

        /** The time after {@code from} by which the varying rate has done what the mean rate does in {@code mean}, all in seconds. */
        public double after(double from, double mean) {
            double swing = amplitude.value() * DAY / (2 * Math.PI);
            double done = from + swing * FastMath.sin(phase(from)) + mean;
            UnivariateFunction left = t -> t + swing * FastMath.sin(phase(t)) - done;
            return swing == 0
                    ? from + mean
                    : new BrentSolver(1e-12, 1e-7).solve(1000, left, done - 1.01 * swing, done + 1.01 * swing);
        }

        private double phase(double seconds) {
            return 2 * Math.PI * (seconds - peak.seconds()) / DAY;
        }
    }

    @Override
    public void check(Issues issues) {
        issues.check(
                rate.instance().equals("node"),
                "rate",
                "is a rate of nodes, such as '0.05 per node-hour', not of a " + rate.instance());
    }

    @Override
    public boolean takesMachines(ClusterSpec.Nodes nodes) {
        return nodes.market().equals(MARKET);
    }

    @Override
    public void attach(World world) {
        if (!world.options().market().equals(MARKET) || rate.perSec() == 0) {
            return;
        }
        Distribution wait = replacement.seconds();
        world.machines()
                .expected()
                .expectEvictions(rate.perSec() * world.cluster().nodes(), notice.seconds(), wait.mean());
        for (int node = 0; node < world.cluster().nodes(); node++) {
            new Clock(world, "node-" + node, node, -1, wait).wind();
        }
        for (int spare = 0; spare < world.options().spares(); spare++) {
            new Clock(world, "spare-" + spare, -1, spare, wait).wind();
        }
    }

    /** The time after {@code fromSeconds} at which the expected number of evictions of a node has grown by {@code expected}. */
    double after(double fromSeconds, double expected) {
        if (diurnal.isEmpty()) {
            return fromSeconds + expected / rate.perSec();
        }
        return diurnal.get().after(fromSeconds, expected / rate.perSec());
    }

    /** The eviction clock of one node, or of one place in the row of idle spares. */
    private final class Clock {
        private final World world;
        private final int node;
        private final int spare;
        private final Distribution wait;
        private final Stream evictions;
        private final Stream waits;
        private double atSeconds;

        Clock(World world, String name, int node, int spare, Distribution wait) {
            this.world = world;
            this.node = node;
            this.spare = spare;
            this.wait = wait;
            evictions = world.streams().stream(name, "eviction");
            waits = world.streams().stream(name, "replacement");
        }

        void wind() {
            atSeconds = after(atSeconds, UNIT.draw(evictions));
            if (atSeconds < 9e9) {
                long at =
                        Math.max(Simulation.nanos(atSeconds), world.simulation().nowNanos());
                world.simulation().at(at, Rank.NOTICE, this::strike, 0);
            }
        }

        private void strike(long payload) {
            long waitNanos = Simulation.nanos(Math.min(wait.draw(waits), 9e9));
            if (node >= 0) {
                world.machines().evict(node, "eviction", Simulation.nanos(notice.seconds()), waitNanos);
            } else {
                world.machines().evictSpare(spare, waitNanos);
            }
            wind();
        }
    }
}
