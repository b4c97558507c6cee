package windtunnel.model.disruption.failure;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.random.Distribution;
import windtunnel.core.random.Stream;
import windtunnel.model.ExpectedLosses;
import windtunnel.model.Machines;
import windtunnel.model.TimeLaw;
import windtunnel.model.World;

/** The failure clocks of all nodes in one run. */
final class FailureClocks {
    private static final double LATEST_SECONDS = 9e9;

    private final World world;
    private final ComponentFailures failures;
    private final double perSecond;
    private final Wear wear;
    private final Distribution life;
    private final Optional<Distribution> away;
    private final Optional<Crews> crews;
    private final MachineLives lives;
    private final Distribution lead;
    private final Optional<Wounds> wounds;

    FailureClocks(World world, ComponentFailures failures) {
        this.world = world;
        this.failures = failures;
        perSecond = failures.perNodeSecond(world.cluster().gpusPerNode());
        wear = new Wear(perSecond, failures.shape().value(), failures.early());
        life = wear.life();
        away = failures.repair().map(TimeLaw::seconds);
        crews = failures.crews().map(count -> new Crews(world.simulation(), count.value()));
        lead = failures.predictor().map(predictor -> predictor.lead().seconds()).orElse(null);
        wounds = failures.severity().map(severity -> new Wounds(world, severity));
        lives = failures.machinesDiffer() ? new MachineLives(world, failures) : null;
    }

    void begin() {
        expect();
        if (lives == null) {
            for (int node = 0; node < world.cluster().nodes(); node++) {
                new PlainClock(node).wind();
            }
        } else {
            AgedClock[] clocks = new AgedClock[world.cluster().nodes()];
            for (int node = 0; node < clocks.length; node++) {
                clocks[node] = new AgedClock(node);
                clocks[node].changed();
            }
            world.machines().watch(node -> clocks[node].changed());
            world.onEnd(lives::record);
        }
    }

    private void expect() {
        int nodes = world.cluster().nodes();
        double rate = perSecond * failures.lemons().map(Lemons::meanFactor).orElse(1.0);
        double meanRepair = away.map(Distribution::mean).orElse(0.0);
        double meanAway = failures.crews()
                .map(c -> Crews.meanDown(nodes, rate, meanRepair, c.value()) / (rate * nodes))
                .orElse(meanRepair);
        double announced = failures.predictor().map(p -> p.recall().value()).orElse(0.0);
        world.machines().expected().expectFailures(rate * nodes * (1 - announced), 1, meanAway);
        failures.predictor().ifPresent(predictor -> {
            world.machines().expected().expectWarnings(rate * nodes * announced, lead, meanAway);
            world.machines()
                    .expected()
                    .expectWarnings(rate * nodes * predictor.falseAlarms(), Distribution.constant(1e9), meanAway);
            world.machines()
                    .expected()
                    .foretold(new ExpectedLosses.Alarms(
                            predictor.recall().value(), predictor.precision().value(), lead));
        });
    }

    /** What strikes one node: its failures, and the alarms before them. */
    private abstract class Clock {
        final int node;
        final Stream stream;
        private final Stream hanging;
        private final Stream severities;
        private final LongSupplier repairNanos;
        private final Stream alarms;
        private long ring = -1;
        private long alarm = -1;
        private int alarmedStay = -1;

        Clock(int node) {
            this.node = node;
            String name = "node-" + node;
            stream = world.streams().stream(name, "failure");
            hanging = failures.hangs().value() > 0 ? world.streams().stream(name, "hang") : null;
            severities = wounds.isPresent() ? world.streams().stream(name, "severity") : null;
            alarms = failures.predictor().isPresent() ? world.streams().stream(name, "alarm") : null;
            LongSupplier alone = away.map(law -> repairs(law, world.streams().stream(name, "repair")))
                    .orElse(null);
            repairNanos = crews.map(queue -> queue.before(alone)).orElse(alone);
            failures.predictor().ifPresent(predictor -> {
                double perSecond = FailureClocks.this.perSecond * predictor.falseAlarms();
                if (perSecond > 0) {
                    falseAlarm(Distribution.exponential(1 / perSecond), world.streams().stream(name, "false-alarm"));
                }
            });
        }

        private LongSupplier repairs(Distribution law, Stream draws) {
            double burnIn = failures.renewed()
                    ? failures.early().map(e -> e.burnIn().seconds()).orElse(0.0)
                    : 0;
            return () -> Simulation.nanos(Math.min(law.draw(draws) + burnIn, LATEST_SECONDS));
        }

        /** The node fails {@code seconds} from now, and there may be an alarm before. */
        final void strikeAfter(double seconds) {
            if (seconds >= LATEST_SECONDS - world.simulation().nowNanos() * 1e-9) {
                return;
            }
            long nanos = Simulation.nanos(seconds);
            ring = world.simulation().after(nanos, Rank.FAILURE, this::ring, 0);
            failures.predictor().ifPresent(predictor -> {
                boolean caught = alarms.uniform() < predictor.recall().value();
                double early = lead.draw(alarms);
                if (caught) {
                    long before = Math.min(nanos, Simulation.nanos(Math.min(early, LATEST_SECONDS)));
                    alarm = world.simulation().after(nanos - before, Rank.NOTICE, now -> foretell(before), 0);
                }
            });
        }

