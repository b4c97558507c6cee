package windtunnel.model.disruption.failure;

import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.Ratio;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.TimeLaw;
import windtunnel.model.World;
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
 * one is free (the machine-repairman M/M/c//N where T is exponential and there are no spares). With {@code early}, {@code lemons} or
 * without {@code renewed}, each machine has its own hazard by its age, in node or repair, and takes it along when it moves. It stops
 * holding for shocks that take several nodes: those are domain-failures.
 */
public record ComponentFailures(
        @Key(doc = "Published rates: llama3, rsc1 or rsc2.", example = "llama3")
        Optional<FailureRates> rates,

        @Key(doc = "Failures of one node or GPU, in place of published rates.", example = "6.5e-3 per node-day")
        Optional<EventRate> rate,

        @Key(doc = "Factor on the rates.", def = "1") Ratio multiplier,

        @Key(doc = "Weibull shape of a machine's life: 1 is exponential, below 1 the young fail more often.", def = "1")
        Ratio shape,

        @Key(doc = "Whether a repaired machine is as good as new; if not, it is as old as it was.", def = "true")
        boolean renewed,

        @Key(doc = "More failures of machines that are new.", example = "{ multiplier: 10, decay: 30 d }")
        Optional<EarlyFailures> early,

        @Key(doc = "Machines that are worse than the others.", example = "{ fraction: 0.012, strikes: 3 }")
        Optional<Lemons> lemons,

        @Key(
                doc = "Share of failures after which processes hang instead of ending, so that heartbeats go on.",
                def = "0")
        Fraction hangs,

        @Key(
                doc = "Failures that do not end the job at once; without it, all do.",
                example = "{ degrades: 0.05, silent: 0.014 }")
        Optional<Severity> severity,

        @Key(doc = "Alarms before failures.", example = "{ recall: 0.5, precision: 0.6 }")
        Optional<Predictor> predictor,

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

    /** Failures at {@code rate}, and nothing more: lives are exponential, machines are replaced at once. */
    public static ComponentFailures at(EventRate rate) {
        return repaired(rate, Optional.empty(), Optional.empty());
    }

    /** As {@link #at}, with repairs by crews. */
    public static ComponentFailures repaired(EventRate rate, Optional<TimeLaw> repair, Optional<Count> crews) {
        return new ComponentFailures(
                Optional.empty(),
                Optional.of(rate),
                new Ratio(1),
                new Ratio(1),
                true,
                Optional.empty(),
                Optional.empty(),
                new Fraction(0),
                Optional.empty(),
                Optional.empty(),
                repair,
                crews);
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
        issues.check(
                early.isEmpty() || shape.value() == 1,
                "early",
                "says how the rate falls with age; leave out the 'shape'");
        issues.check(
                renewed || repair.isPresent(), "renewed", "has no meaning without a 'repair': other machines come");
        issues.check(
                severity.isEmpty() || !machinesDiffer(),
                "severity",
                "goes with machines that are alike: leave out 'lemons', 'early' and 'renewed: false'");
        issues.check(
                lemons.isEmpty() || repair.isPresent(),
                "lemons",
                "are gone at their first failure without a 'repair': other machines come");
    }

    /** Failures of one node a second, lemons and the young left out. */
    public double perNodeSecond(int gpusPerNode) {
        double each = rates.map(published -> published.perGpuSecond() * gpusPerNode)
                .orElseGet(() -> rate.orElseThrow().perSec()
                        * (rate.orElseThrow().instance().equals("GPU") ? gpusPerNode : 1));
        return each * multiplier.value();
    }

    /** Whether machines differ, by age or from the beginning. */
    boolean machinesDiffer() {
        return early.isPresent() || lemons.isPresent() || !renewed;
    }

    @Override
    public boolean takesMachines(ClusterSpec.Nodes nodes) {
        return repair.isPresent();
    }

    @Override
    public void attach(World world) {
        if (perNodeSecond(world.cluster().gpusPerNode()) > 0) {
            rates.ifPresent(published -> published.note(world.assumptions()));
            new FailureClocks(world, this).begin();
        }
    }
}
