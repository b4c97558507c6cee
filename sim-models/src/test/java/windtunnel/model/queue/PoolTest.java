package windtunnel.model.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PoolTest {
    @Test
    @DisplayName("clu-T8.1 free 4, 4, 8, 0: fragmentation 0 for four GPUs, a half for eight, all for two whole nodes")
    void fragmentation() {
        Pool pool = new Pool(4, 8, JobQueue.Placement.PACK);
        pool.take(4, new int[] {0});
        pool.take(4, new int[] {1});
        pool.take(8, new int[] {3});
        assertThat(pool.totalFree()).isEqualTo(16);
        assertThat(pool.fragmentation(4)).isZero();
        assertThat(pool.fragmentation(8)).isEqualTo(0.5);
        assertThat(pool.place(16)).isNull();
        assertThat(pool.place(8)).containsExactly(2);
    }

    @Test
    void packTakesTheFullestNodeAndSpreadTheEmptiest() {
        for (JobQueue.Placement placement : JobQueue.Placement.values()) {
            Pool pool = new Pool(3, 8, placement);
            pool.take(4, new int[] {1});
            int expected = placement == JobQueue.Placement.PACK ? 1 : 0;
            assertThat(pool.place(2)).containsExactly(expected);
        }
    }

    @Test
    void wholeNodesLieSideBySideOrApart() {
        assertThat(new Pool(6, 8, JobQueue.Placement.PACK).place(16)).containsExactly(0, 1);
        assertThat(new Pool(6, 8, JobQueue.Placement.SPREAD).place(24))
                .hasSize(3)
                .doesNotHaveDuplicates();
    }
}
