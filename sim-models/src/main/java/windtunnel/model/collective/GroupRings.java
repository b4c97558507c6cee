package windtunnel.model.collective;

import java.util.Arrays;
import org.apache.commons.math3.util.ArithmeticUtils;
import windtunnel.model.Cluster;
import windtunnel.model.GroupFamily;
import windtunnel.model.Route;

/**
 * The rings of a family, group by group: which GPUs lie in which scale-up domain, and by which NICs a ring gets to the next one.
 *
 * <p>Ranks that follow each other inside one domain are a box. In a group with several boxes, ring j of R goes through every GPU of
 * a box and from box to box by one NIC of each box, so that it stays on its rail where boxes own the same rails; R is the least
 * number that spreads rings evenly over the NICs of every box. A ring may enter and leave a box at different GPUs, so over all rings each of the q GPUs of a
 * box passes on (q-1)/q of the data (network.md 3.7). Progress is counted in chunk bytes: payload / N for each step.
 */
final class GroupRings implements Traffic {
    private static final int MOST_RINGS = 1024;

    private final Cluster cluster;
    private final GroupFamily family;
    private final boolean backwards;
    private final int[] gpu;
    /** First rank of each box; the entry after the last is the number of ranks. */
    private final int[] boxStart;

    private final int[] nics;
    private final int[] nicStart;
    private final Route way = new Route();
    private int placed = -1;
    private int boxes;
    private int rings;

    GroupRings(Cluster cluster, GroupFamily family) {
        this(cluster, family, false);
    }

    /** Rings that turn the other way round if so wanted. */
    GroupRings(Cluster cluster, GroupFamily family, boolean backwards) {
        if (family.gpus() > cluster.gpus()) {
            throw new IllegalArgumentException(
                    "a job of " + family.gpus() + " GPUs on a cluster of " + cluster.gpus() + " GPUs");
        }
        this.cluster = cluster;
        this.family = family;
        this.backwards = backwards;
        gpu = new int[family.ranks()];
        boxStart = new int[family.ranks() + 1];
        nics = new int[family.ranks()];
        nicStart = new int[family.ranks() + 1];
    }

    @Override
    public int flows() {
        return family.groups();
    }

    /** Turns to a group. */
    void place(int group) {
        if (group == placed) {
            return;
        }
        placed = group;
        boxes = 0;
        int domain = -1;
        for (int rank = 0; rank < gpu.length; rank++) {
            gpu[rank] = family.gpu(group, backwards ? gpu.length - 1 - rank : rank);
            if (cluster.domain(gpu[rank]) != domain) {
                domain = cluster.domain(gpu[rank]);
                boxStart[boxes++] = rank;
            }
        }
        boxStart[boxes] = gpu.length;
        rings = 1;
        if (boxes > 1) {
            collectNics();
        }
    }

    private void collectNics() {
        int count = 0;
        boolean leaves = false;
        for (int box = 0; box < boxes; box++) {
            nicStart[box] = count;
            leaves |= !cluster.sameNode(last(box), first(next(box)));
            for (int rank = boxStart[box]; cluster.networked() && rank < boxStart[box + 1]; rank++) {
                int nic = cluster.nic(gpu[rank]);
                if (count == nicStart[box] || nics[count - 1] != nic) {
                    nics[count++] = nic;
                }
            }
            nicStart[box + 1] = count;
        }
        for (int box = 0; box < boxes; box++) {
            rings = common(rings, leaves ? nicStart[box + 1] - nicStart[box] : size(box));
        }
    }

    /** Least common multiple, or the larger number where that would be more than {@value #MOST_RINGS}. */
    private static int common(int a, int b) {
        long multiple = (long) a * b / ArithmeticUtils.gcd(a, b);
        return multiple > MOST_RINGS ? Math.max(a, b) : (int) multiple;
    }

    int boxes() {
        return boxes;
    }

    int rings() {
        return rings;
    }

    int size(int box) {
        return boxStart[box + 1] - boxStart[box];
    }

    private int first(int box) {
        return gpu[boxStart[box]];
    }

    private int last(int box) {
        return gpu[boxStart[box + 1] - 1];
    }

    private int next(int box) {
        return box + 1 == boxes ? 0 : box + 1;
    }

    /** GPU {@code place} of a box, counted in a circle. */
    int gpu(int box, int place) {
        return gpu[boxStart[box] + place % size(box)];
    }

    /** Chunk bytes that each GPU's scale-up link passes on in a box. */
    double insideLoad(int box) {
        return boxes == 1 ? 1 : (size(box) - 1.0) / size(box);
    }

    /** Writes the links by which a ring gets from a box to the next one. */
    void exit(int box, int ring, Route out) {
        int to = next(box);
        if (cluster.sameNode(last(box), first(to))) {
            cluster.host(member(box, ring), member(to, ring), out);
        } else {
            cluster.network(nic(box, ring), nic(to, ring), ring, out);
        }
    }

    /** Latency of that way in seconds. */
    double exitSeconds(int box, int ring) {
        int to = next(box);
        if (cluster.sameNode(last(box), first(to))) {
            return cluster.hostSeconds();
        }
        return cluster.networkSeconds(nic(box, ring), nic(to, ring));
    }

    private int nic(int box, int ring) {
        long owned = nicStart[box + 1] - nicStart[box];
        return nics[nicStart[box] + (int) (ring * owned / rings)];
    }

    private int member(int box, int ring) {
        return gpu[boxStart[box] + (int) ((long) ring * size(box) / rings)];
    }

    @Override
    public void visit(int group, LinkSink sink) {
        place(group);
        for (int box = 0; box < boxes; box++) {
            double inside = insideLoad(box);
            for (int place = 0; inside > 0 && place < size(box); place++) {
                sink.cross(cluster.link(Cluster.Part.GPU_UP, gpu(box, place)), inside);
                sink.cross(cluster.link(Cluster.Part.GPU_DOWN, gpu(box, place)), inside);
            }
            for (int ring = 0; boxes > 1 && ring < rings; ring++) {
                exit(box, ring, way);
                for (int h = 0; h < way.count(); h++) {
                    sink.cross(way.link(h), way.share(h) / rings);
                }
            }
        }
    }

    @Override
    public String toString() {
        return "group " + placed + ", GPUs " + Arrays.toString(gpu);
    }
}
