package windtunnel.bench.workload;

import windtunnel.core.flow.MaxMinSystem;

/** RND: flows over 4 distinct random links each, capacities uniform in [1, 10). A stress case with thousands of levels. */
public final class RandomLinks {

    private static final int HOPS = 4;

    private RandomLinks() {}

    /** Draws the system. */
    public static MaxMinSystem system(int flows, int links) {
        SplitMix64 random = new SplitMix64(42);
        double[] capacity = new double[links];
        for (int l = 0; l < links; l++) {
            capacity[l] = 1 + 9 * random.uniform();
        }
        int[] offset = new int[flows + 1];
        int[] link = new int[HOPS * flows];
        for (int f = 0; f < flows; f++) {
            offset[f + 1] = HOPS * (f + 1);
            for (int i = 0; i < HOPS; ) {
                int drawn = random.below(links);
                if (!contains(link, HOPS * f, HOPS * f + i, drawn)) {
                    link[HOPS * f + i++] = drawn;
                }
            }
        }
        return MaxMinSystem.plain(links, flows, capacity, offset, link);
    }

    private static boolean contains(int[] array, int from, int to, int value) {
        for (int i = from; i < to; i++) {
            if (array[i] == value) {
                return true;
            }
        }
        return false;
    }
}
