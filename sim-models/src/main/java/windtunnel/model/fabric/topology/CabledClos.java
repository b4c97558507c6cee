package windtunnel.model.fabric.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.model.Cluster.Part;
import windtunnel.model.LinkName;
import windtunnel.model.Network;
import windtunnel.model.Route;
import windtunnel.model.Switches;
import windtunnel.model.fabric.topology.Routing.Policy;

/**
 * A Clos network in which a flow keeps to its cables, so that flows can meet on one while others are idle.
 *
 * <p>A leaf chooses one of the spines of its pod and, towards another pod, the spine one of its cores; the way down is then given. A choice that leads over a dead cable is
 * made again. Spines are counted over the pods: spine j of pod p is number p S + j.
 */
public final class CabledClos implements Network {
    private static final int REHASHES = 8;

    private final ClosShape shape;
    private final Routing routing;
    private final int queuePairs;
    private final int spines;
    private final int cores;
    private final int leafCables;
    private final int coreCables;

    /** The network of a shape. */
    public CabledClos(ClosShape shape, Routing routing) {
        this.shape = shape;
        this.routing = routing;
        queuePairs = Math.toIntExact(routing.queuePairs().value());
        spines = shape.spines();
        cores = shape.spineUp().cables();
        leafCables = Math.multiplyExact(shape.leaves(), spines);
        coreCables = Math.multiplyExact(Math.multiplyExact(shape.pods(), spines), cores);
    }

    /** The network of a shape: bundles where packets are sprayed, else cable by cable. */
    public static Network of(ClosShape shape, Routing routing) {
        return routing.policy() == Policy.SPRAY ? new SprayedClos(shape) : new CabledClos(shape, routing);
    }

    @Override
    public int links() {
        return 2 * leafCables + 2 * coreCables;
    }

    @Override
    public Part part(int link) {
        if (link < 2 * leafCables) {
            return link < leafCables ? Part.LEAF_UP : Part.LEAF_DOWN;
        }
        return link < 2 * leafCables + coreCables ? Part.SPINE_UP : Part.SPINE_DOWN;
    }

    @Override
    public int first(Part part) {
        return switch (part) {
            case LEAF_UP -> 0;
            case LEAF_DOWN -> leafCables;
            case SPINE_UP -> 2 * leafCables;
            case SPINE_DOWN -> 2 * leafCables + coreCables;
            default -> links();
        };
    }

    @Override
    public double bytesPerSec(int link) {
        return link < 2 * leafCables
                ? shape.leafUp().perCable()
                : shape.spineUp().perCable();
    }

    private int up(int leaf, int spine) {
        return leaf * spines + spine;
    }

    private int coreUp(int pod, int spine, int core) {
        return 2 * leafCables + (pod * spines + spine) * cores + core;
    }

    @Override
    public void cross(int from, int to, long label, Health health, Route out) {
        int leaf = shape.leaf(from);
        int other = shape.leaf(to);
        if (leaf == other) {
            return;
        }
        int pod = shape.pod(leaf);
        int otherPod = shape.pod(other);
        double share = 1.0 / queuePairs;
        for (int pair = 0; pair < queuePairs; pair++) {
            long hash = FlowHash.of(
                    from, to, label * queuePairs + pair, routing.seed().value());
            int spine = spine(leaf, other, hash, to, health);
            out.add(up(leaf, spine), share);
            if (pod != otherPod) {
                int core = core(pod, otherPod, spine, hash, to, health);
                out.add(coreUp(pod, spine, core), share);
                out.add(coreCables + coreUp(otherPod, spine, core), share);
            }
            out.add(leafCables + up(other, spine), share);
        }
    }

    private int spine(int leaf, int other, long hash, int to, Health health) {
        long salt = salt(leaf);
        int first = choose(hash, salt, spines, to);
        int spine = first;
        for (int again = 1; dead(up(leaf, spine), leafCables + up(other, spine), health); again++) {
            if (again > REHASHES + spines) {
                return first;
            }
            spine = next(hash, salt, spines, first, again);
        }
        return spine;
    }

