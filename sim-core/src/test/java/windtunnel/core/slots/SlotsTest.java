package windtunnel.core.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;

class SlotsTest {
    private final Simulation simulation = new Simulation();
    private final Slots slots = new Slots(simulation, "servers", 2, Rank.SCHEDULER);
    private final List<Long> granted = new ArrayList<>();

    private long ask(int units, int priority, long who) {
        return slots.request(units, priority, granted::add, who);
    }

    @Test
    void grantsWhatIsFreeAndQueuesTheRestInOrder() {
        assertThat(ask(1, 0, 1)).isEqualTo(Slots.NONE);
        ask(1, 0, 2);
        ask(1, 0, 3);
        ask(1, 0, 4);
        simulation.run();
        assertThat(granted).containsExactly(1L, 2L);
        assertThat(slots.waiting()).isEqualTo(2);
        slots.release(1);
        simulation.run();
        assertThat(granted).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aLargeRequestAtTheHeadIsNotOvertaken() {
        ask(1, 0, 1);
        ask(2, 0, 2);
        ask(1, 0, 3);
        simulation.run();
        assertThat(granted).containsExactly(1L);
        slots.release(1);
        simulation.run();
        assertThat(granted).containsExactly(1L, 2L);
    }

    @Test
    void higherPriorityGoesFirstAndEqualsKeepTheirOrder() {
        ask(2, 0, 1);
        ask(1, 0, 2);
        ask(1, 5, 3);
        ask(1, 5, 4);
        slots.release(2);
        simulation.run();
        assertThat(granted).containsExactly(1L, 3L, 4L);
    }

    @Test
    void aWithdrawnRequestIsNeverGrantedAndLetsOthersPass() {
        ask(1, 0, 1);
        long large = ask(2, 0, 2);
        ask(1, 0, 3);
        assertThat(slots.withdraw(large)).isTrue();
        assertThat(slots.withdraw(large)).isFalse();
        simulation.run();
        assertThat(granted).containsExactly(1L, 3L);
    }

    @Test
    void shrinkingTakesNothingAwayAndGrowingServesTheQueue() {
        ask(2, 0, 1);
        ask(1, 0, 2);
        slots.resize(1);
        assertThat(slots.taken()).isEqualTo(2);
        assertThat(slots.free()).isZero();
        slots.resize(3);
        simulation.run();
        assertThat(granted).containsExactly(1L, 2L);
    }

    @Test
    void integralsCountBusyUnitsAndWaitingRequests() {
        ask(2, 0, 1);
        ask(1, 0, 2);
        simulation.at(10_000_000_000L, Rank.SCHEDULER, payload -> slots.release(2), 0);
        simulation.run();
        assertThat(slots.busyUnitSeconds()).isEqualTo(20);
        assertThat(slots.queueSeconds()).isEqualTo(10);
    }

    @Test
    void givingBackMoreThanWasTakenThrows() {
        ask(1, 0, 1);
        assertThatThrownBy(() -> slots.release(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("servers")
                .hasMessageContaining("1 are taken");
    }

    @Property(tries = 200)
    void neverMoreThanTheCapacityIsInUse(@ForAll @Size(max = 40) List<@IntRange(min = 1, max = 4) Integer> requests) {
        Simulation own = new Simulation();
        Slots four = new Slots(own, "four", 4, Rank.SCHEDULER);
        int[] inUse = new int[1];
        int[] done = new int[1];
        for (int units : requests) {
            four.request(
                    units,
                    0,
                    payload -> {
                        inUse[0] += units;
                        assertThat(inUse[0]).isLessThanOrEqualTo(4);
                        own.after(
                                units,
                                Rank.FLOW_END,
                                end -> {
                                    inUse[0] -= units;
                                    done[0]++;
                                    four.release(units);
                                },
                                0);
                    },
                    0);
        }
        own.run();
        assertThat(done[0]).isEqualTo(requests.size());
        assertThat(four.taken()).isZero();
    }
}
