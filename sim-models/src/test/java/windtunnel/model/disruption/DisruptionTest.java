package windtunnel.model.disruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.Fraction;
import windtunnel.model.Disruption;
import windtunnel.model.Machines;
import windtunnel.model.World;
import windtunnel.model.disruption.failure.ComponentFailures;
import windtunnel.model.disruption.failure.DomainFailures;

class DisruptionTest {
    private static final double DAY = 86_400;

    private static DomainFailures domain(String name, int size, double perDay) {
        return new DomainFailures(
                name,
                size == 0 ? Optional.empty() : Optional.of(new Count(size)),
                new EventRate(perDay / DAY, "domain"),
                new Fraction(1),
                Optional.empty(),
                Optional.empty());
    }

    private static ComponentFailures components(double perNodeDay) {
        return ComponentFailures.at(new EventRate(perNodeDay / DAY, "node"));
    }

    private static double rate(int nodes, Disruption... disruptions) {
        World world = Worlds.world(nodes, 0, "on-demand", 1);
        for (Disruption disruption : disruptions) {
            disruption.attach(world);
        }
        return world.machines().expected().lossesPerSecond(0) * DAY;
    }

    @Test
    @DisplayName("clu-T4.3 the job's rate is the sum over nodes, racks and cluster; packing into fewer racks lowers it")
    void ratesAddUp() {
        // 20 nodes at .006, racks of 8 at .02 (three, the last half empty), the hall at .001 a day.
        double packed = rate(20, components(0.006), domain("rack", 8, 0.02), domain("hall", 0, 0.001));
        assertThat(packed).isCloseTo(20 * 0.006 + 3 * 0.02 + 0.001, within(1e-15));
        double spread = rate(20, components(0.006), domain("rack", 1, 0.02), domain("hall", 0, 0.001));
        assertThat(spread).isCloseTo(20 * 0.006 + 20 * 0.02 + 0.001, within(1e-15));
    }

    @Test
    @DisplayName("a rack takes all its nodes at one instant, the last one those that are left; the rate is the shocks'")
    void aRackFailsAsOne() {
        World world = Worlds.world(20, 0, "on-demand", 1);
        Diary diary = new Diary(world);
        domain("rack", 8, 1).attach(world);
        world.simulation().run((long) (1000 * DAY * 1e9));
        assertThat(diary.lines).allMatch(line -> line.matches("[0-9]+ lost (0\\+8|8\\+8|16\\+4) rack"));
        // 3,000 expected; three standard deviations are 164.
        assertThat(diary.lines).hasSizeBetween(2836, 3164);
        assertThat(diary.lines.stream().filter(line -> line.contains("16+4")).count())
                .isBetween(900L, 1100L);
    }

    @Test
    @DisplayName(
            "notice, loss, return: a spare takes the place at once, else the node is vacant until a machine arrives")
    void aMachineIsTaken() {
        World world = Worlds.world(3, 1, "spot", 1);
        Diary diary = new Diary(world);
        Machines machines = world.machines();
        world.simulation()
                .at(10_000_000_000L, 0, now -> machines.evict(0, "eviction", 30_000_000_000L, 100_000_000_000L), 0);
        world.simulation().at(50_000_000_000L, 0, now -> machines.fail(1, 1, "fire", () -> 500_000_000_000L), 0);
        world.simulation().at(60_000_000_000L, 0, now -> machines.fail(1, 1, "again", () -> 1), 0);
        world.simulation().at(70_000_000_000L, 0, now -> machines.evict(1, "eviction", 0, 1), 0);
        world.simulation().run();
        // The spare replaces node 0 at 40 s; node 1 is vacant from 50 s until node 0's new machine arrives at 140 s.
        assertThat(diary.lines)
                .containsExactly("10 notice eviction", "40 lost 0+1 eviction", "50 lost 1+1 fire", "140 complete");
        assertThat(machines.takeSwaps()).isEqualTo(1);
        assertThat(machines.whole()).isTrue();
        world.close(world.simulation().nowNanos());
        // 550 s: three nodes but for 90 s of node 1, a spare 0-40 s and from 550 s on, a machine in repair 50-550 s.
        assertThat(machines.heldNodeNanos().longValueExact()).isEqualTo((3 * 550 - 90 + 40 + 500) * 1_000_000_000L);
    }

    @Test
    @DisplayName(
            "whoever leaves after a notice begins the wait for a new machine, and the notice's end takes nobody else's")
    void leavingEarly() {
        World world = Worlds.world(2, 0, "spot", 1);
        Machines machines = world.machines();
        List<Machines.Notice> notices = new ArrayList<>();
        Diary diary = new Diary(world) {
            @Override
            public void noticed(Machines.Notice notice) {
                super.noticed(notice);
                notices.add(notice);
            }
        };
        world.simulation().at(0, 0, now -> machines.evict(0, "eviction", 120_000_000_000L, 40_000_000_000L), 0);
        world.simulation().at(20_000_000_000L, 0, now -> notices.get(0).leave(), 0);
        world.simulation().run();
        assertThat(diary.lines).containsExactly("0 notice eviction", "60 complete");
        assertThat(world.simulation().nowNanos()).isEqualTo(120_000_000_000L);
    }

    @Test
    void nothingHappensWhilePausedOrToAVacantNode() {
        World world = Worlds.world(1, 0, "spot", 1);
        Diary diary = new Diary(world);
        Machines machines = world.machines();
        machines.pause();
        machines.fail(0, 1, "fire", null);
        machines.evict(0, "eviction", 0, 0);
        machines.resume();
        assertThat(diary.lines).isEmpty();
        machines.fail(0, 1, "fire", null);
        assertThat(diary.lines).containsExactly("0 lost 0+1 fire");
    }
}
