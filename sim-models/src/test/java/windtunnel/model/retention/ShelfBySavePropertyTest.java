package windtunnel.model.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;

/** Retention by a second way: not event by event over all saves, but save by save, each life in closed form. */
class ShelfBySavePropertyTest {
    private static final long HOUR = 3_600_000_000_000L;
    private static final long DAY = 24 * HOUR;
    private static final long BYTES = 1_000_000_007L;

    private final BigInteger[] stored = new BigInteger[3];
    private final BigInteger[] early = new BigInteger[3];
    private final long[] moves = new long[3];

    private static Policy rules(Random random) {
        List<Place> places = new ArrayList<>(List.of(new Place("hot", 0, 0, 0)));
        if (random.nextBoolean()) {
            places.add(new Place("cool", (1 + random.nextInt(9)) * DAY + 7 * HOUR, 30 * DAY, 0));
        }
        if (random.nextBoolean()) {
            places.add(new Place("archive", (10 + random.nextInt(30)) * DAY, 180 * DAY, 15 * HOUR));
        }
        long recoverable = random.nextInt(3) * (2 * DAY + 5 * HOUR);
        long age = (2 + random.nextInt(70)) * DAY + 3 * HOUR;
        return new Policy(1 + random.nextInt(4), random.nextInt(5), 0, age, places, recoverable, random.nextBoolean());
    }

    /** The end of the first day that is at least {@code age} after {@code born}; ages are looked at then. */
    private static long dayOf(long born, long age) {
        return Math.floorDiv(born + age + DAY - 1, DAY) * DAY;
    }

    /** When save {@code i} is deleted, or {@code end} if never. */
    private static long deleted(Policy rules, long[] born, int i, long end) {
        boolean milestone = rules.every() > 0 && (i + 1) % rules.every() == 0;
        int pushedOutBy = i + rules.last();
        long byCount = milestone || pushedOutBy >= born.length ? end : born[pushedOutBy];
        long byAge = dayOf(born[i], rules.maxAgeNanos());
        // The newest save is never deleted: a day counts only once there is a newer one.
        if (i + 1 == born.length) {
            byAge = end;
        } else if (byAge < born[i + 1]) {
            byAge = dayOf(born[i + 1], 0);
        }
        return Math.min(end, Math.min(byCount, byAge));
    }

    private void life(Policy rules, long[] began, long[] born, int i, long end) {
        long deleted = deleted(rules, born, i, end);
        boolean stays = deleted == end;
        long gone = Math.min(end, stays ? end : deleted + rules.recoverableNanos());
        boolean leavesAtEnd = gone == end && !rules.deleteAtEnd();
        int place = 0;
        long came = began[i];
        for (int next = 1; next < rules.places().size(); next++) {
            long at = dayOf(born[i], rules.places().get(next).afterNanos());
            boolean further = next + 1 < rules.places().size()
                    && dayOf(born[i], rules.places().get(next + 1).afterNanos()) == at;
            if (at < deleted && at < end && !further) {
                spend(rules, place, at - came, true);
                place = next;
                came = at;
                moves[next]++;
            }
        }
        spend(rules, place, gone - came, !leavesAtEnd);
    }

    private void spend(Policy rules, int place, long stay, boolean leaves) {
        BigInteger bytes = BigInteger.valueOf(BYTES);
        stored[place] = stored[place].add(bytes.multiply(BigInteger.valueOf(stay)));
        if (leaves) {
            long missing = Math.max(0, rules.places().get(place).minimumNanos() - stay);
            early[place] = early[place].add(bytes.multiply(BigInteger.valueOf(missing)));
        }
    }

    @Property(tries = 400)
    @Label("clu-T3.10 what each save stores, pays and not stores, and how it moves, in closed form of its own instants")
    void everySaveByItself(@ForAll long seed) {
        Random random = new Random(seed);
        Policy rules = rules(random);
        Shelf shelf = new Shelf(rules, BYTES);
        int count = 1 + random.nextInt(60);
        long[] began = new long[count];
        long[] born = new long[count];
        long now = 0;
        for (int i = 0; i < count; i++) {
            // Odd instants, so that no save is durable at the very end of a day.
            now += 1 + random.nextInt(50) * HOUR + random.nextInt(1_000_000);
            began[i] = now;
            now += 60_000_000_011L;
            born[i] = now;
            shelf.begin(began[i]);
            shelf.durable(born[i], 0);
        }
        long end = now + random.nextInt(2000) * HOUR + 13;
        shelf.close(end);
        Arrays.fill(stored, BigInteger.ZERO);
        Arrays.fill(early, BigInteger.ZERO);
        Arrays.fill(moves, 0);
        for (int i = 0; i < count; i++) {
            life(rules, began, born, i, end);
        }
        for (int place = 0; place < rules.places().size(); place++) {
            assertThat(shelf.stored(place)).as("stored in " + place).isEqualTo(stored[place]);
            assertThat(shelf.early(place)).as("early in " + place).isEqualTo(early[place]);
            assertThat(shelf.moves(place)).as("moves to " + place).isEqualTo(moves[place]);
        }
    }
}
