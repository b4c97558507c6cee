package windtunnel.model.collective.plan;

import windtunnel.model.Cluster;
import windtunnel.model.Fidelity;
import windtunnel.model.GroupFamily;
import windtunnel.model.Route;
import windtunnel.model.collective.Plan;

/**
 * All-reduces in which switches reduce: of the scale-up domain (NVLS), of the network (SHARP, CollNet), or of both.
 *
 * <p>In a box of g GPUs, in-switch reduction pulls each GPU's payload once, hands every GPU its g-th of the sum and gets that back to
 * multicast it: {@code 1 + 1/g} payloads each way over the efficiency. Without it, shards are sent directly, {@code 2 (g-1)/g} each way.
 * Between boxes the GPU that owns a g-th either sends it into the network's switches and gets the sum (one shard out, one in) or
 * runs a double binary tree with the other owners of its rail.
 */
public final class SwitchStreams implements Streams {
    private final Cluster cluster;
    private final GroupFamily family;
    private final Options options;
    private final Route way = new Route();
    private Boxes boxes;
    private int placed = -1;

    /**
     * What reduces where.
     *
     * @param inside whether the domain's switch reduces
     * @param between whether the network's switches reduce
     * @param efficiency of the domain's in-switch reduction, in (0, 1]
     * @param latency latencies
     */
    public record Options(boolean inside, boolean between, double efficiency, Latency latency) {}

    /**
     * Latencies in seconds.
     *
     * @param base paid once
     * @param member for each further GPU of a box, there and back
     * @param network once for a network that reduces, else for each level of a tree, there and back
     */
    public record Latency(double base, double member, double network) {}

    private SwitchStreams(Cluster cluster, GroupFamily family, Options options) {
        this.cluster = cluster;
        this.family = family;
        this.options = options;
    }

    /** The all-reduce of {@code family}. */
    public static Plan allReduce(Cluster cluster, GroupFamily family, Options options, Fidelity fidelity) {
        return new StreamPlan(cluster, family, new SwitchStreams(cluster, family, options), fidelity);
    }

    private Boxes boxes(int group) {
        if (group != placed) {
            placed = group;
            boxes = Boxes.of(cluster, family, group);
        }
        return boxes;
    }

    @Override
    public int flows() {
        return family.groups();
    }

    @Override
    public void visit(int group, LinkSink sink) {
        Boxes all = boxes(group);
        for (int[] members : all.members()) {
            inside(members, sink);
        }
        if (all.count() > 1 && options.between()) {
            meet(all, sink);
        } else if (all.count() > 1) {
            climb(all, sink);
        }
    }

    private void inside(int[] members, LinkSink sink) {
        double g = members.length;
        double load = options.inside() ? (1 + 1 / g) / options.efficiency() : 2 * (g - 1) / g;
        for (int gpu : members) {
            if (g > 1) {
                sink.cross(cluster.link(Cluster.Part.GPU_UP, gpu), load);
                sink.cross(cluster.link(Cluster.Part.GPU_DOWN, gpu), load);
            }
        }
    }

    /** Each NIC sends its shard once and receives it once, as if round a ring of which the switches are the next one. */
    private void meet(Boxes all, LinkSink sink) {
        for (int rail = 0; rail < all.rails(); rail++) {
            for (int box = 0; box < all.count(); box++) {
                int next = (box + 1) % all.count();
                cluster.route(all.head(box, rail), all.head(next, rail), way);
                for (int h = 0; h < way.count(); h++) {
                    sink.cross(way.link(h), way.share(h) * (1.0 / all.rails()));
                }
            }
        }
    }

    private void climb(Boxes all, LinkSink sink) {
        for (int tree = 0; tree < 2; tree++) {
            int[] parents = DoubleTree.parents(all.count(), tree);
            for (int rail = 0; rail < all.rails(); rail++) {
                int[] heads = new int[all.count()];
                for (int box = 0; box < heads.length; box++) {
                    heads[box] = all.head(box, rail);
                }
                new Tree(heads, parents).visit(cluster, 0.5 / all.rails(), way, sink);
            }
        }
    }

    @Override
    public double latencySeconds(int group) {
        Boxes all = boxes(group);
        int largest = 1;
        for (int[] members : all.members()) {
            largest = Math.max(largest, members.length);
        }
        Latency latency = options.latency();
        double network = all.count() == 1 ? 0 : options.between() ? latency.network() : levels(all) * latency.network();
        return latency.base() + 2 * (largest - 1) * latency.member() + network;
    }

    /** Levels of a binary tree, up and down, as NCCL counts them. */
    private static int levels(Boxes all) {
        return 2 * (31 - Integer.numberOfLeadingZeros(all.count()));
    }

    @Override
    public int fillHops(int group) {
        return 0;
    }

    @Override
    public double inFlightBytes(int group) {
        return 0;
    }
}
