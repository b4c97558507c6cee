package windtunnel.model.collective;

import windtunnel.model.Cluster;
import windtunnel.model.GroupFamily;
import windtunnel.model.Route;

/**
 * Broadcasts down a chain: rank 0 of each group sends to rank 1, which passes on to rank 2, and so on, in chunks.
 *
 * <p>A chunk takes latency + bytes / rate on each hop, and a hop has one chunk at a time, so that C chunks over hops of equal share take
 * {@code sum t_h + (C-1) max t_h}, the flow-shop identity; for N equal ranks {@code (N-2+C)(alpha + S/(C B))}, at best
 * {@code (sqrt((N-2) alpha) + sqrt(S/B))^2}. The best C of 1, 2, 4 ... is taken. It is exact, so every fidelity gives it.
 */
public final class ChainPlan implements Plan, Traffic {
    private static final int MOST_CHUNKS = 1 << 20;

    private final Cluster cluster;
    private final GroupFamily family;
    private final Route way = new Route();
    private final double[] loads;

    /** The chains of {@code family}. */
    public ChainPlan(Cluster cluster, GroupFamily family) {
        this.cluster = cluster;
        this.family = family;
        loads = Traffic.loads(this, cluster.links());
    }

    @Override
    public int flows() {
        return family.groups();
    }

    @Override
    public void visit(int flow, LinkSink sink) {
        for (int rank = 1; rank < family.ranks(); rank++) {
            cluster.route(family.gpu(flow, rank - 1), family.gpu(flow, rank), way);
            for (int h = 0; h < way.count(); h++) {
                sink.cross(way.link(h), way.share(h));
            }
        }
    }

    private int tightest(int group, int rank) {
        cluster.route(family.gpu(group, rank - 1), family.gpu(group, rank), way);
        int tightest = way.link(0);
        for (int h = 1; h < way.count(); h++) {
            tightest = perByte(way.link(h)) > perByte(tightest) ? way.link(h) : tightest;
        }
        return tightest;
    }

    private double perByte(int link) {
        return loads[link] / cluster.capacity(link);
    }

    /** Seconds of one group with {@code chunks} chunks. */
    double seconds(int group, double bytes, int chunks) {
        double sum = 0;
        double longest = 0;
        for (int rank = 1; rank < family.ranks(); rank++) {
            double alpha = cluster.latencySeconds(family.gpu(group, rank - 1), family.gpu(group, rank));
            double hop = alpha + bytes / chunks * perByte(tightest(group, rank));
            sum += hop;
            longest = Math.max(longest, hop);
        }
        return sum + (chunks - 1) * longest;
    }

    private double best(int group, double bytes) {
        double best = seconds(group, bytes, 1);
        for (int chunks = 2; chunks <= MOST_CHUNKS; chunks *= 2) {
            double seconds = seconds(group, bytes, chunks);
            if (seconds > best) {
                return best;
            }
            best = seconds;
        }
        return best;
    }

    private int slowest(double bytes) {
        int slowest = 0;
        double longest = -1;
        for (int group = 0; group < family.groups(); group++) {
            double seconds = best(group, bytes);
            if (seconds > longest) {
                longest = seconds;
                slowest = group;
            }
        }
        return slowest;
    }

    @Override
    public double seconds(double bytes) {
        return best(slowest(bytes), bytes);
    }

    @Override
    public int bottleneck(double bytes) {
        int group = slowest(bytes);
        int worst = tightest(group, 1);
        for (int rank = 2; rank < family.ranks(); rank++) {
            int link = tightest(group, rank);
            worst = perByte(link) > perByte(worst) ? link : worst;
        }
        return worst;
    }

    @Override
    public void carry(LinkSink sink) {
        for (int group = 0; group < family.groups(); group++) {
            visit(group, sink);
        }
    }
}
