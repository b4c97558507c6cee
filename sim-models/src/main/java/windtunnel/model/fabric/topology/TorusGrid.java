package windtunnel.model.fabric.topology;

import java.util.ArrayList;
import java.util.List;
import windtunnel.model.Cluster.Part;
import windtunnel.model.Network;
import windtunnel.model.Route;

/**
 * A torus of routers, one for each node, with dimension-ordered shortest routes.
 *
 * <p>The first dimension changes fastest with the router's number. Dimension by dimension come the links of all routers, each to its next and then to its
 * previous neighbour; a dimension of two has one cable between two routers, one of one has none.
 */
public final class TorusGrid implements Network {
    private final int[] size;
    /** Distance in router numbers of neighbours in a dimension. */
    private final int[] stride;
    /** First link of a dimension; the entry after the last is the number of links. */
    private final int[] first;

    private final int routers;
    private final int rails;
    private final double bytesPerSec;
    private final double nicSeconds;
    private final double hopSeconds;

    /**
     * A torus.
     *
     * @param size routers in each dimension
     * @param rails NICs of a router
     * @param bytesPerSec rate of a cable
     * @param nicSeconds latency of a NIC's link
     * @param hopSeconds latency of a cable
     */
    public TorusGrid(int[] size, int rails, double bytesPerSec, double nicSeconds, double hopSeconds) {
        this.size = size.clone();
        this.rails = rails;
        this.bytesPerSec = bytesPerSec;
        this.nicSeconds = nicSeconds;
        this.hopSeconds = hopSeconds;
        stride = new int[size.length];
        int all = 1;
        for (int d = 0; d < size.length; d++) {
            stride[d] = all;
            all = Math.multiplyExact(all, size[d]);
        }
        routers = all;
        first = new int[size.length + 1];
        for (int d = 0; d < size.length; d++) {
            first[d + 1] = first[d] + Math.multiplyExact(routers, ways(d));
        }
    }

    /** Links of a router in a dimension. */
    private int ways(int d) {
        return Math.min(2, size[d] - 1);
    }

    @Override
    public int links() {
        return first[size.length];
    }

    @Override
    public Part part(int link) {
        return Part.TORUS;
    }

    @Override
    public int first(Part part) {
        return part == Part.TORUS ? 0 : links();
    }

    @Override
    public double bytesPerSec(int link) {
        return bytesPerSec;
    }

    private int at(int router, int d) {
        return router / stride[d] % size[d];
    }

    private int next(int router, int d) {
        return router + (at(router, d) + 1 == size[d] ? 1 - size[d] : 1) * stride[d];
    }

    private int previous(int router, int d) {
        return router + (at(router, d) == 0 ? size[d] - 1 : -1) * stride[d];
    }

    private int link(int router, int d, boolean forward) {
        return first[d] + router * ways(d) + (forward || ways(d) == 1 ? 0 : 1);
    }

    @Override
    public void cross(int from, int to, long label, Health health, Route out) {
        int router = from / rails;
        int end = to / rails;
        for (int d = 0; d < size.length; d++) {
            int ahead = Math.floorMod(at(end, d) - at(router, d), size[d]);
            boolean tie = 2 * ahead == size[d] && size[d] > 2;
            if (2 * ahead <= size[d]) {
                walk(router, d, ahead, true, tie ? 0.5 : 1, out);
            }
            if (2 * ahead > size[d] || tie) {
                walk(router, d, size[d] - ahead, false, tie ? 0.5 : 1, out);
            }
            router += (at(end, d) - at(router, d)) * stride[d];
        }
    }

    private void walk(int router, int d, int steps, boolean forward, double share, Route out) {
        int at = router;
        for (int step = 0; step < steps; step++) {
            out.add(link(at, d, forward), share);
            at = forward ? next(at, d) : previous(at, d);
        }
    }

    @Override
    public double seconds(int from, int to) {
        int hops = 0;
        for (int d = 0; d < size.length; d++) {
            int ahead = Math.floorMod(at(to / rails, d) - at(from / rails, d), size[d]);
            hops += Math.min(ahead, size[d] - ahead);
        }
        return 2 * nicSeconds + hops * hopSeconds;
    }

    @Override
    public String name(int link) {
        int d = 0;
        while (link >= first[d + 1]) {
            d++;
        }
        int router = (link - first[d]) / ways(d);
        boolean forward = (link - first[d]) % ways(d) == 0;
        int other = forward ? next(router, d) : previous(router, d);
        return router < other
                ? "router-" + router + "/router-" + other + "/up"
                : "router-" + other + "/router-" + router + "/down";
    }

    @Override
    public List<Integer> find(String name) {
        List<Integer> found = new ArrayList<>();
        CableName meant = CableName.parse(name);
        for (int router : meant.numbers("router-", routers)) {
            for (int d = 0; d < size.length; d++) {
                for (int way = 0; way < ways(d); way++) {
                    collect(link(router, d, way == 0), meant, found);
                    int other = way == 0 ? next(router, d) : previous(router, d);
                    collect(link(other, d, way != 0), meant, found);
                }
            }
        }
        return found;
    }

    private void collect(int link, CableName meant, List<Integer> found) {
        if (meant.means(name(link)) && !found.contains(link)) {
            found.add(link);
        }
    }

    @Override
    public List<String> examples() {
        List<String> names = new ArrayList<>();
        CableName.range("router-", routers, names);
        if (links() > 0) {
            names.add(name(0).substring(0, name(0).lastIndexOf('/')));
        }
        return names;
    }

    @Override
    public List<String> similar(String name) {
        List<String> names = new ArrayList<>();
        CableName.similar(name, "router-", routers, names);
        return names;
    }
}
