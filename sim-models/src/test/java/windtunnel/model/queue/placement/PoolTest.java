package windtunnel.model.queue.placement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PoolTest {
    @Test
    @DisplayName("clu-T8.1 free 4, 4, 8, 0: fragmentation 0 for four GPUs, a half for eight, all for two whole nodes")
    void fragmentation() {
        Pool pool = new Pool(new int[4], 8, Placement.PACK);
        pool.take(4, new int[] {0});
        pool.take(4, new int[] {1});
        pool.take(8, new int[] {3});
        assertThat(pool.totalFree()).isEqualTo(16);
        assertThat(pool.fragmentation(4)).isZero();
        assertThat(pool.fragmentation(8)).isEqualTo(0.5);
        assertThat(pool.place(new Need(16, Where.ANY))).isNull();
        assertThat(pool.place(new Need(8, Where.ANY))).containsExactly(2);
    }

    @Test
    void packTakesTheFullestNodeAndSpreadTheEmptiest() {
        for (Placement placement : Placement.values()) {
            Pool pool = new Pool(new int[3], 8, placement);
            pool.take(4, new int[] {1});
            int expected = placement == Placement.SPREAD ? 0 : 1;
            assertThat(pool.place(new Need(2, Where.ANY))).containsExactly(expected);
        }
    }

    @Test
    void wholeNodesLieSideBySideOrApart() {
        assertThat(new Pool(new int[6], 8, Placement.PACK).place(new Need(16, Where.ANY)))
                .containsExactly(0, 1);
        assertThat(new Pool(new int[6], 8, Placement.SPREAD).place(new Need(24, Where.ANY)))
                .hasSize(3)
                .doesNotHaveDuplicates();
    }

    /** Ten nodes, four to a leaf, two on the last. */
    private static Pool leaves(Placement placement) {
        return new Pool(new int[] {0, 0, 0, 0, 1, 1, 1, 1, 2, 2}, 8, placement);
    }

    @Test
    void leafFirstTakesTheFullestLeafThatHasRoomElseFewLeaves() {
        Pool pool = leaves(Placement.LEAF_FIRST);
        assertThat(pool.place(new Need(16, Where.ANY))).containsExactly(8, 9);
        assertThat(pool.place(new Need(24, Where.ANY))).containsExactly(0, 1, 2);
        pool.take(8, new int[] {1});
        assertThat(pool.place(new Need(24, Where.ANY))).containsExactly(0, 2, 3);
        assertThat(pool.place(new Need(48, Where.ANY))).containsExactly(0, 2, 4, 5, 6, 7);
        assertThat(pool.place(new Need(80, Where.ANY))).isNull();
    }

    @Test
    void sameLeafWaitsAndSpreadTakesOneOfEachInTurn() {
        Pool pool = leaves(Placement.PACK);
        assertThat(pool.place(new Need(32, Where.SAME_LEAF))).containsExactly(0, 1, 2, 3);
        assertThat(pool.place(new Need(40, Where.SAME_LEAF))).isNull();
        assertThat(pool.place(new Need(24, Where.SPREAD))).containsExactly(0, 4, 8);
        assertThat(pool.place(new Need(64, Where.SPREAD))).containsExactly(0, 1, 2, 4, 5, 6, 8, 9);
        pool.take(8, new int[] {0, 4});
        assertThat(pool.place(new Need(32, Where.SAME_LEAF))).isNull();
    }
}
