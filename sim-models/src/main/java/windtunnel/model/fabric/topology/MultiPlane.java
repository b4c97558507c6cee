package windtunnel.model.fabric.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import windtunnel.model.Cluster.Part;
import windtunnel.model.LinkName;
import windtunnel.model.Network;
import windtunnel.model.Route;
import windtunnel.model.Switches;
import windtunnel.model.fabric.topology.Routing.Policy;

/**
 * Several planes that share nothing, each NIC with a port in every one.
 *
 * <p>The planes are one network whose ends are ports: port p of NIC n is end n P + p, and it meets only ports p. Sprayed packets take all planes evenly whose
 * ports still work at both ends (the name of a leaf stands for its ports too); a hashed flow, or each of its queue pairs, takes one of them.
 */
public final class MultiPlane implements Network {
    private static final long PLANE_SALT = 0x5D;

    private final Network planes;
    private final int rails;
    private final int count;
    private final double portBytesPerSec;
    private final Routing routing;
    private final IntUnaryOperator leafOfPort;
    private final int ports;
    private final Behind ofPlanes;

    /** The health of links that stand behind the ports. */
    private static final class Behind implements Health {
        private final int first;
        private Health all;

        Behind(int first) {
            this.first = first;
        }

        @Override
        public double share(int link) {
            return all.share(first + link);
        }
    }

    /**
     * A network of planes.
     *
     * @param planes joins ports; queue pairs are told apart here already
     * @param nics number of NICs
     * @param rails NICs of a node
     * @param count ports of a NIC
     * @param portBytesPerSec rate of a port
     * @param routing how flows choose planes
     * @param leafOfPort leaf that a port is plugged into
     */
    public MultiPlane(
            Network planes,
            int nics,
            int rails,
            int count,
            double portBytesPerSec,
            Routing routing,
            IntUnaryOperator leafOfPort) {
        this.planes = planes;
        this.rails = rails;
        this.count = count;
        this.portBytesPerSec = portBytesPerSec;
        this.routing = routing;
        this.leafOfPort = leafOfPort;
        ports = Math.multiplyExact(nics, count);
        ofPlanes = new Behind(2 * ports);
    }

    @Override
    public int links() {
        return 2 * ports + planes.links();
    }

    @Override
    public Part part(int link) {
        if (link < 2 * ports) {
            return link < ports ? Part.PORT_OUT : Part.PORT_IN;
        }
        return planes.part(link - 2 * ports);
    }

    @Override
    public int first(Part part) {
        return switch (part) {
            case PORT_OUT -> 0;
            case PORT_IN -> ports;
            default -> 2 * ports + planes.first(part);
        };
    }

    @Override
    public double bytesPerSec(int link) {
        return link < 2 * ports ? portBytesPerSec : planes.bytesPerSec(link - 2 * ports);
    }

    @Override
    public void cross(int from, int to, long label, Health health, Route out) {
        int living = 0;
        for (int plane = 0; plane < count; plane++) {
            living += alive(from, to, plane, health) ? 1 : 0;
        }
        int usable = living > 0 ? living : count;
        if (routing.policy() == Policy.SPRAY) {
            for (int nth = 0; nth < usable; nth++) {
                through(nth(nth, from, to, living > 0, health), from, to, label, health, 1.0 / usable, out);
            }
            return;
        }
        int pairs = Math.toIntExact(routing.queuePairs().value());
        for (int pair = 0; pair < pairs; pair++) {
            long own = label * pairs + pair;
            long hash = FlowHash.of(from, to, own, routing.seed().value());
            int nth = routing.policy() == Policy.ECMP ? FlowHash.pick(hash, PLANE_SALT, usable) : to % usable;
            through(nth(nth, from, to, living > 0, health), from, to, own, health, 1.0 / pairs, out);
        }
    }

