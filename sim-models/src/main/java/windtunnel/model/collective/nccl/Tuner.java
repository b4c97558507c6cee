package windtunnel.model.collective.nccl;

import java.util.ArrayList;
import java.util.List;

/**
 * NCCL's cost model as it stands in its source: latency + bytes / bandwidth for each algorithm and protocol. It serves to choose, as in
 * NCCL; {@link Timing} says how long the chosen one takes.
 */
final class Tuner {
    private static final double HOP_OVERHEAD_US = 1.0;

    private final Platform platform;
    private final Shape shape;
    private final int row;
    private final int column;

    Tuner(Platform platform, Shape shape) {
        this.platform = platform;
        this.shape = shape;
        row = platform.generation().index();
        column = shape.column();
    }

    /**
     * One way of doing an operation.
     *
     * @param algorithm the algorithm
     * @param protocol the protocol
     * @param latencyUs latency in microseconds
     * @param gbps algorithm bandwidth in GB/s
     * @param us NCCL's estimate in microseconds
     */
    record Candidate(Algorithm algorithm, Protocol protocol, double latencyUs, double gbps, double us) {}

    /** What NCCL could use for a collective of {@code bytes}, in its order of trial. */
    List<Candidate> candidates(NcclOp op, double bytes) {
        List<Candidate> all = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            if (op == NcclOp.ALL_REDUCE && platform.carries(protocol, shape.nodes())) {
                all.add(tree(protocol, bytes));
            }
        }
        for (Protocol protocol : Protocol.values()) {
            if (platform.carries(protocol, shape.nodes())) {
                all.add(ring(op, protocol, bytes));
            }
        }
        if (op == NcclOp.ALL_REDUCE && platform.sharp() && shape.nodes() > 1) {
            collNet(bytes, all);
        }
        if (op == NcclOp.ALL_REDUCE && platform.reducesInSwitch(shape.perNode())) {
            nvls(bytes, all);
        }
        if ((op == NcclOp.ALL_GATHER || op == NcclOp.REDUCE_SCATTER) && shape.onePerNode()) {
            double gbps = Tables.PAT_SHARE * channels() * channelGbps();
            all.add(candidate(Algorithm.PAT, Protocol.SIMPLE, Timing.patMicros(shape), gbps, bytes));
        }
        return all;
    }

    private static Candidate candidate(
            Algorithm algorithm, Protocol protocol, double latency, double gbps, double bytes) {
        return new Candidate(algorithm, protocol, latency, gbps, latency + bytes / (1000 * gbps));
    }

    private int channels() {
        return platform.channels(shape.nodes());
    }

    private double channelGbps() {
        if (shape.nodes() > 1) {
            double inside = platform.inside(shape.perNode()) * shape.perNode() / Math.max(1, shape.perNode() - 1);
            double network = Math.min(platform.network(), shape.perNode() > 1 ? inside : platform.network());
            return Tables.step(network * 1e-9 / channels());
        }
        return Tables.step(platform.inside(shape.ranks()) * 1e-9 / channels());
    }

    private Candidate ring(NcclOp op, Protocol protocol, double bytes) {
        int p = protocol.ordinal();
        int steps = op.ringSteps(shape.ranks());
        int between = shape.nodes() == 1 ? 0 : op.ringSteps(shape.nodes());
        double bus = channels() * channelGbps();
        double gbps = switch (protocol) {
            case LL -> Math.min(Tables.LL_MOST[shape.nodes() == 1 ? row : 0][column], bus / 2);
            case LL128 -> Math.min(0.92 * bus, channels() * Tables.RING_LL128[row][column]);
            case SIMPLE -> bus;
        };
        double overhead = shape.nodes() == 1 ? 0 : HOP_OVERHEAD_US * (protocol == Protocol.SIMPLE ? 3 : 1);
        double inside = hop(Tables.RING_HOP, p);
        double outside = shape.perNode() == 1 ? Tables.TREE_HOP[2][p] : Tables.RING_HOP[2][p];
        double latency = Tables.RING_BASE[p] + (steps - between) * Math.max(inside, overhead) + between * outside;
        if (protocol == Protocol.SIMPLE && shape.nodes() > 1 && bytes / (channels() * (double) shape.ranks()) >= 64) {
            latency *= Timing.plateau(platform);
        }
        double algorithm = op == NcclOp.BROADCAST ? gbps : gbps * shape.ranks() / steps;
        return candidate(Algorithm.RING, protocol, latency, algorithm, bytes);
    }

    private double hop(double[][] table, int protocol) {
        boolean nvlink = platform.wiring() == Platform.Wiring.SWITCH || platform.wiring() == Platform.Wiring.MESH;
        return table[nvlink ? 0 : 1][protocol];
    }

    private Candidate tree(Protocol protocol, double bytes) {
        int p = protocol.ordinal();
        double total = shape.nodes() == 2 && shape.perNode() > 1
                ? platform.inside(shape.perNode()) * 1e-9
                : channels() * channelGbps();
        double bus = Math.min(0.92 * total, channels() * Tables.TREE_SIMPLE[row][column]);
        double gbps = switch (protocol) {
            case LL -> Math.min(bus / 3.8, Tables.LL_MOST[shape.nodes() == 1 ? row : 0][column]);
            case LL128 ->
                Math.min(
                        bus * (shape.nodes() == 1 ? 7.0 / 9 : 120.0 / 128),
                        channels() * Tables.TREE_LL128[row][column]);
            case SIMPLE -> bus;
        };
        double latency = Tables.TREE_BASE[p]
                + 2 * ((shape.perNode() - 1) * hop(Tables.TREE_HOP, p) + shape.depth() * Tables.TREE_HOP[2][p]);
        return candidate(Algorithm.TREE, protocol, latency, gbps / 2 * Tables.treeShare(protocol, bytes), bytes);
    }

    /** Reduction in the network; direct sends need an NVSwitch, as in NCCL. One channel for each NIC. */
    private void collNet(double bytes, List<Candidate> all) {
        double bus = channels() * channelGbps();
        if (platform.wiring() == Platform.Wiring.SWITCH) {
            double gpusPerNic = Math.max(1, shape.perNode() / (double) channels());
            double direct = bus / (gpusPerNic - (gpusPerNic - 1) / 2);
            direct *= row >= Generation.HOPPER.index() ? Tables.COLLNET_DIRECT_SHARE : 1;
            double latency = Timing.collNetDirectMicros(shape);
            all.add(candidate(Algorithm.COLLNET_DIRECT, Protocol.SIMPLE, latency, direct / 2, bytes));
        }
        double latency = Timing.collNetChainMicros(shape);
        all.add(candidate(Algorithm.COLLNET_CHAIN, Protocol.SIMPLE, latency, bus / 2, bytes));
    }

    private void nvls(double bytes, List<Candidate> all) {
        double toAlgorithm = shape.ranks() / (2.0 * (shape.ranks() - 1));
        int channels = Tables.NODE_CHANNELS;
        double efficiency = platform.generation().nvlsEfficiency() * (channels - 1) / channels * 2;
        double own = Tables.NVLS_CHANNEL[row][0] * efficiency;
        if (shape.nodes() == 1) {
            if (shape.ranks() > 4) {
                double bus = channels * Math.min(own, Tables.NVLS_CHANNEL[row][1]);
                all.add(candidate(Algorithm.NVLS, Protocol.SIMPLE, Tables.NVLS_HOP[0], bus * toAlgorithm, bytes));
            }
            return;
        }
        double between = channelGbps();
        if (platform.sharp()) {
            double bus = channels * Math.min(own, Tables.NVLS_TREE[row][1]);
            double latency = Tables.NVLS_HOP[0] + Tables.NVLS_HOP[2];
            all.add(candidate(Algorithm.NVLS, Protocol.SIMPLE, latency, bus * toAlgorithm, bytes));
        }
        double bus = channels
                * Math.min(Math.min(own, between * (shape.nodes() == 2 ? 2 : 1)), Tables.NVLS_TREE[row][column]);
        double latency = Tables.NVLS_HOP[0] + 2 * shape.depth() * Tables.NVLS_HOP[1];
        all.add(candidate(Algorithm.NVLS_TREE, Protocol.SIMPLE, latency, bus * toAlgorithm, bytes));
    }
}
