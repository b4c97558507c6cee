package windtunnel.model.collective.nccl;

/**
 * How long an algorithm with a protocol takes.
 *
 * <p>Latencies are NCCL's, hops scaled per generation ({@link Generation}). Bandwidth is what the tightest link of the algorithm's
 * traffic leaves. Between the two lies the pipeline: an algorithm that cuts its payload into chunks and passes them down a chain of
 * latency L takes (sqrt(L) + sqrt(W))^2 = L + W + 2 sqrt(L W) at its best chunk size (Hockney's pipeline; W is the time at full
 * bandwidth). Trees over several nodes follow that law with L the sum of their hops, up to the payload at which chunks are as
 * large as the buffers. In one node the cross term is 2 sqrt(k h W) with h one hop and k fitted.
 */
final class Timing {
    /** Hops that a ring's cross term counts: fitted on all-reduces of eight A100s (calibrate rows). */
    private static final double RING_FILL = 0.38;
    /** Hops that in-switch reduction's cross term counts: fitted on all-reduces of eight H100s and B200s (calibrate rows). */
    private static final double NVLS_FILL = 1.0;
    /** Largest payload in flight: 32 channels with chunks of 2 MiB (four steps of 512 KiB), NCCL's buffers. */
    private static final double IN_FLIGHT = 64L << 20;
    /** Share of the usable NVLink rate that direct copies reach: 347.7 of 370.8 GB/s, Vidur's H100 profile (2024-11-19). */
    private static final double DIRECT = 0.94;
    /** Own part of an all-to-all, copied locally, over a peer's part; assumed. */
    private static final double OWN_PART = 0.5;
    /** Largest message that direct sends put into protocol LL, in one node: NCCL_P2P_LL_THRESHOLD. */
    private static final double DIRECT_LL = 16384;

    private static final double MICRO = 1e-6;

    private final Platform platform;
    private final Shape shape;

    Timing(Platform platform, Shape shape) {
        this.platform = platform;
        this.shape = shape;
    }

    /** Factor on a ring's latency while chunks are handed to the network one by one (NCCL's plateau). */
    static double plateau(Platform platform) {
        return platform.generation() == Generation.VOLTA ? 1.9 : 1.4;
    }

    /** Seconds of a collective. */
    double seconds(NcclOp op, Algorithm algorithm, Protocol protocol, double bytes) {
        return switch (algorithm) {
            case RING -> op == NcclOp.BROADCAST ? chain(protocol, bytes) : ring(op, protocol, bytes);
            case TREE -> tree(protocol, bytes);
            case COLLNET_DIRECT -> collNet(bytes, collNetDirectMicros(shape) * MICRO);
            case COLLNET_CHAIN -> collNet(bytes, collNetChainMicros(shape) * MICRO);
            case NVLS -> shape.nodes() == 1 ? inSwitch(bytes) : acrossNodes(bytes, Tables.NVLS_HOP[2] * MICRO, true);
            case NVLS_TREE -> acrossNodes(bytes, 2 * shape.depth() * Tables.NVLS_HOP[1] * MICRO, false);
            case PAT ->
                patMicros(shape) * MICRO + (1 - 1.0 / shape.ranks()) * bytes / (Tables.PAT_SHARE * platform.network());
            case P2P -> direct(op, bytes);
        };
    }

    /** NCCL's latency of PAT: rounds over the network, and buffers of every rank. */
    static double patMicros(Shape shape) {
        double rounds = Math.log(shape.nodes()) / Math.log(2);
        return Tables.PAT[0] + rounds * Tables.PAT[1] + shape.ranks() * Tables.PAT[2];
    }

    /** NCCL's latency of direct sends in the node with reduction in the network. */
    static double collNetDirectMicros(Shape shape) {
        int others = shape.perNode() - 1;
        return 2 * (Math.min(1, others) * Tables.COLLNET_DIRECT[0] + Tables.COLLNET_DIRECT[1] * others)
                + Tables.COLLNET_DIRECT[2];
    }

    /** NCCL's latency of a chain in the node with reduction in the network. */
    static double collNetChainMicros(Shape shape) {
        return 2 * (shape.perNode() - 1) * Tables.COLLNET_CHAIN[0] + Tables.COLLNET_CHAIN[1];
    }

    private static double crossTerm(double latency, double bandwidthSeconds) {
        return 2 * Math.sqrt(latency * bandwidthSeconds);
    }

    private double hop(double[][] table, Protocol protocol) {
        return platform.hop(table, protocol) * MICRO;
    }

    private double insideRate() {
        return platform.inside(shape.perNode());
    }

    /** Over several nodes rings keep to their rail, so that a GPU's link carries what its NIC does. */
    private double ringRate() {
        if (shape.nodes() == 1) {
            return insideRate();
        }
        return shape.perNode() == 1 ? platform.network() : Math.min(insideRate(), platform.network());
    }