    /** The {@code nth} plane, counting only those that work if so wanted. */
    private int nth(int nth, int from, int to, boolean living, Health health) {
        int left = nth;
        for (int plane = 0; living; plane++) {
            if (alive(from, to, plane, health) && left-- == 0) {
                return plane;
            }
        }
        return nth;
    }

    private void through(int plane, int from, int to, long label, Health health, double share, Route out) {
        int start = from * count + plane;
        int end = to * count + plane;
        out.add(start, share);
        int first = out.count();
        ofPlanes.all = health;
        planes.cross(start, end, label, ofPlanes, out);
        out.shift(first, 2 * ports, share);
        out.add(ports + end, share);
    }

    private boolean alive(int from, int to, int plane, Health health) {
        return health.share(from * count + plane) > 0 && health.share(ports + to * count + plane) > 0;
    }

    @Override
    public double seconds(int from, int to) {
        return planes.seconds(from * count, to * count);
    }

    @Override
    public String name(int link) {
        if (link >= 2 * ports) {
            return planes.name(link - 2 * ports);
        }
        int port = link % ports;
        int nic = port / count;
        return "node-" + nic / rails + "/nic-" + nic % rails + "/port-" + port % count
                + (link < ports ? "/out" : "/in");
    }

    @Override
    public List<Integer> find(String name) {
        List<Integer> found = new ArrayList<>();
        String[] words = name.split("/", -1);
        boolean port = words.length == 3 || words.length == 4 && (words[3].equals("out") || words[3].equals("in"));
        if (port && words[2].startsWith("port-")) {
            int node = LinkName.number(words[0], "node-", ports / count / rails);
            int nic = LinkName.number(words[1], "nic-", rails);
            int own = LinkName.number(words[2], "port-", count);
            int link = (node * rails + nic) * count + own;
            if (node >= 0 && nic >= 0 && own >= 0 && !words[words.length - 1].equals("in")) {
                found.add(link);
            }
            if (node >= 0 && nic >= 0 && own >= 0 && !words[words.length - 1].equals("out")) {
                found.add(ports + link);
            }
            return found;
        }
        planes.find(name).forEach(link -> found.add(2 * ports + link));
        int leaf = found.isEmpty() ? -1 : LinkName.number(name, "leaf-", Integer.MAX_VALUE);
        for (int end = 0; leaf >= 0 && end < ports; end++) {
            if (leafOfPort.applyAsInt(end) == leaf) {
                found.add(end);
                found.add(ports + end);
            }
        }
        return found;
    }

    @Override
    public Optional<Switches> switches() {
        return planes.switches().map(Planes::new);
    }

    /** The switches of all planes; a leaf takes the ports that are plugged into it. */
    private final class Planes implements Switches {
        private final Switches all;

        Planes(Switches all) {
            this.all = all;
        }

        @Override
        public int count() {
            return all.count();
        }

        @Override
        public String name(int index) {
            return all.name(index);
        }

        @Override
        public void plugged(int nic, IntConsumer sink) {
            for (int port = nic * count; port < (nic + 1) * count; port++) {
                all.plugged(port, sink);
            }
        }

        @Override
        public void without(int index, Left sink) {
            all.without(index, (link, share) -> sink.left(2 * ports + link, share));
            for (int port = 0; port < ports; port++) {
                int own = port;
                all.plugged(port, at -> {
                    if (at == index) {
                        sink.left(own, 0);
                        sink.left(ports + own, 0);
                    }
                });
            }
        }
    }

    @Override
    public List<String> examples() {
        List<String> names = new ArrayList<>(planes.examples());
        names.add("node-0/nic-0/port-0 to .../port-" + (count - 1));
        return names;
    }

    @Override
    public List<String> similar(String name) {
        List<String> names = new ArrayList<>(planes.similar(name));
        int node = LinkName.meant(name, ports / count / rails);
        for (int port = 0; port < count; port++) {
            names.add("node-" + node + "/nic-0/port-" + port);
        }
        return names;
    }
}
