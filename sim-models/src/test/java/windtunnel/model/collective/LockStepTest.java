package windtunnel.model.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.flow.FlowNetwork;
import windtunnel.core.flow.LockStep;
import windtunnel.core.flow.Transfer;

class LockStepTest {
    /** Rates from instants on, the first at 0. */
    private record Schedule(double[] from, double[] rate) {
        static Schedule random(SplittableRandom r, double length) {
            int pieces = 1 + r.nextInt(6);
            double[] from = new double[pieces];
            double[] rate = new double[pieces];
            for (int i = 0; i < pieces; i++) {
                from[i] = i == 0 ? 0 : from[i - 1] + length * r.nextDouble() / 3;
                rate[i] = 1 + 9 * r.nextDouble();
            }
            return new Schedule(from, rate);
        }

        /** When {@code bytes} that begin at {@code start} have moved. */
        double end(double start, double bytes) {
            double at = start;
            double left = bytes;
            for (int i = 0; i < rate.length; i++) {
                double until = i + 1 < rate.length ? from[i + 1] : Double.POSITIVE_INFINITY;
                if (at >= until) {
                    continue;
                }
                if (left <= (until - at) * rate[i]) {
                    return at + left / rate[i];
                }
                left -= (until - at) * rate[i];
                at = until;
            }
            throw new AssertionError();
        }

        double spread() {
            double least = rate[0];
            double most = rate[0];
            for (double each : rate) {
                least = Math.min(least, each);
                most = Math.max(most, each);
            }
            return most / least;
        }
    }

    private static double lockStep(int steps, double latency, double chunk, Schedule schedule) {
        LockStep ring = new LockStep(steps, latency, chunk, schedule.rate()[0]);
        for (int i = 1; i < schedule.rate().length && schedule.from()[i] < ring.finishSeconds(); i++) {
            ring.change(schedule.from()[i], schedule.rate()[i]);
        }
        return ring.finishSeconds();
    }

    /** Every step of every rank: it begins when the rank has received the step before and its own last send has arrived. */
    private static double everyStep(int ranks, int steps, double latency, double chunk, Schedule schedule) {
        double[] arrived = new double[ranks];
        for (int step = 0; step < steps; step++) {
            double[] next = new double[ranks];
            for (int rank = 0; rank < ranks; rank++) {
                double start = Math.max(arrived[rank], arrived[(rank + ranks - 1) % ranks]);
                next[rank] = schedule.end(start + latency, chunk);
            }
            arrived = next;
        }
        double finish = 0;
        for (double at : arrived) {
            finish = Math.max(finish, at);
        }
        return finish;
    }

    @Test
    @DisplayName("net-C17 all links at half their rate from the middle on: one and a half times as long")
    void halfWayDegradation() {
        LockStep ring = new LockStep(14, 0, 1.0 / 14, 1);
        assertThat(ring.finishSeconds()).isEqualTo(1, within(1e-12));
        ring.change(0.5, 0.5);
        assertThat(ring.finishSeconds()).isEqualTo(1.5, within(1e-12));
    }

    @Test
    @DisplayName("net-5.11 three steps of latency 1 and 4 bytes at 2 a second, at 1 a second from 4.5 s on: 14.5 s")
    void byHand() {
        LockStep ring = new LockStep(3, 1, 4, 2);
        assertThat(ring.finishSeconds()).isEqualTo(9);
        // 4.5 s: one step is over after 3 s, the second has waited 1 s and sent 1 byte
        ring.change(4.5, 1);
        assertThat(ring.stepsLeft()).isEqualTo(2);
        assertThat(ring.finishSeconds()).isEqualTo(4.5 + 3 + 1 + 4);
        ring.change(7, 0);
        assertThat(ring.finishSeconds()).isInfinite();
        ring.change(10, 4);
        assertThat(ring.finishSeconds()).isEqualTo(10 + 0.5 / 4 + 1 + 1);
        ring.change(100, 1);
        assertThat(ring.stepsLeft()).isZero();
        assertThat(ring.finishSeconds()).isLessThanOrEqualTo(100);
    }

