package windtunnel.model.collective.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import windtunnel.model.Cluster;
import windtunnel.model.GroupFamily;

/**
 * The GPUs of one group, box by box: ranks that follow each other in one scale-up domain are a box.
 *
 * @param members GPUs of each box in the order of their ranks
 */
record Boxes(List<int[]> members) {
    static Boxes of(Cluster cluster, GroupFamily family, int group) {
        List<int[]> members = new ArrayList<>();
        int start = 0;
        int[] gpus = new int[family.ranks()];
        for (int rank = 0; rank < gpus.length; rank++) {
            gpus[rank] = family.gpu(group, rank);
        }
        for (int rank = 1; rank <= gpus.length; rank++) {
            if (rank == gpus.length || cluster.domain(gpus[rank]) != cluster.domain(gpus[start])) {
                members.add(Arrays.copyOfRange(gpus, start, rank));
                start = rank;
            }
        }
        return new Boxes(members);
    }

    int count() {
        return members.size();
    }

    /** Ways side by side: each of them enters and leaves every box by another GPU. */
    int rails() {
        int least = Integer.MAX_VALUE;
        for (int[] box : members) {
            least = Math.min(least, box.length);
        }
        return least;
    }

    /** The GPU by which rail {@code rail} enters and leaves a box. */
    int head(int box, int rail) {
        int[] gpus = members.get(box);
        return gpus[(int) ((long) rail * gpus.length / rails())];
    }
}
