package windtunnel.model.disruption.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.TimeLaw;
import windtunnel.model.World;
import windtunnel.model.disruption.Diary;
import windtunnel.model.disruption.Worlds;

class SpotEvictionTest {
    private static final double DAY = 86_400;

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
    void evictionsThatASaveCanMeetDoNotCountAsLosses() {
        World world = Worlds.world(16, 0, "spot", 1);
        spot(0.05, 30, Optional.empty(), 0).attach(world);
        assertThat(world.machines().expected().lossesPerSecond(30)).isZero();
        assertThat(world.machines().expected().lossesPerSecond(31) * 3600).isCloseTo(0.8, within(1e-12));
        World owned = Worlds.world(16, 0, "on-demand", 1);
        spot(0.05, 30, Optional.empty(), 0).attach(owned);
        assertThat(owned.machines().expected().lossesPerSecond(31)).isZero();
    }

    @Test
    @DisplayName(
            "idle spares are evicted like the others: they leave unheard, are not paid, and new ones come after the wait")
    void spares() {
        World world = Worlds.world(2, 2, "spot", 1);
        Diary diary = new Diary(world);
        spot(0.1, 30, Optional.empty(), 1800).attach(world);
        double hours = 4000;
        world.simulation().run((long) (hours * 3600e9));
        world.close((long) (hours * 3600e9));
        // Four machines are up 10 h and away half an hour by turns; the notice changes nothing, since losses go on in
        // it.
        double held = world.machines().heldNodeNanos().doubleValue() / 3600e9 / hours;
        assertThat(held).isCloseTo(4 / 1.05, within(0.02));
        long lost = diary.lines.stream().filter(line -> line.contains("lost")).count();
        assertThat((double) lost).isLessThan(2 * 0.1 * hours * 1.1);
    }
}
