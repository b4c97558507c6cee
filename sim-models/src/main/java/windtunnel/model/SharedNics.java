package windtunnel.model;

import java.util.ArrayList;
import java.util.List;
import windtunnel.core.flow.FlowNetwork;

/**
 * The fabric's NICs of all nodes where storage uses them too, in the fluid form: while a collective is active it is one flow on each NIC, and
 * a node's transfer with storage another.
 *
 * <p>B is what a node's NICs carry one way, phi = w_s / (w_s + w_c) the part of a storage flow beside a collective (1/2, but for TCP's round trips), d the share of a step
 * in which collectives between nodes are active. Storage that moves s a node takes a = min(s, phi B) of the NICs while a collective is active, which gets x = 1 - a / B of
 * its rate, and makes up for it in the rest of the step: over a step it gets at most d phi B + (1 - d) B = B (1 - d (1 - phi)). That binds only where s &gt; phi B; then x = 1 - phi
 * whatever s is, so d is the one at x = 1 - phi and nothing has to be iterated.
 *
 * <p>All nodes are alike, so the NICs of all nodes are one link each way. It stops holding where collectives of different nodes are active at different times, and for
 * links beyond the NICs, over which storage has its own way.
 */
public final class SharedNics {
    /** Storage that would leave collectives less than this leaves them this: steps of infinite length are of no use. */
    private static final double LEAST = 0.01;

    private final FlowNetwork flows;
    private final Cluster cluster;
    private final List<Runnable> listeners = new ArrayList<>();
    private int in = -1;
    private int out = -1;
    private double part;
    private double taken;

    SharedNics(FlowNetwork flows, Cluster cluster) {
        this.flows = flows;
        this.cluster = cluster;
    }

    /** A storage uses them whose round trip is {@code roundTripSeconds}, negative for one as long as that to another node. */
    public void join(double roundTripSeconds) {
        double crossing = cluster.networkSeconds(0, cluster.nics() - 1);
        double perByte = 1 / cluster.capacity(cluster.link(Cluster.Part.NIC_OUT, 0));
        double own = cluster.sharing().weight(roundTripSeconds < 0 ? crossing : roundTripSeconds / 2, perByte);
        double collective = cluster.sharing().weight(crossing, perByte);
        part = Math.max(part, Math.min(1 - LEAST, own / (own + collective)));
        if (in < 0) {
            in = flows.addLink("NICs, inbound", all());
            out = flows.addLink("NICs, outbound", all());
            flows.watch(in, payload -> look());
            flows.watch(out, payload -> look());
        }
    }

    private double all() {
        return cluster.nodes() * cluster.networkBytesPerSec();
    }

    /** Whether any storage uses them. */
    public boolean used() {
        return in >= 0;
    }

    /** The link of all nodes' NICs that way, in a network of flows. */
    public int link(StorageSystem.Direction direction) {
        return direction == StorageSystem.Direction.READ ? in : out;
    }

    /** Least share of the NICs that storage leaves to an active collective. */
    public double least() {
        return 1 - part;
    }

    /** Share of the NICs that storage leaves to an active collective now. */
    public double left() {
        return 1 - taken;
    }

    private void look() {
        double most = Math.max(flows.load(in), flows.load(out)) / all();
        double now = Math.min(part, most);
        if (now != taken) {
            taken = now;
            listeners.forEach(Runnable::run);
        }
    }

    /** Tells {@code listener} whenever storage takes more or less. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Steps run from now on. Where their batches come over the NICs more slowly than they are used, a step is as long as its batch takes: with b bytes of a batch on a node
     * and A seconds of collectives, reads get B / (1 + (1 - phi) B A / b).
     *
     * @param activeSeconds for which collectives between nodes are active in a step that has {@link #least} of the NICs
     * @param stepSeconds length of that step
     * @param batchBytes bytes of a step's batch that reach a node over its NICs
     */
    public void occupy(double activeSeconds, double stepSeconds, double batchBytes) {
        double whole = cluster.networkBytesPerSec();
        double active = Math.min(activeSeconds, stepSeconds);
        double between = whole * (1 - least() * active / stepSeconds);
        double starved = whole / (1 + least() * whole * active / batchBytes);
        capacity(in, batchBytes > 0 && between < batchBytes / stepSeconds ? starved : between);
        capacity(out, between);
    }

    /** No step runs. */
    public void free() {
        capacity(in, cluster.networkBytesPerSec());
        capacity(out, cluster.networkBytesPerSec());
    }

    private void capacity(int link, double ofNode) {
        double bytesPerSec = cluster.nodes() * ofNode;
        if (flows.capacity(link) != bytesPerSec) {
            flows.setCapacity(link, bytesPerSec);
        }
    }
}