        /** What was to strike does not. */
        final void cancel() {
            ring = stop(ring);
            alarm = stop(alarm);
            alarmedStay = -1;
        }

        /** Whether a failure is to come. */
        final boolean ticking() {
            return ring >= 0;
        }

        private long stop(long timer) {
            if (timer >= 0) {
                world.simulation().cancel(timer);
            }
            return -1;
        }

        private void foretell(long beforeNanos) {
            alarm = -1;
            alarmedStay = world.machines().stay(node);
            warn("predicted failure", beforeNanos);
        }

        private void warn(String cause, long noticeNanos) {
            Machines.Return back = repairNanos == null ? Machines.Return.NEW : Machines.Return.SAME;
            world.machines()
                    .warn(new Machines.Warning(List.of(node), cause, noticeNanos, this::serviceNanos, back, false));
        }

        private long serviceNanos() {
            serviced();
            return repairNanos == null ? 0 : repairNanos.getAsLong();
        }

        private void falseAlarm(Distribution calm, Stream draws) {
            double seconds = calm.draw(draws);
            if (seconds < LATEST_SECONDS - world.simulation().nowNanos() * 1e-9) {
                world.simulation()
                        .after(
                                Simulation.nanos(seconds),
                                Rank.NOTICE,
                                now -> {
                                    warn("false alarm", -1);
                                    falseAlarm(calm, draws);
                                },
                                0);
            }
        }

        private void ring(long payload) {
            ring = -1;
            alarm = stop(alarm);
            double which = stream.uniform();
            boolean averted =
                    alarmedStay >= 0 && alarmedStay != world.machines().stay(node);
            alarmedStay = -1;
            if (!averted) {
                FailureRates.Cause cause =
                        failures.rates().map(rates -> rates.cause(which)).orElse(FailureRates.ANY);
                boolean hang = cause.hang()
                        || failures.hangs().value() > 0
                                && hanging.uniform() < failures.hangs().value();
                boolean goesOn = wounds.isPresent() && wounds.get().goesOn(node, cause.name(), severities, repairNanos);
                if (!goesOn) {
                    fail(Machines.Loss.of(node, cause.name(), hang), repairNanos);
                }
            }
            wound();
        }

        /** The node's machine fails now. */
        abstract void fail(Machines.Loss loss, LongSupplier repairNanos);

        /** Winds the clock again after it rang. */
        abstract void wound();

        /** The node's machine is looked after though it has not failed. */
        abstract void serviced();
    }

    /** A clock that never stops: a node's machines are alike, so it does not matter which one is there. */
    private final class PlainClock extends Clock {
        PlainClock(int node) {
            super(node);
        }

        void wind() {
            strikeAfter(life.draw(stream));
        }

        @Override
        void fail(Machines.Loss loss, LongSupplier repairNanos) {
            world.machines().fail(loss, repairNanos, true);
        }

        @Override
        void wound() {
            wind();
        }

        @Override
        void serviced() {
            // A machine without age or character is the same after a look at it.
        }
    }

    /**
     * A clock that shows the hazard that the node's machines have met: it strikes when that has grown by a unit exponential, whichever
     * machines they were, and stands still while there is none.
     */
    private final class AgedClock extends Clock {
        private static final Distribution UNIT = Distribution.exponential(1);
        private int machine = -1;
        private double left;
        private long sinceNanos;

        AgedClock(int node) {
            super(node);
            left = UNIT.draw(stream);
        }

        /** The node has lost or got a machine. */
        void changed() {
            cancel();
            pass();
            machine = world.machines().vacant(node) ? -1 : world.machines().machine(node);
            if (machine >= 0) {
                strikeAfter(wear.after(lives.age(machine), left / lives.factor(machine)));
            }
        }

        /** The machine has grown older, and the hazard has grown. */
        private void pass() {
            long now = world.simulation().nowNanos();
            if (machine >= 0) {
                double age = lives.age(machine);
                double passed = (now - sinceNanos) * 1e-9;
                left = Math.max(0, left - lives.factor(machine) * wear.between(age, age + passed));
                lives.grow(machine, passed);
            }
            sinceNanos = now;
        }

        @Override
        void fail(Machines.Loss loss, LongSupplier repairNanos) {
            pass();
            left = UNIT.draw(stream);
            if (machine >= 0 && !world.machines().paused()) {
                int failed = machine;
                machine = -1;
                boolean kept = lives.failed(failed);
                world.machines().fail(loss, repairNanos, kept);
            }
        }

        @Override
        void wound() {
            if (machine >= 0 && !ticking()) {
                strikeAfter(wear.after(lives.age(machine), left / lives.factor(machine)));
            }
        }

        @Override
        void serviced() {
            pass();
            if (machine >= 0) {
                lives.serviced(machine);
                machine = -1;
            }
        }
    }
}
