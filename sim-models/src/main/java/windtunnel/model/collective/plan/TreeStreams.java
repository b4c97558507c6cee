package windtunnel.model.collective.plan;

import java.util.ArrayList;
import java.util.List;
import windtunnel.model.Cluster;
import windtunnel.model.Fidelity;
import windtunnel.model.GroupFamily;
import windtunnel.model.Route;
import windtunnel.model.collective.Plan;

/**
 * Double binary tree all-reduce: two trees over the boxes, in each box a chain through all its GPUs, once for each rail; every one of
 * the 2 R trees carries S/(2R) up and down.
 *
 * <p>Out of the busiest node go 1, 1.5 and 2 payloads for 2, 3 and more nodes; out of each GPU of g into the node's switch
 * 2 (g-1)/g. With D edges between the deepest GPU and the root, chunks c and equal edges of t seconds a chunk, T = 2 D (alpha + t) +
 * (C-1) t.
 */
public final class TreeStreams implements Streams {
    private static final int MOST_CHUNKS = 4096;

    private final Cluster cluster;
    private final GroupFamily family;
    private final double chunkBytes;
    private final Route way = new Route();
    private List<Tree> trees = List.of();
    private int placed = -1;

    private TreeStreams(Cluster cluster, GroupFamily family, double chunkBytes) {
        this.cluster = cluster;
        this.family = family;
        this.chunkBytes = chunkBytes;
    }

    /** The all-reduce of {@code family} in chunks of so many bytes. */
    public static Plan allReduce(Cluster cluster, GroupFamily family, double chunkBytes, Fidelity fidelity) {
        return new StreamPlan(cluster, family, new TreeStreams(cluster, family, chunkBytes), fidelity);
    }

    @Override
    public int flows() {
        return family.groups();
    }

    private List<Tree> trees(int group) {
        if (group != placed) {
            placed = group;
            trees = build(Boxes.of(cluster, family, group));
        }
        return trees;
    }

    private static List<Tree> build(Boxes boxes) {
        List<Tree> trees = new ArrayList<>();
        for (int tree = 0; tree < 2; tree++) {
            int[] parents = DoubleTree.parents(boxes.count(), tree);
            for (int rail = 0; rail < boxes.rails(); rail++) {
                trees.add(tree(boxes, parents, rail));
            }
        }
        return trees;
    }

    /** Chains towards the head of each box, heads joined by the tree. */
    private static Tree tree(Boxes boxes, int[] parents, int rail) {
        int[] headOf = new int[boxes.count()];
        int size = 0;
        for (int box = 0; box < headOf.length; box++) {
            headOf[box] = size;
            size += boxes.members().get(box).length;
        }
        int[] gpus = new int[size];
        int[] parent = new int[size];
        for (int box = 0; box < headOf.length; box++) {
            int[] members = boxes.members().get(box);
            int start = (int) ((long) rail * members.length / boxes.rails());
            for (int i = 0; i < members.length; i++) {
                gpus[headOf[box] + i] = members[(start + i) % members.length];
                parent[headOf[box] + i] = headOf[box] + i - 1;
            }
            parent[headOf[box]] = parents[box] == DoubleTree.ROOT ? DoubleTree.ROOT : headOf[parents[box]];
        }
        return new Tree(gpus, parent);
    }

    @Override
    public void visit(int group, LinkSink sink) {
        List<Tree> all = trees(group);
        for (Tree tree : all) {
            tree.visit(cluster, 1.0 / all.size(), way, sink);
        }
    }

    @Override
    public double latencySeconds(int group) {
        double longest = 0;
        for (Tree tree : trees(group)) {
            longest = Math.max(longest, tree.latencySeconds(cluster));
        }
        return 2 * longest;
    }

    @Override
    public int fillHops(int group) {
        int deepest = 0;
        for (Tree tree : trees(group)) {
            deepest = Math.max(deepest, tree.depth());
        }
        return 2 * deepest - 1;
    }

    @Override
    public double inFlightBytes(int group) {
        return chunkBytes * trees(group).size();
    }

    @Override
    public double everyChunk(int group, double bytes, double[] secondsPerByte) {
        double finish = 0;
        int chunks = (int) Math.min(MOST_CHUNKS, Math.max(1, Math.ceil(bytes / inFlightBytes(group))));
        for (Tree tree : trees(group)) {
            int n = tree.gpus().length;
            double[] up = new double[n];
            double[] down = new double[n];
            double[] latency = new double[n];
            for (int i = 0; i < n; i++) {
                if (tree.parent()[i] != DoubleTree.ROOT) {
                    int child = tree.gpus()[i];
                    int parent = tree.gpus()[tree.parent()[i]];
                    up[i] = bytes / chunks * slowest(child, parent, secondsPerByte);
                    down[i] = bytes / chunks * slowest(parent, child, secondsPerByte);
                    latency[i] = cluster.latencySeconds(child, parent);
                }
            }
            finish = Math.max(finish, tree.everyChunk(chunks, up, down, latency));
        }
        return finish;
    }

    private double slowest(int from, int to, double[] secondsPerByte) {
        cluster.route(from, to, way);
        double slowest = 0;
        for (int h = 0; h < way.count(); h++) {
            slowest = Math.max(slowest, secondsPerByte[way.link(h)]);
        }
        return slowest;
    }
}
