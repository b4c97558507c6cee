package windtunnel.model.fabric.topology;

import java.util.ArrayList;
import java.util.List;
import windtunnel.model.Cluster.Part;
import windtunnel.model.Network;
import windtunnel.model.Route;

/**
 * A dragonfly: groups of fully joined routers, one cable between every two groups.
 *
 * <p>Cable i of group G, at its router i / h, leads to group (G + 1 + i) mod g and is cable g - 2 - i there. Minimal routes take the cable between the two
 * groups; Valiant routes go by every other group, an equal share of the flow by each.
 */
public final class Dragonflies implements Network {
    private final int nicsPerRouter;
    private final int routers;
    private final int globalPerRouter;
    private final int groups;
    private final boolean valiant;
    private final double bytesPerSec;
    private final double nicSeconds;
    private final double hopSeconds;
    private final int locals;

    /**
     * A dragonfly.
     *
     * @param nicsPerRouter NICs of a router
     * @param routers routers of a group
     * @param globalPerRouter cables of a router to other groups
     * @param groups number of groups
     * @param valiant whether flows go by other groups
     * @param bytesPerSec rate of a cable
     * @param nicSeconds latency of a NIC's link
     * @param hopSeconds latency of a cable between routers
     */
    public Dragonflies(
            int nicsPerRouter,
            int routers,
            int globalPerRouter,
            int groups,
            boolean valiant,
            double bytesPerSec,
            double nicSeconds,
            double hopSeconds) {
        this.nicsPerRouter = nicsPerRouter;
        this.routers = routers;
        this.globalPerRouter = globalPerRouter;
        this.groups = groups;
        this.valiant = valiant;
        this.bytesPerSec = bytesPerSec;
        this.nicSeconds = nicSeconds;
        this.hopSeconds = hopSeconds;
        locals = Math.multiplyExact(Math.multiplyExact(groups, routers), routers - 1);
    }

    @Override
    public int links() {
        return locals + groups * (groups - 1);
    }

    @Override
    public Part part(int link) {
        return link < locals ? Part.LOCAL : Part.GLOBAL;
    }

    @Override
    public int first(Part part) {
        return switch (part) {
            case LOCAL -> 0;
            case GLOBAL -> locals;
            default -> links();
        };
    }

    @Override
    public double bytesPerSec(int link) {
        return bytesPerSec;
    }

    /** Router of a NIC, counted over the groups. */
    private int router(int nic) {
        return nic / nicsPerRouter;
    }

    private int local(int from, int to) {
        int a = from % routers;
        int b = to % routers;
        return from * (routers - 1) + (b < a ? b : b - 1);
    }

    /** The cable of a group that leads to another. */
    private int cable(int group, int other) {
        return Math.floorMod(other - group - 1, groups);
    }

    /** The router of a group at which the cable to another ends. */
    private int gate(int group, int other) {
        return group * routers + cable(group, other) / globalPerRouter;
    }

    private int global(int group, int other) {
        return locals + group * (groups - 1) + cable(group, other);
    }

    @Override
    public void cross(int from, int to, long label, Health health, Route out) {
        int start = router(from);
        int end = router(to);
        int group = start / routers;
        int other = end / routers;
        if (!valiant || group == other || groups < 3) {
            addLocal(toGroup(start, other, 1, out), end, 1, out);
            return;
        }
        double share = 1.0 / (groups - 2);
        for (int between = 0; between < groups; between++) {
            if (between != group && between != other) {
                int there = toGroup(start, between, share, out);
                addLocal(toGroup(there, other, share, out), end, share, out);
            }
        }
    }

    /** Goes from a router to where its cable to another group ends; returns that router. */
    private int toGroup(int router, int other, double share, Route out) {
        int group = router / routers;
        if (group == other) {
            return router;
        }
        addLocal(router, gate(group, other), share, out);
        out.add(global(group, other), share);
        return gate(other, group);
    }

    private void addLocal(int from, int to, double share, Route out) {
        if (from != to) {
            out.add(local(from, to), share);
        }
    }

    @Override
    public double seconds(int from, int to) {
        int start = router(from);
        int end = router(to);
        int group = start / routers;
        int other = end / routers;
        int hops = 0;
        if (group == other) {
            hops = start == end ? 0 : 1;
        } else if (!valiant || groups < 3) {
            hops = hops(start, other) + (gate(other, group) == end ? 0 : 1);
        } else {
            for (int between = 0; between < groups; between++) {
                if (between != group && between != other) {
                    int there = gate(between, group);
                    int last = gate(other, between) == end ? 0 : 1;
                    hops = Math.max(hops, hops(start, between) + hops(there, other) + last);
                }
            }
        }
        return 2 * nicSeconds + hops * hopSeconds;
    }

    private int hops(int router, int other) {
        return router == gate(router / routers, other) ? 1 : 2;
    }

    @Override
    public String name(int link) {
        int from;
        int to;
        if (link < locals) {
            from = link / (routers - 1);
            int other = link % (routers - 1);
            to = from - from % routers + (other < from % routers ? other : other + 1);
        } else {
            int group = (link - locals) / (groups - 1);
            int other = (group + 1 + (link - locals) % (groups - 1)) % groups;
            from = gate(group, other);
            to = gate(other, group);
        }
        return from < to ? "router-" + from + "/router-" + to + "/up" : "router-" + to + "/router-" + from + "/down";
    }

    @Override
    public List<Integer> find(String name) {
        List<Integer> found = new ArrayList<>();
        CableName meant = CableName.parse(name);
        boolean known = meant.numbers("router-", groups * routers).length > 0;
        for (int link = 0; known && link < links(); link++) {
            if (meant.means(name(link))) {
                found.add(link);
            }
        }
        return found;
    }

    @Override
    public List<String> examples() {
        List<String> names = new ArrayList<>();
        CableName.range("router-", groups * routers, names);
        if (links() > 0) {
            names.add(name(0).substring(0, name(0).lastIndexOf('/')));
        }
        return names;
    }

    @Override
    public List<String> similar(String name) {
        List<String> names = new ArrayList<>();
        CableName.similar(name, "router-", groups * routers, names);
        return names;
    }
}
