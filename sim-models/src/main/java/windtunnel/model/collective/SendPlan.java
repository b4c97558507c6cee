package windtunnel.model.collective;

import windtunnel.model.Cluster;
import windtunnel.model.GroupFamily;
import windtunnel.model.Route;

/**
 * Point-to-point sends of a family: every rank but the last of its group sends to the next one, all at once.
 *
 * <p>A send takes latency + bytes / rate, where the rate of a link is shared by the sends that cross it.
 */
final class SendPlan implements Traffic {
    private final Cluster cluster;
    private final GroupFamily family;
    private final Route way = new Route();
    /** What links carry, worked out when it is first asked for. */
    private double[] loads;

    SendPlan(Cluster cluster, GroupFamily family) {
        if (family.gpus() > cluster.gpus()) {
            throw new IllegalArgumentException(
                    "a job of " + family.gpus() + " GPUs on a cluster of " + cluster.gpus() + " GPUs");
        }
        this.cluster = cluster;
        this.family = family;
    }

    private double[] loads() {
        if (loads == null) {
            loads = Traffic.loads(this, cluster.links());
        }
        return loads;
    }

    @Override
    public int flows() {
        return family.groups() * (family.ranks() - 1);
    }

    private int from(int flow) {
        return family.gpu(flow / (family.ranks() - 1), flow % (family.ranks() - 1));
    }

    private int to(int flow) {
        return from(flow) + family.stride();
    }

    @Override
    public void visit(int flow, LinkSink sink) {
        cluster.route(from(flow), to(flow), way);
        for (int h = 0; h < way.count(); h++) {
            sink.cross(way.link(h), way.share(h));
        }
    }

    /** Seconds until the first byte of a send arrives. */
    double latencySeconds(int flow) {
        return cluster.latencySeconds(from(flow), to(flow));
    }

    /** The slowest link of a send when all are under way. */
    private int tightest(int flow) {
        double[] carried = loads();
        cluster.route(from(flow), to(flow), way);
        int tightest = way.link(0);
        for (int h = 1; h < way.count(); h++) {
            int link = way.link(h);
            boolean tighter = carried[link] / cluster.capacity(link) > carried[tightest] / cluster.capacity(tightest);
            tightest = tighter ? link : tightest;
        }
        return tightest;
    }

    private double seconds(int flow, double bytes) {
        int link = tightest(flow);
        return latencySeconds(flow) + bytes * (loads()[link] / cluster.capacity(link));
    }

    private int slowest(double bytes) {
        int slowest = 0;
        for (int flow = 1; flow < flows(); flow++) {
            slowest = seconds(flow, bytes) > seconds(slowest, bytes) ? flow : slowest;
        }
        return slowest;
    }

    /** Seconds of the slowest send of {@code bytes}. */
    double seconds(double bytes) {
        return seconds(slowest(bytes), bytes);
    }

    /** Sends that cross a link, those over several ways by their share. */
    double load(int link) {
        return loads()[link];
    }

    /** The link that holds the slowest send back. */
    int bottleneck(double bytes) {
        return tightest(slowest(bytes));
    }
}
