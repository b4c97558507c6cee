package windtunnel.model.collective.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Schedules and trees do what their operation asks for, by following who has heard of whom. */
class SchedulesTest {
    /** Whose data each rank has heard of after all rounds. */
    private static BitSet[] heard(Rounds rounds) {
        BitSet[] known = new BitSet[rounds.ranks()];
        for (int rank = 0; rank < known.length; rank++) {
            known[rank] = new BitSet();
            known[rank].set(rank);
        }
        for (Rounds.Round round : rounds.rounds()) {
            BitSet[] before = new BitSet[known.length];
            for (int rank = 0; rank < known.length; rank++) {
                before[rank] = (BitSet) known[rank].clone();
            }
            for (int send = 0; send < round.sends(); send++) {
                known[round.to()[send]].or(before[round.from()[send]]);
            }
        }
        return known;
    }

    @Test
    @DisplayName("net-5.2 after an all-reduce or all-gather every rank has heard of all")
    void everybodyHearsOfAll() {
        for (int n = 2; n <= 40; n++) {
            Rounds gather = Schedules.patGather(n);
            for (Rounds rounds : new Rounds[] {
                Schedules.halvingDoubling(n),
                Schedules.recursiveDoubling(n),
                Schedules.bruck(n),
                gather,
                gather.mirrored()
            }) {
                for (BitSet known : heard(rounds)) {
                    assertThat(known.cardinality()).as("%d ranks", n).isEqualTo(n);
                }
            }
            for (BitSet known : heard(Schedules.binomial(n))) {
                assertThat(known.get(0)).isTrue();
            }
        }
    }

    @Test
    @DisplayName(
            "net-5.5 both trees reach all nodes in at most ceil(log2 k) + 1 edges, and no node is inner in both of an even number")
    void treesAreTrees() {
        for (int k = 2; k <= 130; k++) {
            boolean[] inner = new boolean[k];
            for (int tree = 0; tree < 2; tree++) {
                int[] parents = DoubleTree.parents(k, tree);
                int[] gpus = new int[k];
                int[] children = new int[k];
                int roots = 0;
                for (int node = 0; node < k; node++) {
                    roots += parents[node] == DoubleTree.ROOT ? 1 : 0;
                    if (parents[node] != DoubleTree.ROOT) {
                        children[parents[node]]++;
                    }
                }
                assertThat(roots).isEqualTo(1);
                int depth = new Tree(gpus, parents).depth();
                assertThat(depth).isBetween(1, 33 - Integer.numberOfLeadingZeros(k - 1));
                for (int node = 0; node < k; node++) {
                    assertThat(children[node]).isLessThanOrEqualTo(2);
                    boolean branches = children[node] == 2;
                    assertThat(k % 2 == 0 && branches && inner[node]).isFalse();
                    inner[node] |= branches;
                }
            }
        }
    }
}
