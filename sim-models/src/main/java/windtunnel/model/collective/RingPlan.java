package windtunnel.model.collective;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import windtunnel.model.Cluster;
import windtunnel.model.GroupFamily;
import windtunnel.model.Route;

/**
 * How fast each rank of a family's rings can send when all groups send at once, on the cluster as it stands; groups that look
 * alike are one class.
 *
 * <p>A link serves everything that crosses it in one step in proportion, so a rank sends a chunk in max over its links of
 * load / capacity. With rings in both senses half of each chunk goes each way round, at the same time. Of the rings that turn round in a box the slowest one is taken: it leaves out the fastest hop.
 */
final class RingPlan {
    /** One sense of rotation, or two. */
    private final GroupRings[] rings;

    private final Traffic traffic;
    private final double[] loads;
    private final double[] perByte;
    private final Fold fold;
    private final Cluster cluster;
    private final Runs.Builder builder;
    private final Route way = new Route();
    private final List<Group> classes = new ArrayList<>();
    private final int[] classOf;

    /**
     * Groups that look alike.
     *
     * @param variants their rings, without repetitions
     * @param slowestPerByte seconds that the slowest rank takes for a chunk byte
     * @param tightest the link that makes it so
     */
    record Group(List<Runs> variants, double slowestPerByte, int tightest) {}

    /** Rings in one sense of rotation, or in both with half of each chunk; those of a smaller cluster are told at the whole one's length. */
    RingPlan(Fold fold, boolean bothWays) {
        this.fold = fold;
        cluster = fold.cluster();
        GroupFamily family = fold.family();
        rings = senses(cluster, family, bothWays);
        traffic = traffic(rings);
        builder = new Runs.Builder(family.ranks());
        loads = Traffic.loads(traffic, cluster.links());
        perByte = new double[loads.length];
        for (int link = 0; link < perByte.length; link++) {
            perByte[link] = loads[link] == 0 ? 0 : loads[link] / cluster.capacity(link);
        }
        classOf = new int[family.groups()];
        Map<List<Runs>, Integer> known = new LinkedHashMap<>();
        for (int group = 0; group < classOf.length; group++) {
            List<Runs> variants = variants(group);
            Integer index = known.get(variants);
            if (index == null) {
                index = classes.size();
                known.put(variants, index);
                classes.add(describe(group, variants));
            }
            classOf[group] = index;
        }
    }

    private static GroupRings[] senses(Cluster cluster, GroupFamily family, boolean bothWays) {
        GroupRings forwards = new GroupRings(cluster, family);
        return bothWays
                ? new GroupRings[] {forwards, new GroupRings(cluster, family, true)}
                : new GroupRings[] {forwards};
    }

    private static Traffic traffic(GroupRings... senses) {
        return senses.length == 1 ? senses[0] : new BothWays(senses);
    }

    /** What the rings of all groups load links with. */
    static Traffic traffic(Cluster cluster, GroupFamily family, boolean bothWays) {
        return traffic(senses(cluster, family, bothWays));
    }

    List<Group> classes() {
        return classes;
    }

    Group of(int group) {
        return classes.get(classOf[group]);
    }

    int classOf(int group) {
        return classOf[group];
    }

    Traffic traffic() {
        return traffic;
    }

    /** Number of groups. */
    int groups() {
        return classOf.length;
    }

    /** A group with some links as they are on {@code now}; no other group is changed. */
    Group faulted(Cluster now, int group, int[] links) {
        double[] kept = new double[links.length];
        for (int i = 0; i < links.length; i++) {
            kept[i] = perByte[links[i]];
            perByte[links[i]] = loads[links[i]] / now.capacity(links[i]);
        }
        Group faulted = describe(group, variants(group));
        for (int i = 0; i < links.length; i++) {
            perByte[links[i]] = kept[i];
        }
        return faulted;
    }

    /** Most chunk bytes a second that {@code links} as they are on {@code now} leave of {@code cap}. */
    double cap(Cluster now, int[] links, double cap) {
        double least = cap;
        for (int link : links) {
            least = Math.min(least, now.capacity(link) / loads[link]);
        }
        return least;
    }

    private Group describe(int group, List<Runs> variants) {
        int[] tightest = {-1};
        traffic.visit(group, (link, load) -> {
            if (tightest[0] < 0 || perByte[link] > perByte[tightest[0]]) {
                tightest[0] = link;
            }
        });
        return new Group(variants, perByte[tightest[0]], tightest[0]);
    }

    private List<Runs> variants(int group) {
        Set<Runs> variants = new LinkedHashSet<>();
        for (GroupRings sense : rings) {
            sense.place(group);
            addVariants(sense, variants);
        }
        return List.copyOf(variants);
    }

    private void addVariants(GroupRings rings, Set<Runs> variants) {
        double[] sends = new double[rings.boxes()];
        double[] latencies = new double[rings.boxes()];
        for (int ring = 0; ring < rings.rings(); ring++) {
            boolean alike = ring > 0;
            for (int box = 0; rings.boxes() > 1 && box < sends.length; box++) {
                double send = exitPerByte(rings, box, ring);
                double latency = rings.exitSeconds(box, ring);
                alike &= send == sends[box] && latency == latencies[box];
                sends[box] = send;
                latencies[box] = latency;
            }
            if (!alike) {
                variants.add(ring(rings, sends, latencies));
            }
        }
    }

    private double exitPerByte(GroupRings rings, int box, int ring) {
        rings.exit(box, ring, way);
        double slowest = 0;
        for (int h = 0; h < way.count(); h++) {
            slowest = Math.max(slowest, perByte[way.link(h)]);
        }
        return slowest;
    }

    private Runs ring(GroupRings rings, double[] exitSends, double[] exitLatencies) {
        for (int box = 0; box < rings.boxes(); box++) {
            int size = rings.size(box);
            boolean leaves = rings.boxes() > 1;
            int left = leaves ? fastest(rings, box) : -1;
            for (int i = 1; i <= (leaves ? size - 1 : size); i++) {
                builder.add(insidePerByte(rings, box, left + i), cluster.scaleUpSeconds());
            }
            if (leaves) {
                builder.add(exitSends[box], exitLatencies[box]);
            }
        }
        return fold.whole(builder.take());
    }

    /** The hop inside a box that is fastest, the last one of equals. */
    private int fastest(GroupRings rings, int box) {
        int fastest = 0;
        for (int place = 1; place < rings.size(box); place++) {
            if (insidePerByte(rings, box, place) <= insidePerByte(rings, box, fastest)) {
                fastest = place;
            }
        }
        return fastest;
    }

    /** Seconds a chunk byte takes from one GPU of a box to the next in the circle. */
    private double insidePerByte(GroupRings rings, int box, int place) {
        double up = perByte[cluster.link(Cluster.Part.GPU_UP, rings.gpu(box, place))];
        return Math.max(up, perByte[cluster.link(Cluster.Part.GPU_DOWN, rings.gpu(box, place + 1))]);
    }
}