    @Property(tries = 500)
    @Label("net-5.11 ranks that are alike under rates that change for all: every step of every rank, to 1e-12")
    void equalsEveryStepOfEveryRank(@ForAll long seed) {
        SplittableRandom r = new SplittableRandom(seed);
        int ranks = 2 + r.nextInt(30);
        int steps = 2 * (ranks - 1);
        double latency = r.nextInt(3) == 0 ? 0 : r.nextDouble();
        double chunk = 10 * r.nextDouble();
        Schedule schedule = Schedule.random(r, steps * (latency + chunk / 5));
        double expected = everyStep(ranks, steps, latency, chunk, schedule);
        assertThat(lockStep(steps, latency, chunk, schedule)).isCloseTo(expected, within(1e-12 * expected));
    }

    @Property(tries = 500)
    @Label("net-5.13 latency paid first ends at most all latency times the spread of rates apart")
    void fluidIsNear(@ForAll long seed) {
        SplittableRandom r = new SplittableRandom(seed);
        int steps = 1 + r.nextInt(60);
        double latency = r.nextDouble();
        double chunk = 10 * r.nextDouble();
        Schedule schedule = Schedule.random(r, steps * (latency + chunk / 5));
        double all = steps * latency;
        double fluid = schedule.end(all, steps * chunk);
        double stepped = lockStep(steps, latency, chunk, schedule);
        assertThat(Math.abs(fluid - stepped)).isLessThanOrEqualTo(all * schedule.spread() * (1 + 1e-9));
    }

    @Property(tries = 60)
    @Label("net-5.11 a ring of flows whose links all change at once, to a nanosecond a step")
    void equalsARingOfFlows(@ForAll long seed) {
        SplittableRandom r = new SplittableRandom(seed);
        int ranks = 2 + r.nextInt(8);
        int steps = 2 * (ranks - 1);
        double latency = 1e-6 * r.nextInt(300);
        double before = 1e9 * (1 + r.nextInt(8));
        double after = 1e9 * (1 + r.nextInt(8));
        long changeNanos = 1 + r.nextInt(4_000_000);
        Simulation simulation = new Simulation();
        FlowNetwork network = new FlowNetwork(simulation);
        Transfer[] sends = new Transfer[ranks];
        for (int rank = 0; rank < ranks; rank++) {
            sends[rank] =
                    Transfer.of(1e6, network.addLink("edge " + rank, before)).withLatency(latency);
        }
        simulation.at(
                changeNanos,
                Rank.FLOW_END,
                payload -> {
                    for (int rank = 0; rank < ranks; rank++) {
                        network.setCapacity(rank, after);
                    }
                },
                0);
        SteppedRing ring = new SteppedRing(simulation, network, steps, sends, () -> {});
        ring.start();
        simulation.run();
        LockStep alike = new LockStep(steps, latency, 1e6, before);
        if (changeNanos * 1e-9 < alike.finishSeconds()) {
            alike.change(changeNanos * 1e-9, after);
        }
        double nanos = 1e-9 * (2 * steps + 2) * Math.max(1, before / after) + 1e-9 * steps;
        assertThat(ring.endNanos() * 1e-9).isCloseTo(alike.finishSeconds(), within(nanos));
    }

    @Test
    void badStateThrows() {
        assertThatThrownBy(() -> new LockStep(0, 1, 1, 1)).hasMessageContaining("0 steps");
        assertThatThrownBy(() -> new LockStep(1, 1, 1, -1)).hasMessageContaining("negative");
        LockStep ring = new LockStep(4, 1, 1, 1);
        ring.change(3, 2);
        assertThatThrownBy(() -> ring.change(2, 1)).hasMessageContaining("in order");
    }
}
