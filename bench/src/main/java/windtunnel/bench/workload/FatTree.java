package windtunnel.bench.workload;

import java.util.Arrays;
import java.util.BitSet;
import windtunnel.core.flow.MaxMinSystem;

/**
 * FAT and FCT: random host pairs on a k-ary three-tier fat-tree with k^3/4 hosts and 6 directed links per host.
 *
 * <p>Link blocks of {@code hosts} each: 0 host to edge, 1 edge to host, 2 edge to aggregation, 3 aggregation to edge,
 * 4 aggregation to core, 5 core to aggregation. The same aggregation index is used on both sides.
 *
 * @param hosts number of hosts
 * @param system the flows and links
 * @param bytes size of each flow; null for FAT, which only shares
 */
public record FatTree(int hosts, MaxMinSystem system, double[] bytes) {

    /** FAT: pairs may repeat and all capacities are 1. */
    public static FatTree shares(int flows, int k) {
        return build(new SplitMix64(42), flows, k, 1, false);
    }

    /** FCT: pairs are distinct, links carry 1e9 B/s, sizes are whole bytes uniform in [1e6, 10e6). */
    public static FatTree transfers(int flows, int k) {
        SplitMix64 random = new SplitMix64(42);
        FatTree tree = build(random, flows, k, 1e9, true);
        double[] bytes = new double[flows];
        for (int f = 0; f < flows; f++) {
            bytes[f] = Math.floor(1e6 + 9e6 * random.uniform());
        }
        return new FatTree(tree.hosts, tree.system, bytes);
    }

    /** NEAR: as FAT, but both hosts of a pair belong to the same group of so many neighbouring hosts. */
    public static FatTree near(int flows, int k, int groupHosts) {
        return build(new SplitMix64(42), flows, k, 1, false, groupHosts);
    }

    private static FatTree build(SplitMix64 random, int flows, int k, double capacity, boolean distinctPairs) {
        return build(random, flows, k, capacity, distinctPairs, k * k * k / 4);
    }

    private static FatTree build(
            SplitMix64 random, int flows, int k, double capacity, boolean distinctPairs, int groupHosts) {
        int hosts = k * k * k / 4;
        int half = k / 2;
        int[] offset = new int[flows + 1];
        int[] link = new int[6 * flows];
        BitSet used = new BitSet(distinctPairs ? hosts * hosts : 0);
        for (int f = 0; f < flows; f++) {
            int source;
            int target;
            int aggregation;
            int core;
            do {
                source = random.below(hosts);
                target = source / groupHosts * groupHosts + random.below(groupHosts);
                aggregation = random.below(half);
                core = random.below(half);
            } while (source == target || (distinctPairs && used.get(source * hosts + target)));
            if (distinctPairs) {
                used.set(source * hosts + target);
            }
            offset[f + 1] = route(hosts, half, source, target, aggregation, core, link, offset[f]);
        }
        double[] capacities = new double[6 * hosts];
        Arrays.fill(capacities, capacity);
        return new FatTree(hosts, MaxMinSystem.plain(6 * hosts, flows, capacities, offset, link), null);
    }

    /** Writes a path to {@code link} from an index on; returns the index behind it. */
    private static int route(
            int hosts, int half, int source, int target, int aggregation, int core, int[] link, int from) {
        int at = from;
        int sourceEdge = source / half;
        int targetEdge = target / half;
        int sourcePod = sourceEdge / half;
        int targetPod = targetEdge / half;
        link[at++] = source;
        if (sourceEdge != targetEdge) {
            link[at++] = 2 * hosts + sourceEdge * half + aggregation;
            if (sourcePod != targetPod) {
                link[at++] = 4 * hosts + (sourcePod * half + aggregation) * half + core;
                link[at++] = 5 * hosts + (targetPod * half + aggregation) * half + core;
            }
            link[at++] = 3 * hosts + targetEdge * half + aggregation;
        }
        link[at++] = hosts + target;
        return at;
    }
}
