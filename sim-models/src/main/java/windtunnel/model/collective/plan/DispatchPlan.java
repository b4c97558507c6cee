package windtunnel.model.collective.plan;

import windtunnel.model.Cluster;
import windtunnel.model.Fidelity;
import windtunnel.model.GroupFamily;
import windtunnel.model.Route;
import windtunnel.model.collective.FluidSystem;
import windtunnel.model.collective.Plan;
import windtunnel.model.collective.Traffic;

/**
 * All-to-all by direct sends, with skew and, if wanted, each token once for each node that needs it.
 *
 * <p>{@code T = ceil((N-1)/p) max latency + S max over a rank's links of load / capacity}. Rank 0 of each group receives {@code skew} times
 * the mean and the others share the rest. A send to another box goes straight to its rank, or once to the GPU of that box with the
 * sender's place (a share {@code once} of the bytes, the others being copies of the same token), which passes them on over its
 * scale-up link.
 */
public final class DispatchPlan implements Plan, Traffic {
    private final Cluster cluster;
    private final GroupFamily family;
    private final Options options;
    private final Fidelity fidelity;
    private final Route way = new Route();
    private final double[] perByte;
    private final double[] latency;
    private final double[] worst;
    private final int[] tightest;
    private final FluidSystem fluid;

    /**
     * How tokens are sent.
     *
     * @param skew what the fullest rank receives over the mean, from 1 to N
     * @param once bytes that go to another box over the bytes that its ranks need; 1 sends every copy
     * @param relayed whether bytes to another box go to one GPU there, which passes them on
     * @param peersAtOnce peers that a rank serves at once
     */
    public record Options(double skew, double once, boolean relayed, int peersAtOnce) {}

    /** The exchanges of {@code family}. */
    public DispatchPlan(Cluster cluster, GroupFamily family, Options options, Fidelity fidelity) {
        this.cluster = cluster;
        this.family = family;
        this.options = options;
        this.fidelity = fidelity;
        double[] loads = Traffic.loads(this, cluster.links());
        perByte = new double[loads.length];
        for (int link = 0; link < loads.length; link++) {
            perByte[link] = loads[link] == 0 ? 0 : loads[link] / cluster.capacity(link);
        }
        latency = new double[flows()];
        worst = new double[flows()];
        tightest = new int[flows()];
        for (int flow = 0; flow < worst.length; flow++) {
            describe(flow);
        }
        fluid = fidelity == Fidelity.FLUID ? new FluidSystem(cluster, this) : null;
    }

    private void describe(int flow) {
        visit(flow, (link, load) -> {
            tightest[flow] = perByte[link] > worst[flow] ? link : tightest[flow];
            worst[flow] = Math.max(worst[flow], perByte[link]);
        });
        int peers = family.ranks() - 1;
        double longest = 0;
        for (int rank = 0; rank < family.ranks(); rank++) {
            if (rank != flow % family.ranks()) {
                longest = Math.max(longest, cluster.latencySeconds(gpu(flow, flow % family.ranks()), gpu(flow, rank)));
            }
        }
        latency[flow] = longest * ((peers + options.peersAtOnce() - 1) / options.peersAtOnce());
    }

    private int gpu(int flow, int rank) {
        return family.gpu(flow / family.ranks(), rank);
    }

    /** One flow for each rank: all that it sends. */
    @Override
    public int flows() {
        return family.gpus();
    }

    /** Share of a rank's send buffer that goes to {@code rank}. */
    private double share(int rank) {
        double skew = Math.min(options.skew(), family.ranks());
        double full = skew / family.ranks();
        return rank == 0 ? full : (1 - full) / (family.ranks() - 1);
    }

    @Override
    public void visit(int flow, LinkSink sink) {
        int self = flow % family.ranks();
        int from = gpu(flow, self);
        for (int rank = 0; rank < family.ranks(); rank++) {
            int to = gpu(flow, rank);
            if (rank == self || share(rank) == 0) {
                continue;
            }
            if (!options.relayed() || cluster.domain(from) == cluster.domain(to)) {
                cross(from, to, share(rank), sink);
                continue;
            }
            int relay = relay(from, to);
            cross(from, relay, share(rank) * options.once(), sink);
            if (relay != to) {
                cross(relay, to, share(rank), sink);
            }
        }
    }

    private int relay(int from, int to) {
        int size = cluster.domainGpus();
        return to - to % size + from % size;
    }

    private void cross(int from, int to, double load, LinkSink sink) {
        cluster.route(from, to, way);
        for (int h = 0; h < way.count(); h++) {
            sink.cross(way.link(h), way.share(h) * load);
        }
    }

    private int slowest(double bytes) {
        int slowest = 0;
        for (int flow = 1; flow < worst.length; flow++) {
            boolean later = latency[flow] + bytes * worst[flow] > latency[slowest] + bytes * worst[slowest];
            slowest = later ? flow : slowest;
        }
        return slowest;
    }

    @Override
    public double seconds(double bytes) {
        int slowest = slowest(bytes);
        return fidelity == Fidelity.FLUID ? fluid.seconds(latency, bytes) : latency[slowest] + bytes * worst[slowest];
    }

    @Override
    public int bottleneck(double bytes) {
        return tightest[slowest(bytes)];
    }

    @Override
    public void carry(LinkSink sink) {
        for (int flow = 0; flow < flows(); flow++) {
            visit(flow, sink);
        }
    }
}
