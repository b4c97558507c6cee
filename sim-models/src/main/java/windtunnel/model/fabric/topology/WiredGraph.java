package windtunnel.model.fabric.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import windtunnel.model.Cluster.Part;
import windtunnel.model.Network;
import windtunnel.model.Route;
import windtunnel.model.Switches;
import windtunnel.model.fabric.topology.Routing.Policy;

/**
 * Any network of switches, given cable by cable; routes are the shortest in hops.
 *
 * <p>Sprayed: every switch divides what it gets evenly over all cables that lead nearer. Hashed: every switch chooses one of them. Shortest: the one with the
 * lowest number. The distances of all switches are kept, so memory grows with the square of their number.
 */
public final class WiredGraph implements Network {
    private final Wiring wiring;
    private final Routing routing;
    private final double nicSeconds;
    private final short[] hops;
    private final int[] start;
    private final int[] leaving;
    /** What reaches each switch, while a route is made. */
    private final double[] reached;

    private final int[] queue;

    /** The network of a wiring; {@code nicSeconds} is the latency of a NIC's link. */
    public WiredGraph(Wiring wiring, Routing routing, double nicSeconds) {
        this.wiring = wiring;
        this.routing = routing;
        this.nicSeconds = nicSeconds;
        hops = wiring.hops();
        int[][] all = wiring.leaving();
        start = all[0];
        leaving = all[1];
        reached = new double[wiring.switches().size()];
        queue = new int[reached.length];
        Arrays.fill(reached, -1);
    }

    @Override
    public int links() {
        return 2 * wiring.cables().size();
    }

    @Override
    public Part part(int link) {
        return Part.CABLE;
    }

    @Override
    public int first(Part part) {
        return part == Part.CABLE ? 0 : links();
    }

    @Override
    public double bytesPerSec(int link) {
        return wiring.cables().get(link / 2).bytesPerSec();
    }

    private int hops(int from, int to) {
        return hops[from * reached.length + to];
    }

    @Override
    public boolean joins(int from, int to) {
        return hops(wiring.switchOfNic()[from], wiring.switchOfNic()[to]) < Wiring.FAR;
    }

    @Override
    public void cross(int from, int to, long label, Health health, Route out) {
        int first = wiring.switchOfNic()[from];
        int last = wiring.switchOfNic()[to];
        if (routing.policy() == Policy.SPRAY) {
            spray(first, last, health, out);
            return;
        }
        int pairs = Math.toIntExact(routing.queuePairs().value());
        for (int pair = 0; pair < pairs; pair++) {
            long hash =
                    FlowHash.of(from, to, label * pairs + pair, routing.seed().value());
            for (int at = first; at != last; ) {
                int link = chosen(at, last, hash, health);
                out.add(link, 1.0 / pairs);
                at = wiring.head(link);
            }
        }
    }

    private boolean nearer(int at, int link, int last) {
        return hops(wiring.head(link), last) == hops(at, last) - 1;
    }

    /** How many links lead nearer; only the living ones if so wanted. */
    private int choices(int at, int last, Health health) {
        int count = 0;
        for (int i = start[at]; i < start[at + 1]; i++) {
            boolean dead = health != null && health.share(leaving[i]) == 0;
            count += nearer(at, leaving[i], last) && !dead ? 1 : 0;
        }
        return count;
    }

    private int chosen(int at, int last, long hash, Health health) {
        int living = choices(at, last, health);
        int count = living > 0 ? living : choices(at, last, null);
        int nth = 0;
        if (routing.policy() == Policy.ECMP) {
            nth = FlowHash.pick(hash, routing.polarised() ? 0 : FlowHash.mix(at + 1L), count);
        }
        for (int i = start[at]; i < start[at + 1]; i++) {
            boolean usable = living == 0 || health.share(leaving[i]) > 0;
            if (usable && nearer(at, leaving[i], last) && nth-- == 0) {
                return leaving[i];
            }
        }
        throw new IllegalStateException("no cable leads from switch "
                + wiring.switches().get(at) + " to " + wiring.switches().get(last));
    }

    /** All links lead one hop nearer, so each switch has got all that it gets before its turn comes. */
    private void spray(int first, int last, Health health, Route out) {
        int tail = 0;
        queue[tail++] = first;
        reached[first] = 1;
        for (int q = 0; q < tail; q++) {
            int at = queue[q];
            int living = choices(at, last, health);
            double share = reached[at] / (living > 0 ? living : choices(at, last, null));
            for (int i = start[at]; i < start[at + 1]; i++) {
                int to = wiring.head(leaving[i]);
                if (nearer(at, leaving[i], last) && (living == 0 || health.share(leaving[i]) > 0)) {
                    out.add(leaving[i], share);
                    if (reached[to] < 0) {
                        reached[to] = 0;
                        queue[tail++] = to;
                    }
                    reached[to] += share;
                }
            }
            reached[at] = -1;
        }
    }

    @Override
    public double seconds(int from, int to) {
        int first = wiring.switchOfNic()[from];
        int last = wiring.switchOfNic()[to];
        int tail = 0;
        queue[tail++] = first;
        reached[first] = 0;
        double longest = 0;
        for (int q = 0; q < tail; q++) {
            int at = queue[q];
            longest = at == last ? reached[at] : longest;
            for (int i = start[at]; i < start[at + 1]; i++) {
                int next = wiring.head(leaving[i]);
                if (nearer(at, leaving[i], last)) {
                    if (reached[next] < 0) {
                        queue[tail++] = next;
                    }
                    reached[next] = Math.max(
                            reached[next],
                            reached[at] + wiring.cables().get(leaving[i] / 2).seconds());
                }
            }
            reached[at] = -1;
        }
        return 2 * nicSeconds + longest;
    }

    @Override
    public String name(int link) {
        Wiring.Cable cable = wiring.cables().get(link / 2);
        String nth = cable.nth() < 0 ? "" : "/cable-" + cable.nth();
        return wiring.switches().get(cable.from()) + "/" + wiring.switches().get(cable.to()) + nth
                + (link % 2 == 0 ? "/up" : "/down");
    }

    @Override
    public List<Integer> find(String name) {
        List<Integer> found = new ArrayList<>();
        CableName meant = CableName.parse(name);
        for (int c = 0; c < wiring.cables().size(); c++) {
            Wiring.Cable cable = wiring.cables().get(c);
            List<String> own = new ArrayList<>();
            own.add(wiring.switches().get(cable.from()));
            own.add(wiring.switches().get(cable.to()));
            if (meant.ends().size() == 3) {
                own.add("cable-" + cable.nth());
            }
            if (!meant.ends().isEmpty() && own.containsAll(meant.ends())) {
                meant.add(2 * c, 2 * c + 1, found);
            }
        }
        return found;
    }

    @Override
    public Optional<Switches> switches() {
        return Optional.of(new NamedSwitches(this, wiring.switches(), nic -> wiring.switchOfNic()[nic]));
    }

    @Override
    public List<String> examples() {
        List<String> names = new ArrayList<>(
                wiring.switches().subList(0, Math.min(3, wiring.switches().size())));
        if (!wiring.cables().isEmpty()) {
            names.add(name(0).substring(0, name(0).lastIndexOf('/')));
        }
        return names;
    }

    @Override
    public List<String> similar(String name) {
        return wiring.switches();
    }
}
