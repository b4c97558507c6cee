package windtunnel.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {

    private final Simulation sim = new Simulation();
    private final List<Long> fired = new ArrayList<>();

    private static EventHandler named(String label, EventHandler body) {
        return new EventHandler() {
            @Override
            public void fire(long payload) {
                body.fire(payload);
            }

            @Override
            public String label() {
                return label;
            }
        };
    }

    @Test
    void eventsFireByTimeThenRankThenOrderOfScheduling() {
        sim.at(5, Rank.METRICS, fired::add, 6);
        sim.at(5, Rank.FLOW_END, fired::add, 2);
        sim.at(7, Rank.FAILURE, fired::add, 7);
        sim.at(5, Rank.FLOW_END, fired::add, 3);
        sim.at(5, Rank.FAILURE, fired::add, 1);
        sim.at(4, Rank.METRICS, fired::add, 0);
        sim.at(5, Rank.STEP_END, fired::add, 4);
        sim.at(5, Rank.SCHEDULER, fired::add, 5);
        sim.run();
        assertThat(fired).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(sim.eventsFired()).isEqualTo(8);
    }

    @Test
    void eventScheduledAtTheSameInstantJoinsTheOrder() {
        sim.at(5, Rank.FLOW_END, p -> sim.at(5, Rank.FAILURE, fired::add, 1), 0);
        sim.at(5, Rank.FLOW_END, fired::add, 2);
        sim.run();
        assertThat(fired).containsExactly(1L, 2L);
    }

    @Test
    void cancelIsExact() {
        long gone = sim.at(5, Rank.FLOW_END, fired::add, 1);
        long kept = sim.at(5, Rank.FLOW_END, fired::add, 2);
        assertThat(sim.cancel(gone)).isTrue();
        assertThat(sim.cancel(gone)).isFalse();
        long reused = sim.at(6, Rank.FLOW_END, fired::add, 3);
        assertThat(sim.cancel(gone)).isFalse();
        sim.run();
        assertThat(fired).containsExactly(2L, 3L);
        assertThat(sim.cancel(kept)).isFalse();
        assertThat(sim.cancel(reused)).isFalse();
    }

    @Test
    void cancelOfAnEventOfTheSameInstantWins() {
        long[] later = new long[1];
        sim.at(5, Rank.FAILURE, p -> assertThat(sim.cancel(later[0])).isTrue(), 0);
        later[0] = sim.at(5, Rank.FLOW_END, fired::add, 1);
        sim.run();
        assertThat(fired).isEmpty();
        assertThat(sim.eventsPending()).isZero();
    }

    @Test
    void pastIsRefusedNamingLabelAndTimes() {
        sim.at(10, Rank.FLOW_END, p -> sim.at(9, Rank.FLOW_END, named("late", fired::add), 0), 0);
        assertThatThrownBy(sim::run)
                .isInstanceOf(SimulationException.class)
                .hasMessageContaining("'late' scheduled in the past: at 9 ns, now is 10 ns");
    }

    @Test
    void endOfTimeIsRefused() {
        sim.run(10);
        assertThatThrownBy(() -> sim.after(Long.MAX_VALUE, Rank.FLOW_END, named("x", fired::add), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("past the end of time");
    }

    @Test
    void settlersRunOncePerInstantAfterItsLastEvent() {
        List<String> log = new ArrayList<>();
        sim.onSettle(() -> log.add("settle " + sim.nowNanos()));
        sim.at(3, Rank.FLOW_END, p -> log.add("a"), 0);
        sim.at(3, Rank.METRICS, p -> log.add("b"), 0);
        sim.at(9, Rank.FLOW_END, p -> log.add("c"), 0);
        sim.run();
        assertThat(log).containsExactly("settle 0", "a", "b", "settle 3", "c", "settle 9");
    }

    @Test
    void settlerMayScheduleAtItsInstantAndRunsAgain() {
        List<String> log = new ArrayList<>();
        sim.onSettle(() -> {
            log.add("settle");
            if (log.size() == 2) {
                sim.at(sim.nowNanos(), Rank.FAILURE, p -> log.add("again " + sim.nowNanos()), 0);
            }
        });
        sim.at(4, Rank.FLOW_END, p -> {}, 0);
        sim.run();
        assertThat(log).containsExactly("settle", "settle", "again 4", "settle");
    }

    @Test
    void runUntilFiresEventsAtTheEndAndLeavesTheClockThere() {
        sim.at(5, Rank.FLOW_END, fired::add, 5);
        sim.at(6, Rank.FLOW_END, fired::add, 6);
        sim.run(5);
        assertThat(fired).containsExactly(5L);
        assertThat(sim.nowNanos()).isEqualTo(5);
        sim.run(100);
        assertThat(fired).containsExactly(5L, 6L);
        assertThat(sim.nowNanos()).isEqualTo(100);
        assertThatThrownBy(() -> sim.run(99)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stopEndsTheRunAfterTheCurrentEventAndCanBeResumed() {
        sim.at(5, Rank.FLOW_END, p -> sim.stop(), 0);
        sim.at(5, Rank.FLOW_END, fired::add, 1);
        sim.run(50);
        assertThat(fired).isEmpty();
        assertThat(sim.nowNanos()).isEqualTo(5);
        sim.run();
        assertThat(fired).containsExactly(1L);
    }

    @Test
    void timeThatDoesNotAdvanceIsReported() {
        EventHandler[] loop = new EventHandler[1];
        loop[0] = named("zeno", p -> sim.after(0, Rank.FLOW_END, loop[0], 0));
        sim.at(7, Rank.FLOW_END, loop[0], 0);
        assertThatThrownBy(sim::run)
                .isInstanceOf(SimulationException.class)
                .hasMessage(
                        "more than 1000000 events at one instant, time does not advance at 7 ns, last event 'zeno'");
    }

    @Test
    void eventBudgetIsReported() {
        Simulation small = new Simulation(10, 1000);
        EventHandler[] loop = new EventHandler[1];
        loop[0] = named("tick", p -> small.after(1, Rank.FLOW_END, loop[0], 0));
        small.at(0, Rank.FLOW_END, loop[0], 0);
        assertThatThrownBy(small::run)
                .isInstanceOf(SimulationException.class)
                .hasMessage("event budget of 10 exceeded at 10 ns, last event 'tick'");
    }

    @Test
    void handlerThatThrowsEndsTheRunWithTimeAndLabel() {
        sim.at(
                12,
                Rank.STEP_END,
                named("step", p -> {
                    throw new IllegalArgumentException("bad state");
                }),
                0);
        assertThatThrownBy(sim::run)
                .isInstanceOfSatisfying(SimulationException.class, e -> {
                    assertThat(e.timeNanos()).isEqualTo(12);
                    assertThat(e.label()).isEqualTo("step");
                })
                .hasMessage("event 'step' (STEP_END) at 12 ns: bad state")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void runFromInsideAnEventIsRefused() {
        sim.at(1, Rank.FLOW_END, p -> sim.run(), 0);
        assertThatThrownBy(sim::run).hasMessageContaining("run called from inside an event at 1 ns");
    }

    @Test
    void traceHearsEveryEventInOrder() {
        List<String> heard = new ArrayList<>();
        sim.onEvent((time, rank, label) -> heard.add(time + " " + Rank.name(rank) + " " + label));
        sim.at(2, Rank.STEP_END, named("b", p -> {}), 0);
        sim.at(1, Rank.FLOW_END, named("a", p -> {}), 0);
        sim.run();
        assertThat(heard).containsExactly("1 FLOW_END a", "2 STEP_END b");
    }

    @Test
    void lambdaIsLabelledWithItsClassOnly() {
        EventHandler lambda = p -> {};
        assertThat(lambda.label()).isEqualTo("SimulationTest");
    }

    @Test
    void durationsAreRoundedUpOnce() {
        assertThat(Simulation.nanos(0)).isZero();
        assertThat(Simulation.nanos(1e-15)).isEqualTo(1);
        assertThat(Simulation.nanos(5e-9)).isEqualTo(5);
        assertThat(Simulation.nanos(5.0005e-9)).isEqualTo(5);
        assertThat(Simulation.nanos(5.002e-9)).isEqualTo(6);
        assertThat(Simulation.nanos(0.1 + 0.2)).isEqualTo(300_000_000);
        assertThat(Simulation.nanos(3600)).isEqualTo(3_600_000_000_000L);
    }

    @Test
    void impossibleDurationsAreRefused() {
        for (double bad : new double[] {-1e-12, Double.NaN, Double.POSITIVE_INFINITY, 1e11}) {
            assertThatThrownBy(() -> Simulation.nanos(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void unknownRankIsRefused() {
        assertThatThrownBy(() -> sim.at(1, 7, fired::add, 0)).hasMessageContaining("no such rank: 7");
    }
}
