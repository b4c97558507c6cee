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
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Disruption;
import windtunnel.model.Machines;
import windtunnel.model.TimeLaw;
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
        return world.machines().lossesPerSecond(0) * DAY;
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

    private static SpotEviction spot(
            double perHour, double notice, Optional<SpotEviction.Diurnal> diurnal, double wait) {
        return new SpotEviction(
                new EventRate(perHour / 3600, "node"),
                new TimeSpan(notice),
                TimeLaw.fixed(new TimeSpan(wait)),
                diurnal);
    }

    @Test
    @DisplayName("clu-T5.1 diurnal rate .1 (1 + .8 cos): 2.4 evictions in a day, .905577 in the first six hours")
    void evictionsFollowTheDay() {
        SpotEviction spot = spot(0.1, 0, Optional.of(new SpotEviction.Diurnal(new Fraction(0.8), new TimeSpan(0))), 0);
        assertThat(spot.after(0, 2.4)).isCloseTo(DAY, within(1e-3));
        assertThat(spot.after(0, 0.9055775)).isCloseTo(6 * 3600, within(0.02));
        assertThat(spot.after(6 * 3600, 2.4 - 0.9055775)).isCloseTo(DAY, within(0.2));
        World world = Worlds.world(4000, 0, "spot", 3);
        Diary diary = new Diary(world);
        spot.attach(world);
        world.simulation().run((long) (DAY * 1e9));
        long early = diary.lines.stream()
                .filter(line -> Long.parseLong(line.substring(0, line.indexOf(' '))) < 6 * 3600)
                .count();
        // Poisson counts: 3.29 standard deviations.
        assertThat((double) early).isCloseTo(4000 * 0.905577, within(3.29 * Math.sqrt(4000 * 0.905577)));
        assertThat((double) diary.lines.size()).isCloseTo(4000 * 2.4, within(3.29 * Math.sqrt(4000 * 2.4)));
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

    @Test
    void evictionsThatASaveCanMeetDoNotCountAsLosses() {
        World world = Worlds.world(16, 0, "spot", 1);
        spot(0.05, 30, Optional.empty(), 0).attach(world);
        assertThat(world.machines().lossesPerSecond(30)).isZero();
        assertThat(world.machines().lossesPerSecond(31) * 3600).isCloseTo(0.8, within(1e-12));
        World owned = Worlds.world(16, 0, "on-demand", 1);
        spot(0.05, 30, Optional.empty(), 0).attach(owned);
        assertThat(owned.machines().lossesPerSecond(31)).isZero();
    }
}
