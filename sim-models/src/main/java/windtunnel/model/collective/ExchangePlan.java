package windtunnel.model.collective;

import windtunnel.model.Cluster;
import windtunnel.model.GroupFamily;
import windtunnel.model.Route;

/**
 * All-to-alls of a family: every rank sends 1/N of its payload to each of the N ranks of its group, all groups at once.
 *
 * <p>{@code T = sum over the N-1 peers of the latency to them + S x max over the links of a rank's sends of load / capacity}, the slowest
 * rank's; for equal links {@code (N-1) alpha + (N-1)/N S/B}. A link serves all that crosses it in proportion. Balanced sends only: a
 * skew of tokens is the caller's.
 */
final class ExchangePlan implements Traffic {
    private final Cluster cluster;
    private final GroupFamily family;
    private final Route way = new Route();
    private final double[] loads;
    private final double[] latencySeconds;
    private final int[] tightest;

    ExchangePlan(Cluster cluster, GroupFamily family) {
        if (family.gpus() > cluster.gpus()) {
            throw new IllegalArgumentException(
                    "a job of " + family.gpus() + " GPUs on a cluster of " + cluster.gpus() + " GPUs");
        }
        this.cluster = cluster;
        this.family = family;
        loads = Traffic.loads(this, cluster.links());
        latencySeconds = new double[flows()];
        tightest = new int[flows()];
        for (int flow = 0; flow < tightest.length; flow++) {
            describe(flow);
        }
    }

    private void describe(int flow) {
        int[] worst = {-1};
        visit(flow, (link, load) -> worst[0] = worst[0] < 0 || perByte(link) > perByte(worst[0]) ? link : worst[0]);
        tightest[flow] = worst[0];
        int from = gpu(flow, flow % family.ranks());
        for (int rank = 0; rank < family.ranks(); rank++) {
            if (rank != flow % family.ranks()) {
                latencySeconds[flow] += cluster.latencySeconds(from, gpu(flow, rank));
            }
        }
    }

    private double perByte(int link) {
        return loads[link] / cluster.capacity(link);
    }

    private int gpu(int flow, int rank) {
        return family.gpu(flow / family.ranks(), rank);
    }

    /** One flow for each rank: all that it sends. */
    @Override
    public int flows() {
        return family.gpus();
    }

    @Override
    public void visit(int flow, LinkSink sink) {
        int self = flow % family.ranks();
        int from = gpu(flow, self);
        double part = 1.0 / family.ranks();
        for (int rank = 0; rank < family.ranks(); rank++) {
            if (rank != self) {
                cluster.route(from, gpu(flow, rank), way);
                for (int h = 0; h < way.count(); h++) {
                    sink.cross(way.link(h), part * way.share(h));
                }
            }
        }
    }

    private double seconds(int flow, double bytes) {
        return latencySeconds[flow] + bytes * perByte(tightest[flow]);
    }

    /** Seconds that a rank's sends wait for first bytes. */
    double latencySeconds(int flow) {
        return latencySeconds[flow];
    }

    private int slowest(double bytes) {
        int slowest = 0;
        for (int flow = 1; flow < tightest.length; flow++) {
            slowest = seconds(flow, bytes) > seconds(slowest, bytes) ? flow : slowest;
        }
        return slowest;
    }

    /** Seconds of the slowest rank whose send buffer holds {@code bytes}. */
    double seconds(double bytes) {
        return seconds(slowest(bytes), bytes);
    }

    /** The link that holds the slowest rank back. */
    int bottleneck(double bytes) {
        return tightest[slowest(bytes)];
    }
}
