package windtunnel.model.disruption;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.commons.math3.special.Gamma;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.random.Distribution;
import windtunnel.core.random.Stream;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.Nearest;
import windtunnel.core.unit.QuantityException;
import windtunnel.core.unit.Ratio;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.TimeLaw;
import windtunnel.model.World;
import windtunnel.model.hardware.Tag;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Components of machines that fail, one clock for each node.
 *
 * <p>The clock of a node runs at the sum of the rates of its components (superposition of exponentials); the cause is drawn from the
 * node's own stream. With a shape k other than 1 the life of a machine is Weibull with the same mean, scale mean / Gamma(1 + 1/k), and
 * each loss begins a new life. Without {@code repair} a failed machine is replaced by a healthy one at once, as a cloud does; with it, the
 * machine is in repair that long (and paid), while a hot spare takes its place or the job waits. The number in repair is then Poisson with
 * mean N lambda T, whatever the law of T (M/G/infinity), as long as spares keep the nodes whole. With {@code crews} a machine waits until
 * one is free (the machine-repairman M/M/c//N where T is exponential and there are no spares). It stops holding for infant mortality,
 * and for shocks that take several nodes: those are domain-failures.
 */
public record ComponentFailures(
        @Key(doc = "Published rates: llama3.", example = "llama3")
        Optional<Preset> rates,

        @Key(doc = "Failures of one node or GPU, in place of published rates.", example = "6.5e-3 per node-day")
        Optional<EventRate> rate,

        @Key(doc = "Factor on the rates.", def = "1") Ratio multiplier,

        @Key(doc = "Weibull shape of a machine's life: 1 is exponential, below 1 the young fail more often.", def = "1")
        Ratio shape,

        @Key(
                doc = "Time that a failed machine is in repair; without it, it is replaced at once.",
                example = "{ lognormal: { mean: 3 d, cv: 1 } }")
        Optional<TimeLaw> repair,

        @Key(
                doc =
                        "Crews that repair one machine each, in the order of failure; without it, no machine waits for one.",
                example = "2")
        Optional<Count> crews)
        implements Disruption, Checked {

    /** Published failure rates. */
    public enum Preset {
        /** Llama 3 405B: 419 unexpected interruptions of 16,384 H100s in 54 days. */
        LLAMA3;

        private static final double GPU_HOURS = 16_384 * 1296.0;
        private static final String[] CAUSES = {
            "faulty GPU", "HBM3", "software", "switch or cable", "host maintenance", "GPU SRAM", "GPU system processor",
                    "NIC",
            "NCCL watchdog", "silent data corruption", "thermal", "SSD", "power supply", "chassis", "IO board",
                    "dependency",
            "CPU", "DRAM"
        };
        private static final int[] COUNTS = {148, 72, 54, 35, 32, 19, 17, 7, 7, 6, 6, 3, 3, 2, 2, 2, 2, 2};

        /** Parses the name of a preset. */
        public static Preset parse(String text) {
            if (text.trim().equals("llama3")) {
                return LLAMA3;
            }
            String nearest = Nearest.of(text, java.util.List.of("llama3"));
            throw new QuantityException("'" + text + "' is no set of rates; known is llama3"
                    + (nearest == null ? "" : "; did you mean '" + nearest + "'?"));
        }

        /** Failures of one GPU a second. */
        public double perGpuSecond() {
            return total() / GPU_HOURS / 3600;
        }

        private static int total() {
            int sum = 0;
            for (int count : COUNTS) {
                sum += count;
            }
            return sum;
        }

        /** The cause at a share of all failures. */
        public String cause(double uniform) {
            double left = uniform * total();
            for (int i = 0; i < COUNTS.length; i++) {
                left -= COUNTS[i];
                if (left < 0) {
                    return CAUSES[i];
                }
            }
            return CAUSES[CAUSES.length - 1];
        }

        @Override
        public String toString() {
            return "llama3";
        }
    }

    @Override
    public void check(Issues issues) {
        issues.check(crews.isEmpty() || repair.isPresent(), "crews", "have nothing to do without a 'repair'");
        issues.check(
                crews.isEmpty() || crews.get().value() >= 1 && crews.get().value() <= 1_000_000,
                "crews",
                "must be from 1 to a million");
        issues.check(shape.value() >= 0.05 && shape.value() <= 100, "shape", "must be from 0.05 to 100");
        issues.check(rates.isPresent() != rate.isPresent(), "", "give either published rates or one rate of your own");
    }

    /** Failures of one node a second. */
    public double perNodeSecond(int gpusPerNode) {
        double each = rates.map(preset -> preset.perGpuSecond() * gpusPerNode)
                .orElseGet(() -> rate.orElseThrow().perSec()
                        * (rate.orElseThrow().instance().equals("GPU") ? gpusPerNode : 1));
        return each * multiplier.value();
    }

    @Override
    public boolean takesMachines(ClusterSpec.Nodes nodes) {
        return repair.isPresent();
    }

    @Override
    public void attach(World world) {
        double perSecond = perNodeSecond(world.cluster().gpusPerNode());
        if (perSecond == 0) {
            return;
        }
        rates.ifPresent(preset -> world.assumptions()
                .note(
                        "failures.llama3",
                        "419 in 16384 GPUs x 54 d",
                        Tag.MEASURED,
                        "Llama 3 snapshot as tabulated by G. Lockwood, glennklockwood.com; counts, since the printed share of"
                                + " faulty GPUs does not match them",
                        "2024-07"));
        Distribution life = life(perSecond);
        Optional<Distribution> away = repair.map(TimeLaw::seconds);
        int nodes = world.cluster().nodes();
        double meanRepair = away.map(Distribution::mean).orElse(0.0);
        double meanAway = crews.map(c -> Crews.meanDown(nodes, perSecond, meanRepair, c.value()) / (perSecond * nodes))
                .orElse(meanRepair);
        world.machines().expectFailures(perSecond * nodes, 1, meanAway);
        Optional<Crews> shared = crews.map(c -> new Crews(world.simulation(), c.value()));
        for (int node = 0; node < nodes; node++) {
            new Clock(world, node, life, away, shared).wind();
        }
    }

    private Distribution life(double perSecond) {
        return shape.value() == 1
                ? Distribution.exponential(1 / perSecond)
                : Distribution.weibull(shape.value(), 1 / perSecond / Gamma.gamma(1 + 1 / shape.value()));
    }

    /** The failure clock of one node. */
    private final class Clock {
        private final World world;
        private final int node;
        private final Distribution life;
        private final Stream lives;
        private final LongSupplier repairNanos;

        Clock(World world, int node, Distribution life, Optional<Distribution> away, Optional<Crews> shared) {
            this.world = world;
            this.node = node;
            this.life = life;
            lives = world.streams().stream("node-" + node, "failure");
            LongSupplier alone = away.map(law -> repairs(law, world.streams().stream("node-" + node, "repair")))
                    .orElse(null);
            repairNanos = shared.map(queue -> queue.before(alone)).orElse(alone);
        }

        private static LongSupplier repairs(Distribution law, Stream stream) {
            return () -> Simulation.nanos(Math.min(law.draw(stream), 9e9));
        }

        void wind() {
            double seconds = life.draw(lives);
            if (seconds < 9e9 - world.simulation().nowNanos() * 1e-9) {
                world.simulation().after(Simulation.nanos(seconds), Rank.FAILURE, this::fail, 0);
            }
        }

        private void fail(long payload) {
            double which = lives.uniform();
            String cause = rates.map(preset -> preset.cause(which)).orElse("failure");
            world.machines().fail(node, 1, cause, repairNanos);
            wind();
        }
    }
}