    private double ring(NcclOp op, Protocol protocol, double bytes) {
        int p = protocol.ordinal();
        int steps = op.ringSteps(shape.ranks());
        int between = shape.nodes() == 1 ? 0 : op.ringSteps(shape.nodes());
        double base = Tables.RING_BASE[p] * MICRO;
        double outside = (shape.perNode() == 1 ? Tables.TREE_HOP : Tables.RING_HOP)[2][p] * MICRO;
        double rate = ringRate();
        double chunk = bytes / shape.ranks();
        double local = platform.generation().localCopy();
        if (protocol != Protocol.SIMPLE) {
            double carried = carried(protocol, rate);
            double copies = protocol == Protocol.LL ? 1 : local;
            double hops = (steps - between) * hop(Tables.RING_HOP, protocol) + between * outside;
            return base + hops + (steps + copies) * chunk / carried;
        }
        double send = chunk / rate;
        if (shape.nodes() == 1) {
            double hop = hop(Tables.RING_HOP, protocol);
            double whole = Math.max(steps * send + hop, steps * (hop + send / 2) + send / 2) + local * send;
            return base + whole + crossTerm(RING_FILL * hop, (steps + local) * send);
        }
        double hop = Math.max(Tables.RING_HOP[0][p], 3) * MICRO;
        double latency = base + (steps - between) * hop + between * outside;
        return plateau(platform) * latency + (steps + local) * send;
    }

    /** What a protocol carries over a ring of some rate: its share, and no more than its channels do. */
    private double carried(Protocol protocol, double rate) {
        return switch (protocol) {
            case LL -> Math.min(mostByLl(), rate / 2);
            case LL128 -> Math.min(0.92 * rate, mostByLines(Tables.RING_LL128));
            case SIMPLE -> rate;
        };
    }

    private double mostByLl() {
        int row = shape.nodes() == 1 ? platform.generation().index() : 0;
        return Tables.LL_MOST[row][shape.column()] * 1e9;
    }

    private double mostByLines(double[][] ofChannel) {
        double one = ofChannel[platform.generation().index()][shape.column()] * 1e9;
        return platform.channels(shape.nodes()) * one;
    }

    /** A broadcast round the ring: a pipeline of N-1 hops. */
    private double chain(Protocol protocol, double bytes) {
        int p = protocol.ordinal();
        int between = shape.nodes() - 1;
        double outside = (shape.perNode() == 1 ? Tables.TREE_HOP : Tables.RING_HOP)[2][p] * MICRO;
        double hops = (shape.ranks() - 1 - between) * hop(Tables.RING_HOP, protocol) + between * outside;
        double rate = carried(protocol, ringRate());
        double wire = bytes / rate;
        return Tables.RING_BASE[p] * MICRO + hops + wire + crossTerm(hops, inFlight(wire, bytes));
    }

    private double tree(Protocol protocol, double bytes) {
        int p = protocol.ordinal();
        double hops = 2
                * ((shape.perNode() - 1) * hop(Tables.TREE_HOP, protocol)
                        + shape.depth() * Tables.TREE_HOP[2][p] * MICRO);
        double inside = insideRate() * 0.92;
        double[] shares = shape.nodes() == 1 ? new double[] {1 / 3.8, 7.0 / 9, 1} : new double[] {1 / 3.8, 0.9375, 1};
        double rate = inside * shares[p] / 2;
        if (shape.nodes() > 1) {
            double[] payload = {0.5, 0.9375, 1};
            double network = platform.network() * payload[p] / shape.treeEgress();
            rate = shape.perNode() == 1 ? network : Math.min(rate, network);
        }
        if (protocol != Protocol.SIMPLE) {
            double most = protocol == Protocol.LL ? mostByLl() : mostByLines(Tables.TREE_LL128);
            double share = Tables.smoothTreeShare(protocol, bytes);
            return Tables.TREE_BASE[p] * MICRO + hops + bytes / (Math.min(rate, most / 2) * share);
        }
        double wire = bytes / rate;
        double fill = shape.nodes() == 1 ? NVLS_FILL * hop(Tables.TREE_HOP, protocol) : hops;
        return Tables.TREE_BASE[p] * MICRO + hops + wire + crossTerm(fill, inFlight(wire, bytes));
    }

    private double inFlight(double wire, double bytes) {
        return shape.nodes() > 1 && bytes > IN_FLIGHT ? wire / bytes * IN_FLIGHT : wire;
    }

    /**
     * Rate of in-switch reduction over the payload: each GPU sends its buffer once and one shard of N more, so that N/(N+1) of the usable
     * rate times the efficiency is left.
     */
    private double switchRate() {
        int ranks = shape.perNode();
        return platform.nvlsEfficiency(ranks) * platform.scaleUp() * ranks / (ranks + 1);
    }

    private double inSwitch(double bytes) {
        double wire = bytes / switchRate();
        return Tables.NVLS_HOP[0] * MICRO + wire + crossTerm(NVLS_FILL * hop(Tables.RING_HOP, Protocol.SIMPLE), wire);
    }

    /** Each NIC sends and receives its part of the payload once; each GPU's link carries 2 (g-1)/g payloads each way. */
    private double collNet(double bytes, double latency) {
        double wire = Math.max(bytes / platform.network(), insideCollNet(bytes));
        return latency + wire + crossTerm(latency, inFlight(wire, bytes));
    }

