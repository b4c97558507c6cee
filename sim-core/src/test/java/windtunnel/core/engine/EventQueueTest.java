package windtunnel.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private record Entry(long key, int rank, long sequence, long ticket) {}

    private static final Comparator<Entry> ORDER =
            Comparator.comparingLong(Entry::key).thenComparingInt(Entry::rank).thenComparingLong(Entry::sequence);

    @Test
    void queueAgreesWithASortedSetUnderRandomChanges() {
        agrees(3, 500, 1);
    }

    /** Runs of events of one key and rank, as things in lock step have them. */
    @Test
    void chainsAgreeWithASortedSetUnderRandomChanges() {
        agrees(4, 500, 12);
        agrees(5, 6, 4);
        agrees(6, 2, 100);
    }

    private static void agrees(long seed, int keys, int run) {
        SplittableRandom random = new SplittableRandom(seed);
        EventQueue queue = new EventQueue();
        TreeSet<Entry> expected = new TreeSet<>(ORDER);
        List<Entry> everything = new ArrayList<>();
        EventHandler none = p -> {};
        for (int step = 0; step < 200_000; step++) {
            int what = random.nextInt(100);
            boolean grow = (step / 20_000) % 2 == 0;
            if (what < (grow ? 45 : 25)) {
                boolean goesOn = random.nextInt(run) > 0 && !everything.isEmpty();
                Entry last = goesOn ? everything.get(everything.size() - 1) : null;
                long key = goesOn ? last.key() : random.nextInt(keys);
                int rank = goesOn ? last.rank() : random.nextInt(7);
                long ticket = queue.schedule(key, rank, none, step);
                Entry entry = new Entry(key, rank, step, ticket);
                expected.add(entry);
                everything.add(entry);
            } else if (what < (grow ? 65 : 60) && !everything.isEmpty()) {
                Entry entry = everything.get(random.nextInt(everything.size()));
                assertThat(queue.cancel(entry.ticket())).isEqualTo(expected.remove(entry));
            } else if (!expected.isEmpty()) {
                Entry first = expected.pollFirst();
                assertThat(queue.minKey()).isEqualTo(first.key());
                queue.take();
                assertThat(queue.takenPayload()).isEqualTo(first.sequence());
                assertThat(queue.takenRank()).isEqualTo(first.rank());
                assertThat(queue.takenKey()).isEqualTo(first.key());
            }
            assertThat(queue.pending()).isEqualTo(expected.size());
        }
    }

    @Test
    void rawBitsOfDoublesSortAsKeys() {
        EventQueue queue = new EventQueue();
        List<Long> fired = new ArrayList<>();
        double[] times = {3.5, 0, 1e-300, 7e9, 3.4999999999999996};
        for (int i = 0; i < times.length; i++) {
            queue.schedule(Double.doubleToRawLongBits(times[i]), Rank.FLOW_END, fired::add, i);
        }
        while (!queue.isEmpty()) {
            queue.fireNext();
        }
        assertThat(fired).containsExactly(1L, 2L, 4L, 0L, 3L);
    }

    @Test
    void emptyQueueThrows() {
        EventQueue queue = new EventQueue();
        assertThatThrownBy(queue::minKey).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(queue::take).isInstanceOf(IllegalStateException.class);
        assertThat(queue.cancel(17)).isFalse();
        assertThat(queue.cancel(-1)).isFalse();
    }
}
