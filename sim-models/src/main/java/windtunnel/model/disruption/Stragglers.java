package windtunnel.model.disruption;

import java.util.BitSet;
import java.util.Optional;
import org.apache.commons.math3.util.FastMath;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.random.Distribution;
import windtunnel.core.random.Stream;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Disruption;
import windtunnel.model.TimeLaw;
import windtunnel.model.World;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Nodes that are slower than the others: a synchronous step waits for the slowest of them.
 *
 * <p>Three laws, one for each disruption of this kind; several of them add up, which is an upper bound. {@code jitter}: every node takes
 * an exponential time more, with mean j; the longest of N is drawn by its own law, P(X &lt; x) = (1 - e^(-x/j))^N, with mean j H_N. {@code
 * probability}: in any step each node is slower by {@code factor} with chance q, so the step is with 1 - (1 - q)^N. {@code rate}: nodes
 * become slower by {@code factor} and stay so until they are detected after {@code detected}; then the machine is replaced, and
 * the job starts again from its checkpoint. All nodes are on the critical path, an upper bound for jobs with pipelines.
 */
public record Stragglers(
        @Key(doc = "Mean of the exponential time that each node takes more in a step.", example = "10 ms")
        Optional<TimeSpan> jitter,

        @Key(doc = "Chance that a node is slow in a step.", example = "0.001")
        Optional<Fraction> probability,

        @Key(doc = "Nodes that become slow and stay so until detected.", example = "0.001 per node-day")
        Optional<EventRate> rate,

        @Key(doc = "A slow node's step over the undisturbed one.", def = "1.3", tag = "assumed", source = "no source")
        Ratio factor,

        @Key(
                doc = "Time until a node that stays slow is found and replaced.",
                example = "2 h",
                def = "1 h",
                tag = "assumed",
                source = "no source")
        TimeLaw detected)
        implements Disruption, Checked {

    @Override
    public void check(Issues issues) {
        long laws = jitter.stream().count()
                + probability.stream().count()
                + rate.stream().count();
        issues.check(laws == 1, "", "give one of jitter, probability and rate; another law is another disruption");
        issues.check(factor.value() >= 1, "factor", "must be at least 1: a straggler is slower than the others");
        issues.check(
                rate.isEmpty() || rate.get().instance().equals("node"),
                "rate",
                "is a rate of nodes, such as '0.001 per node-day'");
    }

    @Override
    public void attach(World world) {
        int nodes = world.cluster().nodes();
        Stream draws = world.streams().stream("step", jitter.isPresent() ? "jitter" : "straggler");
        if (jitter.isPresent()) {
            world.delaySteps(step -> Simulation.nanos(longest(jitter.get().seconds(), nodes, draws.uniform())));
        } else if (probability.isPresent()) {
            double any =
                    -FastMath.expm1(nodes * FastMath.log1p(-probability.get().value()));
            world.delaySteps(step -> draws.uniform() < any ? slower(step) : 0);
        } else if (rate.orElseThrow().perSec() > 0) {
            new SlowNodes(world).begin();
        }
    }

    private long slower(long stepNanos) {
        return Simulation.nanos(stepNanos * 1e-9 * (factor.value() - 1));
    }

    /** The longest of {@code count} exponential times of mean {@code mean}: -mean ln(1 - u^(1/count)). */
    static double longest(double mean, int count, double uniform) {
        return -mean * FastMath.log(-FastMath.expm1(FastMath.log(uniform) / count));
    }

    /** The machines that are slow now; one that is lost before it is found takes its slowness with it. */
    private final class SlowNodes {
        private final World world;
        private final Distribution calm =
                Distribution.exponential(1 / rate.orElseThrow().perSec());
        private final Distribution found = detected.seconds();
        private final int[] slowStay;
        private final BitSet slow = new BitSet();

        SlowNodes(World world) {
            this.world = world;
            slowStay = new int[world.cluster().nodes()];
        }

        void begin() {
            int nodes = world.cluster().nodes();
            world.machines().expected().expectFailures(rate.orElseThrow().perSec() * nodes, 1, 0);
            world.delaySteps(step -> anySlow() ? slower(step) : 0);
            for (int node = 0; node < nodes; node++) {
                wind(
                        node,
                        world.streams().stream("node-" + node, "straggler"),
                        world.streams().stream("node-" + node, "straggler-found"));
            }
        }

        private boolean anySlow() {
            for (int node = slow.nextSetBit(0); node >= 0; node = slow.nextSetBit(node + 1)) {
                if (isSlow(node)) {
                    return true;
                }
                slow.clear(node);
            }
            return false;
        }

        private boolean isSlow(int node) {
            return slow.get(node) && slowStay[node] == world.machines().stay(node);
        }

        /** The clock never stops: a machine that is slow cannot become slower, and a time without memory begins anew anyway. */
        private void wind(int node, Stream onsets, Stream finds) {
            double seconds = calm.draw(onsets);
            if (seconds < 9e9 - world.simulation().nowNanos() * 1e-9) {
                world.simulation().after(Simulation.nanos(seconds), Rank.FAILURE, now -> onset(node, onsets, finds), 0);
            }
        }

        private void onset(int node, Stream onsets, Stream finds) {
            long until = Simulation.nanos(Math.min(found.draw(finds), 9e8));
            if (!world.machines().vacant(node) && !isSlow(node)) {
                int stay = world.machines().stay(node);
                slow.set(node);
                slowStay[node] = stay;
                world.simulation().after(until, Rank.FAILURE, now -> find(node, stay), 0);
            }
            wind(node, onsets, finds);
        }

        private void find(int node, int stay) {
            if (world.machines().stay(node) != stay) {
                return;
            }
            if (world.machines().paused()) {
                world.machines().postpone(now -> find(node, stay));
            } else {
                world.machines().fail(node, 1, "slow node", null);
            }
        }
    }
}
