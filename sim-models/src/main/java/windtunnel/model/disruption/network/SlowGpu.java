package windtunnel.model.disruption.network;

import java.util.Optional;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.random.Distribution;
import windtunnel.core.random.Stream;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Disruption;
import windtunnel.model.TimeLaw;
import windtunnel.model.World;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * A GPU that computes at a share f of its rate for a time, for heat or power; a synchronous job's compute then takes 1/f of its time, and all
 * other GPUs wait. Of several at once the slowest counts. The job must have its compute on every GPU's critical path, as data-parallel
 * jobs have; with a pipeline it is an upper bound.
 */
public record SlowGpu(
        @Key(doc = "When it happens, once.", example = "3 h")
        Optional<TimeSpan> at,

        @Key(doc = "In its place: how often it happens to one GPU.", example = "1e-4 per GPU-day")
        Optional<EventRate> rate,

        @Key(doc = "Share of its rate that is left.", def = "0.8", tag = "assumed", source = "no source")
        Fraction factor,

        @Key(doc = "How long it lasts.", def = "30 min", tag = "assumed", source = "no source")
        TimeLaw lasts)
        implements Disruption, Checked {
    private static final double LONGEST_SECONDS = 9e8;

    @Override
    public void check(Issues issues) {
        issues.check(at.isPresent() != rate.isPresent(), "", "give 'at' or 'rate'");
        issues.check(
                rate.isEmpty() || rate.get().instance().equals("GPU"),
                "rate",
                "is a rate of GPUs, such as '1e-4 per GPU-day'");
        issues.check(factor.value() > 0, "factor", "a GPU that does nothing has failed; see component-failures");
    }

    @Override
    public void attach(World world) {
        Stream draws = world.streams().stream("gpu", "slow");
        if (at.isPresent()) {
            after(world, at.get().seconds(), () -> begin(world, draws));
        } else if (rate.orElseThrow().perSec() > 0) {
            next(
                    world,
                    Distribution.exponential(
                            1 / (rate.get().perSec() * world.cluster().gpus())),
                    draws);
        }
    }

    private void next(World world, Distribution calm, Stream draws) {
        after(world, calm.draw(draws), () -> {
            begin(world, draws);
            next(world, calm, draws);
        });
    }

    private void begin(World world, Stream draws) {
        world.conditions().slow(factor.value());
        after(world, lasts.seconds().draw(draws), () -> world.conditions().recovered(factor.value()));
    }

    private static void after(World world, double seconds, Runnable what) {
        if (seconds < LONGEST_SECONDS) {
            world.simulation().after(Simulation.nanos(seconds), Rank.FAILURE, payload -> what.run(), 0);
        }
    }
}