    private double insideCollNet(double bytes) {
        return 2 * (1 - 1.0 / shape.perNode()) * bytes / insideRate();
    }

    private double acrossNodes(double bytes, double hops, boolean sharp) {
        int column = sharp ? 1 : shape.column();
        double channels =
                Tables.NODE_CHANNELS * Tables.NVLS_TREE[platform.generation().index()][column] * 1e9;
        double tree = channels * shape.ranks() / (2.0 * (shape.ranks() - 1));
        double network = platform.network() / (sharp ? 1 : shape.treeEgress());
        double wire = bytes / Math.min(switchRate(), Math.min(tree, network));
        return Tables.NVLS_HOP[0] * MICRO + hops + wire + crossTerm(hops, inFlight(wire, bytes));
    }

    /** What the bytes of a collective take on the link that binds, at its full rate. */
    Bound bound(NcclOp op, Algorithm algorithm, Protocol protocol, double bytes) {
        double inside = 0;
        double between = 0;
        switch (algorithm) {
            case RING -> {
                double sent = op == NcclOp.BROADCAST ? bytes : op.ringSteps(shape.ranks()) * bytes / shape.ranks();
                double wire = sent / RING_PAYLOAD[protocol.ordinal()];
                inside = shape.perNode() > 1 ? wire / insideRate() : 0;
                between = shape.nodes() > 1 ? wire / platform.network() : 0;
            }
            case TREE -> {
                double wire = bytes / TREE_PAYLOAD[protocol.ordinal()];
                inside = shape.perNode() > 1 ? 2 * wire / insideRate() : 0;
                between = shape.nodes() > 1 ? wire * shape.treeEgress() / platform.network() : 0;
            }
            case COLLNET_DIRECT, COLLNET_CHAIN -> {
                inside = insideCollNet(bytes);
                between = bytes / platform.network();
            }
            case NVLS, NVLS_TREE -> {
                inside = bytes / switchRate();
                between = shape.nodes() == 1
                        ? 0
                        : bytes * (algorithm == Algorithm.NVLS ? 1 : shape.treeEgress()) / platform.network();
            }
            case PAT -> between = (1 - 1.0 / shape.ranks()) * bytes / platform.network();
            case P2P -> {
                double message = op == NcclOp.ALLTOALL ? bytes / shape.ranks() : bytes;
                int local = peers(op) - outsidePeers(op);
                inside = local == 0 ? 0 : local * message / platform.inside(shape.perNode());
                between = outsidePeers(op) * message * shape.perNode() / platform.network();
            }
        }
        return new Bound(between >= inside, Math.max(inside, between));
    }

    /** Share of payload in what a ring sends by protocol, as NCCL counts it. */
    private static final double[] RING_PAYLOAD = {0.5, 0.92, 1};
    /** The same for trees. */
    private static final double[] TREE_PAYLOAD = {0.5, 0.9375, 1};

    /** Protocol of direct sends of {@code bytes}. */
    Protocol directProtocol(NcclOp op, double bytes) {
        double message = op == NcclOp.ALLTOALL ? bytes / shape.ranks() : bytes;
        return message <= DIRECT_LL && outsidePeers(op) == 0 ? Protocol.LL : Protocol.SIMPLE;
    }

    private int peers(NcclOp op) {
        return op == NcclOp.ALLTOALL ? shape.ranks() - 1 : 1;
    }

    private int outsidePeers(NcclOp op) {
        if (!platform.peerAccess()) {
            return peers(op);
        }
        if (op == NcclOp.ALLTOALL) {
            return shape.ranks() - shape.perNode();
        }
        return shape.nodes() > 1 ? 1 : 0;
    }

    /** Direct sends. One message is one hop and has no pipeline to fill. */
    private double direct(NcclOp op, double bytes) {
        int peers = peers(op);
        int outside = outsidePeers(op);
        double message = op == NcclOp.ALLTOALL ? bytes / shape.ranks() : bytes;
        Protocol protocol = directProtocol(op, bytes);
        int p = protocol.ordinal();
        double hop = hop(Tables.RING_HOP, protocol);
        double network = Tables.RING_HOP[2][p] * MICRO;
        double slowest = outside > 0 ? Math.max(hop, network) : hop;
        int rounds = DirectRounds.of(platform, shape, peers, message);
        double latency = Tables.RING_BASE[p] * MICRO + rounds * slowest + outside * MICRO;
        double inside = platform.inside(shape.perNode()) * DIRECT;
        if (protocol == Protocol.LL) {
            return latency + peers * message * 2 / inside;
        }
        double own = op == NcclOp.ALLTOALL && platform.wiring() == Platform.Wiring.SWITCH ? OWN_PART : 0;
        double local = peers - outside + own;
        // A rank without peers in its domain has no rate there: a board of direct links leaves 0 of them.
        double scaleUp = local == 0 ? 0 : local * message / inside;
        double scaleOut = outside * message * shape.perNode() / platform.network();
        double wire = Math.max(scaleUp, scaleOut);
        double fill = op == NcclOp.SENDRECV ? 0 : crossTerm(outside > 0 ? network : RING_FILL * hop, wire);
        return latency + wire + fill;
    }
}