    private int core(int pod, int otherPod, int spine, long hash, int to, Health health) {
        long salt = salt(shape.leaves() + pod * spines + spine);
        int first = choose(hash, salt, cores, to / spines);
        int core = first;
        for (int again = 1;
                dead(coreUp(pod, spine, core), coreCables + coreUp(otherPod, spine, core), health);
                again++) {
            if (again > REHASHES + cores) {
                return first;
            }
            core = next(hash, salt, cores, first, again);
        }
        return core;
    }

    private static boolean dead(int up, int down, Health health) {
        return health.share(up) == 0 || health.share(down) == 0;
    }

    private long salt(int number) {
        return routing.polarised() ? 0 : FlowHash.mix(number + 1L);
    }

    private int choose(long hash, long salt, int count, int destination) {
        return switch (routing.policy()) {
            case ECMP -> FlowHash.pick(hash, salt, count);
            case STATIC -> destination % count;
            default -> 0;
        };
    }

    /** Another choice after a dead one: hashes first, then one after the other, so that a living one is found if there is any. */
    private static int next(long hash, long salt, int count, int first, int again) {
        return again <= REHASHES
                ? FlowHash.pick(FlowHash.mix(hash + again), salt, count)
                : (first + again - REHASHES) % count;
    }

    @Override
    public boolean joins(int from, int to) {
        return shape.joins(from, to);
    }

    @Override
    public double seconds(int from, int to) {
        return shape.seconds(from, to);
    }

    @Override
    public String name(int link) {
        Part part = part(link);
        int index = link - first(part);
        String direction = part == Part.LEAF_UP || part == Part.SPINE_UP ? "/up" : "/down";
        if (link < 2 * leafCables) {
            int leaf = index / spines;
            return "leaf-" + leaf + "/spine-" + (shape.pod(leaf) * spines + index % spines) + direction;
        }
        int spine = index / cores;
        return "spine-" + spine + "/core-" + (spine % spines * cores + index % cores) + direction;
    }

    @Override
    public List<Integer> find(String name) {
        List<Integer> found = new ArrayList<>();
        CableName meant = CableName.parse(name);
        int leaf = meant.number("leaf-", shape.leaves());
        int spine = meant.number("spine-", shape.pods() * spines);
        int core = meant.number("core-", spines * cores);
        for (int cable = 0; cable < leafCables; cable++) {
            int own = cable / spines;
            if (meant.means(own == leaf, shape.pod(own) * spines + cable % spines == spine)) {
                meant.add(cable, leafCables + cable, found);
            }
        }
        for (int cable = 0; cable < coreCables; cable++) {
            int own = cable / cores;
            if (meant.means(own == spine, own % spines * cores + cable % cores == core)) {
                meant.add(2 * leafCables + cable, 2 * leafCables + coreCables + cable, found);
            }
        }
        return found;
    }

    @Override
    public Optional<Switches> switches() {
        int allSpines = shape.pods() * spines;
        int allCores = coreCables == 0 ? 0 : spines * cores;
        List<String> names = new ArrayList<>();
        NamedSwitches.count("leaf-", shape.leaves(), names);
        NamedSwitches.count("spine-", allSpines, names);
        NamedSwitches.count("core-", allCores, names);
        return Optional.of(new NamedSwitches(this, names, shape::leaf));
    }

    @Override
    public List<String> examples() {
        List<String> names = new ArrayList<>();
        CableName.range("leaf-", shape.leaves(), names);
        CableName.range("spine-", shape.leaves() == 0 ? 0 : shape.pods() * spines, names);
        CableName.range("core-", coreCables == 0 ? 0 : spines * cores, names);
        names.add("leaf-0/spine-0");
        return names;
    }

    @Override
    public List<String> similar(String name) {
        List<String> names = new ArrayList<>();
        CableName.similar(name, "leaf-", shape.leaves(), names);
        CableName.similar(name, "spine-", shape.pods() * spines, names);
        CableName.similar(name, "core-", coreCables == 0 ? 0 : spines * cores, names);
        int slash = name.indexOf('/');
        if (slash > 0 && shape.leaves() > 0) {
            int spine = LinkName.meant(name.substring(slash), shape.pods() * spines);
            names.add("leaf-" + LinkName.meant(name, shape.leaves()) + "/spine-" + spine);
        }
        return names;
    }
}
