package windtunnel.model.disruption.spot.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.random.RandomStreams;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.Price;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.TimeLaw;
import windtunnel.model.World;
import windtunnel.model.disruption.Worlds;
import windtunnel.model.disruption.spot.SpotEviction;
import windtunnel.model.disruption.spot.TraceText;
import windtunnel.model.key.DataFile;

class PoolTest {
    private static final double HOUR = 3600;
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    static Pool plain(String name, int places, double perHour, double waitSeconds, Optional<PriceSeries> price) {
        return new Pool(
                name,
                places == 0 ? Optional.empty() : Optional.of(new Count(places)),
                Optional.of(new EventRate(perHour / HOUR, "node")),
                Optional.empty(),
                TimeLaw.fixed(new TimeSpan(waitSeconds)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                price,
                new TimeSpan(0));
    }

    static Pool traced(String name, String text, Optional<Price> most, Optional<PriceSeries> price) {
        return new Pool(
                name,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TimeLaw.fixed(new TimeSpan(0)),
                Optional.empty(),
                Optional.of(new DataFile("t.csv", text)),
                most,
                price,
                new TimeSpan(0));
    }

    private static Pool hourly(int places) {
        // The default table: .05, but .01 from 3 to 6 h and .25 from 15 to 23 h; they come back with .05, .5 and 0.
        double[] taken = new double[24];
        double[] comes = new double[24];
        for (int hour = 0; hour < 24; hour++) {
            boolean dawn = hour >= 3 && hour < 6;
            boolean busy = hour >= 15 && hour < 23;
            taken[hour] = dawn ? 0.01 : busy ? 0.25 : 0.05;
            comes[hour] = dawn ? 0.5 : busy ? 0 : 0.05;
        }
        HourlyTable table = new HourlyTable(
                IntStream.range(0, 24).mapToObj(h -> new Fraction(taken[h])).toList(),
                IntStream.range(0, 24).mapToObj(h -> new Fraction(comes[h])).toList(),
                new TimeSpan(12 * HOUR));
        return new Pool(
                "h",
                Optional.of(new Count(places)),
                Optional.empty(),
                Optional.empty(),
                TimeLaw.fixed(new TimeSpan(0)),
                Optional.of(table),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TimeSpan(0));
    }

    @Test
    @DisplayName(
            "places that are taken at .1 an hour and away for half an hour are there for 1 / (1 + .05) of the time")
    void availability() {
        Pool.Levels levels = plain("a", 200, 0.1, 1800, Optional.empty()).levels(new RandomStreams(1, 0), 1);
        long end = 2000 * HOUR_NANOS;
        double held = 0;
        long now = 0;
        long falls = 0;
        while (levels.nextNanos() < end) {
            int before = levels.level();
            held += (double) before * (levels.nextNanos() - now);
            now = levels.nextNanos();
            levels.advance();
            falls += Math.max(0, before - levels.level());
        }
        held += (double) levels.level() * (end - now);
        assertThat(held / end / 200).isCloseTo(1 / 1.05, within(0.001));
        // Renewals each 10.5 h: 38,095, standard deviation below 196.
        assertThat((double) falls).isCloseTo(200 * 2000 / 10.5, within(3.29 * 196));
    }

    @Test
    @DisplayName("hourly chances: the share that is there follows u' = u (1 - p) + (1 - u) q, from noon over two days")
    void hourlyTable() {
        int places = 20_000;
        Pool.Levels levels = hourly(places).levels(new RandomStreams(1, 0), 1);
        double share = 1;
        for (int hour = 0; hour < 48; hour++) {
            int ofDay = (hour + 12) % 24;
            boolean dawn = ofDay >= 3 && ofDay < 6;
            boolean busy = ofDay >= 15 && ofDay < 23;
            share = share * (1 - (dawn ? 0.01 : busy ? 0.25 : 0.05)) + (1 - share) * (dawn ? 0.5 : busy ? 0 : 0.05);
            while (levels.nextNanos() < (hour + 1) * HOUR_NANOS) {
                levels.advance();
            }
            double error = Math.sqrt(share * (1 - share) / places);
            assertThat((double) levels.level() / places).as("hour " + hour).isCloseTo(share, within(4.5 * error));
        }
    }

    @Test
    @DisplayName(
            "clu-T5.1 a pool by the day: 2.4 losses a place and day where losses take no time, .905577 in six hours")
    void diurnal() {
        Pool pool = new Pool(
                "d",
                Optional.of(new Count(4000)),
                Optional.of(new EventRate(0.1 / HOUR, "node")),
                Optional.of(new SpotEviction.Diurnal(new Fraction(0.8), new TimeSpan(0))),
                TimeLaw.fixed(new TimeSpan(1e-9)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TimeSpan(0));
        Pool.Levels levels = pool.levels(new RandomStreams(1, 0), 1);
        double early = 0;
        double all = 0;
        while (levels.nextNanos() < 24 * HOUR_NANOS) {
            int before = levels.level();
            long at = levels.nextNanos();
            levels.advance();
            all += Math.max(0, before - levels.level());
            early += at < 6 * HOUR_NANOS ? Math.max(0, before - levels.level()) : 0;
        }
        assertThat(early).isCloseTo(4000 * 0.905577, within(3.29 * Math.sqrt(4000 * 0.905577)));
        assertThat(all).isCloseTo(4000 * 2.4, within(3.29 * Math.sqrt(4000 * 2.4)));
    }

    @Test
    @DisplayName(
            "clu-T5.3 every trace that is shipped: a pool has the trace's numbers at each of its instants, pass after pass")
    void tracesAreReplayed() throws IOException {
        Path folder = Path.of(System.getProperty("windtunnel.root"), "scenarios/examples/traces");
        int seen = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "g4dn*.csv")) {
            for (Path file : files) {
                replay(Files.readString(file));
                seen++;
            }
        }
        assertThat(seen).isEqualTo(3);
    }

    private static void replay(String text) {
        var changes = TraceText.parse(text);
        long span = changes.get(changes.size() - 1).nanos();
        Pool.Levels levels =
                traced("t", text, Optional.empty(), Optional.empty()).levels(new RandomStreams(1, 0), 1);
        for (int pass = 0; pass < 3; pass++) {
            int level = 0;
            for (TraceText.Change change : changes) {
                if (pass > 0 || change.nanos() > 0) {
                    assertThat(levels.nextNanos()).isEqualTo(pass * span + change.nanos());
                    levels.advance();
                }
                level += change.added() - change.removed();
                assertThat(levels.level()).isEqualTo(level);
            }
        }
    }

    @Test
    @DisplayName("while the price is above the most that is paid there are no machines; at it there are")
    void tooDear() {
        World world = Worlds.world(2, 0, "spot", 1);
        PriceSeries price = PriceSeriesTest.trace("0,3\n60,4\n120,4.01\n180,2\n");
        Pool pool = traced("t", "0,add,a\n0,add,b", Optional.of(Price.parse("$4/h")), Optional.of(price));
        PoolCourse course = new PoolCourse(world, pool);
        int[] levels = new int[4];
        for (int i = 0; i < 4; i++) {
            levels[i] = course.level();
            if (i < 3) {
                assertThat(course.nextNanos()).isEqualTo((i + 1) * 60_000_000_000L);
                course.advance();
            }
        }
        assertThat(levels).containsExactly(2, 2, 0, 2);
        assertThat(course.nextNanos()).isEqualTo(Long.MAX_VALUE);
    }
}
