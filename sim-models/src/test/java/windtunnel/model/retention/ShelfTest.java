package windtunnel.model.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ShelfTest {
    private static final long HOUR = 3_600_000_000_000L;
    private static final long DAY = 24 * HOUR;
    private static final long GB = 1_000_000_000L;
    /** 14 bytes for each of 405,853,388,800 parameters, to the megabyte. */
    private static final long LARGE = 5_681_947_000_000L;

    private static final Place HOT = new Place("hot", 0, 0, 0);
    private static final Place COOL = new Place("cool", 7 * DAY, 30 * DAY, 0);
    private static final Place ARCHIVE = new Place("archive", 30 * DAY, 180 * DAY, 15 * HOUR);
    private static final double[] PRICES = {0.018, 0.010, 0.00099};

    private static Policy policy(int last, long every, boolean deleteAtEnd, Place... places) {
        return new Policy(last, every, 0, 10_000 * DAY, List.of(places), 0, deleteAtEnd);
    }

    private static void save(Shelf shelf, long atNanos) {
        shelf.begin(atNanos);
        shelf.durable(atNanos, 0);
    }

    private static double gbMonths(BigInteger byteNanos) {
        return byteNanos.doubleValue() / 1e9 / (30.0 * DAY);
    }

    private static double stored(Shelf shelf) {
        double usd = 0;
        for (int i = 0; i < shelf.policy().places().size(); i++) {
            usd += PRICES[i] * gbMonths(shelf.stored(i));
        }
        return usd;
    }

    private static double early(Shelf shelf) {
        double usd = 0;
        for (int i = 0; i < shelf.policy().places().size(); i++) {
            usd += PRICES[i] * gbMonths(shelf.early(i));
        }
        return usd;
    }

    @Test
    @DisplayName(
            "clu-T3.8 1,000 GB in cool deleted after 21 d: $7.00 and a fee of $3.00; in archive after 45 d: $1.485 and $4.455")
    void earlyDeletion() {
        Shelf cool = new Shelf(policy(1, 0, true, new Place("cool", 0, 30 * DAY, 0)), 1000 * GB);
        save(cool, 0);
        cool.close(21 * DAY);
        assertThat(gbMonths(cool.stored(0)) * 0.010).isCloseTo(7.00, within(1e-12));
        assertThat(gbMonths(cool.early(0)) * 0.010).isCloseTo(3.00, within(1e-12));
        Shelf archive = new Shelf(policy(1, 0, true, new Place("archive", 0, 180 * DAY, 0)), 1000 * GB);
        save(archive, 0);
        archive.close(45 * DAY);
        assertThat(gbMonths(archive.stored(0)) * 0.00099).isCloseTo(1.485, within(1e-12));
        assertThat(gbMonths(archive.early(0)) * 0.00099).isCloseTo(4.455, within(1e-12));
    }

    private static Shelf milestones(boolean deleteAtEnd) {
        Shelf shelf = new Shelf(policy(1, 1, deleteAtEnd, HOT, COOL, ARCHIVE), LARGE);
        for (int day = 1; day <= 90; day++) {
            save(shelf, day * DAY);
        }
        shelf.close(90 * DAY);
        return shelf;
    }

    @Test
    @DisplayName(
            "clu-T3.9 a milestone a day of 5,681.947 GB, hot 7 d, cool 23 d, archive: $5,477.07, fees of 59 moves $782.21")
    void milestonesThroughTheTiers() {
        Shelf shelf = milestones(false);
        assertThat(gbMonths(shelf.stored(0))).isCloseTo(114_017.74, within(0.01));
        assertThat(gbMonths(shelf.stored(1))).isCloseTo(309_287.32, within(0.01));
        assertThat(gbMonths(shelf.stored(2))).isCloseTo(335_234.87, within(0.01));
        assertThat(stored(shelf)).isCloseTo(5477.07, within(0.005));
        assertThat(early(shelf)).isCloseTo(782.21, within(0.005));
        assertThat(early(milestones(true)) - early(shelf)).isCloseTo(2443.52, within(0.005));
    }

    @Test
    @DisplayName("clu-T3.9 the newest three on hot for 90 days: $920.48")
    void newestThree() {
        Shelf shelf = new Shelf(policy(3, 0, false, HOT), LARGE);
        save(shelf, 0);
        save(shelf, 0);
        for (int day = 0; day < 90; day++) {
            save(shelf, day * DAY);
        }
        shelf.close(90 * DAY);
        assertThat(stored(shelf)).isCloseTo(920.48, within(0.005));
    }

    @Test
    @DisplayName("clu-T3.9 staying in cool until the paid 30 days are over is cheaper, and is proposed")
    void coolForThirtyDays() {
        Shelf shelf = milestones(false);
        Policy stretched = shelf.policy().in(List.of(HOT, COOL, ARCHIVE.after(37 * DAY)));
        assertThat(shelf.policy().alternatives())
                .contains(stretched, shelf.policy().in(List.of(HOT)));
        Shelf better = shelf.under(stretched, 90 * DAY);
        assertThat(early(better)).isZero();
        // 53 saves reach 37 days; each of the 59 that moved stays up to 7 days longer in cool, and leaves archive for
        // it.
        assertThat(stored(better)).isLessThan(stored(shelf) + early(shelf)).isGreaterThan(stored(shelf));
    }

    @Test
    @DisplayName(
            "clu-G5 1,000 GB each hour for 720 h, newest 2 and each 24th: 11,850,000 GB-h, 31 at the end, $292.1918")
    void newestAndMilestones() {
        Shelf shelf = new Shelf(policy(2, 24, false, HOT), 1000 * GB);
        for (int hour = 1; hour <= 720; hour++) {
            save(shelf, hour * HOUR);
        }
        assertThat(shelf.saves()).isEqualTo(31);
        shelf.close(721 * HOUR);
        assertThat(shelf.stored(0))
                .isEqualTo(BigInteger.valueOf(11_850_000L * GB).multiply(BigInteger.valueOf(HOUR)));
        assertThat(shelf.stored(0).doubleValue() / GB / HOUR / 730 * 0.018).isCloseTo(292.1918, within(5e-5));
    }

    @Test
    @DisplayName(
            "the oldest goes at its age, the newest stays whatever its age, and what was deleted is stored for its time")
    void agesAndVersions() {
        Policy rules = new Policy(10, 0, 0, 2 * DAY, List.of(HOT), DAY, false);
        Shelf shelf = new Shelf(rules, GB);
        save(shelf, 0);
        save(shelf, DAY / 2);
        shelf.close(10 * DAY);
        // The first lives 2 days and is stored one more; the second stays.
        assertThat(shelf.saves()).isEqualTo(1);
        assertThat(shelf.stored(0))
                .isEqualTo(BigInteger.valueOf(GB).multiply(BigInteger.valueOf(3 * DAY + 19 * DAY / 2)));
    }

    @Test
    void theBestAreKeptBesideTheNewest() {
        Shelf shelf = new Shelf(new Policy(1, 0, 2, 10_000 * DAY, List.of(HOT), 0, false), GB);
        double[] qualities = {0.3, 0.9, 0.1, 0.8, 0.2};
        for (int i = 0; i < qualities.length; i++) {
            shelf.begin(i * HOUR);
            shelf.durable(i * HOUR, qualities[i]);
        }
        assertThat(shelf.saves()).isEqualTo(3);
    }

    @Test
    void aSaveInTheArchiveIsReadLate() {
        Shelf shelf = new Shelf(policy(1, 0, false, HOT, ARCHIVE), GB);
        save(shelf, 0);
        assertThat(shelf.readDelayNanos(30 * DAY)).isZero();
        assertThat(shelf.readDelayNanos(31 * DAY)).isEqualTo(15 * HOUR);
    }

    @Property(tries = 300)
    @Label("whatever happens, bytes are conserved: places add up to the integral of all, and a replay stores the same")
    void conservation(@ForAll long seed) {
        Random random = new Random(seed);
        List<Place> places = new ArrayList<>(List.of(HOT));
        if (random.nextBoolean()) {
            places.add(COOL);
        }
        if (random.nextBoolean()) {
            places.add(ARCHIVE);
        }
        Policy rules = new Policy(
                1 + random.nextInt(4),
                random.nextInt(5),
                random.nextInt(3),
                (1 + random.nextInt(60)) * DAY,
                places,
                random.nextInt(3) * DAY,
                false);
        Shelf shelf = new Shelf(rules, GB);
        long now = 0;
        int writing = 0;
        for (int i = 0; i < 200; i++) {
            now += random.nextInt(30) * HOUR;
            if (writing == 0 || writing < 3 && random.nextBoolean()) {
                shelf.begin(now);
                writing++;
            } else if (random.nextInt(4) == 0) {
                shelf.torn(now);
                writing--;
            } else {
                shelf.durable(now, random.nextDouble());
                writing--;
            }
        }
        while (writing-- > 0) {
            shelf.torn(now);
        }
        long end = now + random.nextInt(100) * HOUR;
        shelf.close(end);
        double sum = 0;
        for (int i = 0; i < places.size(); i++) {
            sum += shelf.stored(i).doubleValue() * 1e-9;
        }
        assertThat(shelf.total(end).integral(end)).isCloseTo(sum, within(1e-9 * sum + 1));
        Shelf again = shelf.under(rules, end);
        for (int i = 0; i < places.size(); i++) {
            assertThat(again.stored(i)).isEqualTo(shelf.stored(i));
            assertThat(again.early(i)).isEqualTo(shelf.early(i));
        }
    }
}
