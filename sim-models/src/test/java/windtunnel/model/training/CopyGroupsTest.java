package windtunnel.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.Iterator;
import org.apache.commons.math3.util.CombinatoricsUtils;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.oracle.CheckpointOracle;

class CopyGroupsTest {
    /** Share of all ways to lose {@code losses} nodes that are survived, by trying each. */
    private static double survived(CopyGroups groups, int losses) {
        long good = 0;
        long all = 0;
        Iterator<int[]> ways = CombinatoricsUtils.combinationsIterator(groups.nodes(), losses);
        while (ways.hasNext()) {
            BitSet lost = new BitSet();
            for (int node : ways.next()) {
                lost.set(node);
            }
            good += groups.survives(lost) ? 1 : 0;
            all++;
        }
        return (double) good / all;
    }

    @ParameterizedTest
    @DisplayName("clu-T3.4 chance that pairs survive k losses at once")
    @CsvSource({"16, 2, 0.93333", "16, 3, 0.8", "64, 2, 0.984127"})
    void pairs(int nodes, int losses, double expected) {
        assertThat(CheckpointOracle.survival(nodes, 2, losses)).isCloseTo(expected, within(5e-6));
        for (boolean spread : new boolean[] {true, false}) {
            assertThat(survived(new CopyGroups(nodes, 2, spread), losses)).isCloseTo(expected, within(5e-6));
        }
    }

    @ParameterizedTest
    @DisplayName("clu-T3.4 groups of three and four against inclusion and exclusion")
    @CsvSource({"12, 3, 3", "12, 3, 6", "12, 4, 5", "16, 4, 8"})
    void largerGroups(int nodes, int replicas, int losses) {
        double expected = CheckpointOracle.survival(nodes, replicas, losses);
        assertThat(expected).isBetween(0.01, 0.999);
        assertThat(survived(new CopyGroups(nodes, replicas, true), losses)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void aRackTakesNeighboursTogetherButNotDistantOnes() {
        assertThat(new CopyGroups(16, 2, true).survivedBlocks(8)).isEqualTo(1);
        assertThat(new CopyGroups(16, 2, false).survivedBlocks(8)).isZero();
        assertThat(new CopyGroups(16, 2, true).survivedBlocks(1)).isEqualTo(1);
        assertThat(new CopyGroups(16, 1, true).survivedBlocks(1)).isZero();
    }

    @Test
    @DisplayName("nodes that fill no group join the others: with 7 nodes in pairs there are three groups")
    void leftOverNodes() {
        CopyGroups groups = new CopyGroups(7, 2, false);
        assertThat(groups.count()).isEqualTo(3);
        BitSet lost = new BitSet();
        lost.set(4, 6);
        assertThat(groups.survives(lost)).isTrue();
        lost.set(6);
        assertThat(groups.survives(lost)).isFalse();
    }
}
