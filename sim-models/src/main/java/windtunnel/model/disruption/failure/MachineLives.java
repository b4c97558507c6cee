package windtunnel.model.disruption.failure;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import windtunnel.core.engine.Simulation;
import windtunnel.core.measure.Metric;
import windtunnel.core.random.Stream;
import windtunnel.model.World;

/** Age and character of every machine in one run, and what the detector of lemons knows of it. */
public final class MachineLives {
    /** Lemons that were found. */
    public static final Metric LEMONS_REMOVED =
            new Metric("lemons_removed", "1", "Machines that fail too often and were sent away for it.");
    /** Good machines that were taken for lemons. */
    public static final Metric GOOD_REMOVED =
            new Metric("good_removed", "1", "Machines as good as the others that were sent away for failing often.");

    /** Both. */
    public static final List<Metric> METRICS = List.of(LEMONS_REMOVED, GOOD_REMOVED);

    private final World world;
    private final ComponentFailures failures;
    private final double firstAge;
    private final TreeMap<Integer, ArrayDeque<Long>> strikes = new TreeMap<>();
    private final TreeMap<Integer, Stream> cures = new TreeMap<>();
    private double[] ages = new double[0];
    private double[] factors = new double[0];
    private int lemonsRemoved;
    private int goodRemoved;

    MachineLives(World world, ComponentFailures failures) {
        this.world = world;
        this.failures = failures;
        firstAge = failures.early().map(early -> early.burnIn().seconds()).orElse(0.0);
    }

    /** Seconds for which a machine has been in a node, since it was new or renewed. */
    double age(int machine) {
        know(machine);
        return ages[machine];
    }

    /** Failure rate over that of a good machine of its age. */
    double factor(int machine) {
        know(machine);
        return factors[machine];
    }

    private void know(int machine) {
        if (machine >= ages.length) {
            int size = Math.max(machine + 1, ages.length * 2);
            ages = Arrays.copyOf(ages, size);
            factors = Arrays.copyOf(factors, size);
        }
        if (factors[machine] == 0) {
            ages[machine] = firstAge;
            factors[machine] = failures.lemons()
                    .filter(lemons -> world.streams().stream("machine-" + machine, "lemon")
                                    .uniform()
                            < lemons.fraction().value())
                    .map(lemons -> lemons.multiplier().value())
                    .orElse(1.0);
        }
    }

    /** The machine has been in a node that long. */
    void grow(int machine, double seconds) {
        ages[machine] += seconds;
    }

    /** The machine has failed and is repaired; answers whether it may come back. */
    boolean failed(int machine) {
        boolean kept = failures.lemons().map(lemons -> mayStay(machine, lemons)).orElse(true);
        if (kept) {
            serviced(machine);
        } else if (factors[machine] > 1) {
            lemonsRemoved++;
        } else {
            goodRemoved++;
        }
        return kept;
    }

    private boolean mayStay(int machine, Lemons lemons) {
        if (lemons.strikes().isEmpty()) {
            return true;
        }
        long now = world.simulation().nowNanos();
        ArrayDeque<Long> times = strikes.computeIfAbsent(machine, m -> new ArrayDeque<>());
        times.add(now);
        while (times.peek() < now - Simulation.nanos(lemons.window().seconds())) {
            times.remove();
        }
        return times.size() < lemons.strikes().get().value();
    }

    /** The machine is repaired: renewed if repairs do that, and cured if it is a lemon in luck. */
    void serviced(int machine) {
        if (failures.renewed()) {
            ages[machine] = firstAge;
        }
        failures.lemons().filter(lemons -> factors[machine] > 1).ifPresent(lemons -> {
            Stream draws = cures.computeIfAbsent(machine, m -> world.streams().stream("machine-" + m, "cure"));
            if (draws.uniform() < lemons.cured().value()) {
                factors[machine] = 1;
            }
        });
    }

    void record(long endNanos) {
        if (failures.lemons().flatMap(Lemons::strikes).isPresent()) {
            world.recorder().record("nodes", LEMONS_REMOVED, lemonsRemoved);
            world.recorder().record("nodes", GOOD_REMOVED, goodRemoved);
        }
    }
}
