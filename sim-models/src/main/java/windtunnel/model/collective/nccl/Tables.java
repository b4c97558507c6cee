package windtunnel.model.collective.nccl;

/**
 * Constants of NCCL's tuner, NVIDIA/nccl at 5067397c (2026-06-11), src/graph/tuning.cc and search.cc. Latencies in microseconds,
 * rates in GB/s. Rows of rate tables are generations Volta, Ampere, Hopper, Blackwell; columns one, two, and more nodes.
 */
final class Tables {
    /** LL, LL128, Simple. */
    static final double[] TREE_BASE = {6.8, 14.0, 8.4};
    /** LL, LL128, Simple. */
    static final double[] RING_BASE = {6.6, 14.0, 8.4};

    /** Latency of a hop: links NVLink, PCIe, network; LL, LL128, Simple. */
    static final double[][] TREE_HOP = {{0.6, 1.25, 4.0}, {1.0, 1.9, 4.0}, {5.0, 8.5, 14.0}};
    /** As for trees. */
    static final double[][] RING_HOP = {{0.6, 1.9, 3.4}, {1.0, 2.5, 5.7}, {2.7, 4.0, 14.0}};
    /** In-switch reduction: in the domain, a tree's hop between domains, SHARP. */
    static final double[] NVLS_HOP = {25, 20.9, 18};

    /** Direct sends in the node with reduction in the network: a send, each further GPU, the network. */
    static final double[] COLLNET_DIRECT = {3.7, 0.4, 31};
    /** A chain in the node with reduction in the network: a hop, the network. */
    static final double[] COLLNET_CHAIN = {2.8, 30};
    /** Share of the channels' rate that NCCL expects of direct sends with reduction in the network, from Hopper on. */
    static final double COLLNET_DIRECT_SHARE = 0.85;

    /** PAT: base, a round over the network, each rank. */
    static final double[] PAT = {8.0, 14 / 3.5, 2.8};
    /** Share of the NICs' rate that PAT reaches. */
    static final double PAT_SHARE = 0.75;

    /** Most that LL carries. The row for several nodes is that of an Intel host, as NCCL takes it. */
    static final double[][] LL_MOST = {{39, 39, 20.4}, {87.7, 22.5, 19}, {141, 45, 35}, {282, 90, 70}};
    /** Most of one channel. */
    static final double[][] RING_LL128 = {{20, 20, 20}, {20, 20, 20}, {36.7, 36.7, 36.7}, {40, 40, 40}};
    /** Most of one channel. */
    static final double[][] TREE_LL128 = {{20, 20, 20}, {20, 20, 20}, {36.7, 36.7, 29}, {55.6, 31.67, 20}};
    /** Most of one channel. */
    static final double[][] TREE_SIMPLE = {{26.5, 18.5, 10}, {24, 23.6, 17.8}, {38.7, 41.4, 36}, {70, 42.8, 24}};
    /** Most of one channel. */
    static final double[][] NVLS_TREE = {{26.5, 18.5, 10}, {24, 23.6, 17.8}, {0, 57.7, 45.5}, {0, 96, 80}};

    /** Rates of an NVLS channel in one node: from its GPU, through the switch. Found by NCCL's search on eight-GPU nodes. */
    static final double[][] NVLS_CHANNEL = {{0, 0}, {0, 0}, {50, 60}, {90, 90}};
    /** Channels of in-switch reduction, and of rings over several nodes. */
    static final int NODE_CHANNELS = 8;

    /** Share of a tree's bandwidth by size, from 64 B in powers of two; LL, LL128, Simple. */
    static final double[][] TREE_BY_SIZE = {
        {1, 1, 1, 1, .9, .8, .7, .7, .7, .7, .6, .5, .4, .4, .5, .6, .7, .8, .9, 1, 1, 1, 1, 1},
        {1, 1, 1, 1, 1, .9, .8, .8, .8, .7, .6, .6, .6, .6, .6, .6, .8, .9, .9, .9, .9, 1, 1, 1},
        {.9, .9, .9, .9, .9, .9, .9, .8, .7, .6, .6, .5, .5, .5, .5, .6, .7, .8, .7, .7, .8, .9, .9, .9}
    };

    /** Rates that NCCL's search tries for a channel. */
    private static final double[] STEPS = {
        96, 90, 86, 80, 60, 50, 48, 45, 42, 40, 30, 28, 24, 22, 20, 18, 15, 12, 10, 9, 7, 6, 5, 4, 3, 2.4, 1.2, 0.24,
        0.12
    };

    private Tables() {}

    /** The fastest step that does not exceed {@code rate}; a slower rate than all steps as it is. */
    static double step(double rate) {
        for (double step : STEPS) {
            if (step <= rate * 1.001) {
                return step;
            }
        }
        return rate;
    }

    /** The same with a straight line between powers of two, so that more bytes never take less time. */
    static double smoothTreeShare(Protocol protocol, double bytes) {
        double share = treeShare(protocol, bytes);
        double part = bytes < 64 ? 0 : bytes / Math.scalb(64.0, Math.getExponent(bytes / 64)) - 1;
        return share + part * (treeShare(protocol, 2 * bytes) - share);
    }

    /** What is left of a tree's bandwidth at {@code bytes}. */
    static double treeShare(Protocol protocol, double bytes) {
        int power = bytes < 64 ? -1 : Math.getExponent(bytes / 64);
        return power >= 0 && power < 23 ? TREE_BY_SIZE[protocol.ordinal()][power] : 1;
    }
}
