package windtunnel.model.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheLawTest {
    private static final long LATE = 1_000_000;

    @ParameterizedTest
    @DisplayName("clu-T2.4 one host: LRU c + (1-c) ln(1-c), pinned c, first epoch cold")
    @CsvSource({".25, .0342", ".5, .1534", ".75, .4034", ".9, .6697"})
    void oneHost(double room, double lru) {
        assertThat(CacheLaw.lruFixed(room, 2)).isCloseTo(lru, within(5e-5));
        assertThat(CacheLaw.pinFixed(room, 2)).isEqualTo(room);
        assertThat(CacheLaw.lruFixed(room, 1)).isZero();
        assertThat(CacheLaw.pinFixed(room, 1)).isZero();
        assertThat(CacheLaw.lruReshuffled(room, 1, LATE)).isCloseTo(CacheLaw.lruFixed(room, 2), within(1e-12));
    }

    @ParameterizedTest
    @DisplayName("clu-E17 n hosts that are dealt all samples anew, each with room for half: LRU tends to one half")
    @CsvSource({"1, .154", "2, .309", "4, .426", "8, .467", "16, .484"})
    void reshuffled(int hosts, double published) {
        // 16 hosts: a replay of 20,000 items over 60 epochs, first 30 left out, gives .4843.
        assertThat(CacheLaw.lruReshuffled(.5, hosts, LATE)).isCloseTo(published, within(.003));
        assertThat(CacheLaw.pinReshuffled(.5, hosts, LATE)).isEqualTo(.5);
    }

    @Test
    @DisplayName("a cache with room for everything misses only what its node never read")
    void roomForAll() {
        for (int epoch = 1; epoch <= 6; epoch++) {
            double seen = 1 - Math.pow(.75, epoch - 1);
            assertThat(CacheLaw.lruReshuffled(1, 4, epoch)).isCloseTo(seen, within(1e-12));
            assertThat(CacheLaw.pinReshuffled(1, 4, epoch)).isCloseTo(seen, within(1e-12));
        }
        assertThat(CacheLaw.lruFixed(1, 2)).isEqualTo(1);
    }

    @ParameterizedTest
    @DisplayName("a cache replayed item by item hits as often as the law says, in every epoch from the cold one on")
    @CsvSource({"1, .5", "1, .8", "2, .5", "4, .5", "4, .3", "8, .15"})
    void replay(int hosts, double room) {
        int items = 8_000;
        int epochs = 5;
        double[] lru = replay(items, hosts, room, epochs, true);
        double[] pin = replay(items, hosts, room, epochs, false);
        for (int epoch = 1; epoch <= epochs; epoch++) {
            // Standard error of a share of at least 1,000 reads, times 3.3, and the grain of the items.
            double tolerance = 3.3 * .5 / Math.sqrt(items) + .002;
            assertThat(lru[epoch - 1]).isCloseTo(CacheLaw.lruReshuffled(room, hosts, epoch), within(tolerance));
            assertThat(pin[epoch - 1]).isCloseTo(CacheLaw.pinReshuffled(room, hosts, epoch), within(tolerance));
        }
    }

    /** Share of hits by epoch, over all hosts; epochs are shuffled anew and dealt in equal parts. */
    private static double[] replay(int items, int hosts, double room, int epochs, boolean lru) {
        Random random = new Random(8);
        int capacity = (int) Math.round(room * items);
        List<Map<Integer, Integer>> caches = new ArrayList<>();
        for (int host = 0; host < hosts; host++) {
            caches.add(new LinkedHashMap<>(16, .75f, lru) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, Integer> eldest) {
                    return lru && size() > capacity;
                }
            });
        }
        List<Integer> order = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            order.add(item);
        }
        double[] shares = new double[epochs];
        for (int epoch = 0; epoch < epochs; epoch++) {
            Collections.shuffle(order, random);
            int hits = 0;
            for (int i = 0; i < items; i++) {
                Map<Integer, Integer> cache = caches.get(i % hosts);
                if (cache.get(order.get(i)) != null) {
                    hits++;
                } else if (lru || cache.size() < capacity) {
                    cache.put(order.get(i), 1);
                }
            }
            shares[epoch] = hits / (double) items;
        }
        return shares;
    }
}
