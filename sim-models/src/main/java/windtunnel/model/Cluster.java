package windtunnel.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.commons.math3.util.ArithmeticUtils;
import windtunnel.core.unit.Bandwidth;
import windtunnel.model.hardware.LinkSku;
import windtunnel.model.hardware.NodeSku;

/**
 * The built hardware: equal nodes, their directed links by number, routes as arithmetic, and the health of each link.
 *
 * <p>Links come in ranges: GPU up, GPU down, NIC out, NIC in, those of the {@link Network}, host up, host down. A scale-up domain is a
 * non-blocking crossbar: only each GPU's own up and down link bind. Capacities are usable rates. Nothing is stored per link but what is
 * degraded, so 100,000 GPUs cost no more memory than eight.
 */
public final class Cluster {
    private final Plan plan;
    private final int gpus;
    private final int nicCount;
    private final int networkLinks;
    private final Network.Health networkHealth;
    private final LinkHealth degraded;
    private final double nicShare;

    /** Kinds of links, in the order of their numbers. */
    public enum Part {
        /** From a GPU into its scale-up domain. */
        GPU_UP,
        /** From the scale-up domain to a GPU. */
        GPU_DOWN,
        /** From a NIC to its leaf. */
        NIC_OUT,
        /** From a leaf to a NIC. */
        NIC_IN,
        /** From a leaf to one spine, or to all that it sprays over. */
        LEAF_UP,
        /** From one spine, or all, to a leaf. */
        LEAF_DOWN,
        /** From a spine to one core, or from all spines of a pod to all cores. */
        SPINE_UP,
        /** From one core to a spine, or from all cores to all spines of a pod. */
        SPINE_DOWN,
        /** From a port of a NIC with several to its leaf. */
        PORT_OUT,
        /** From a leaf to a port of a NIC with several. */
        PORT_IN,
        /** Between routers of a group of a dragonfly. */
        LOCAL,
        /** Between groups of a dragonfly. */
        GLOBAL,
        /** Between neighbours in a torus. */
        TORUS,
        /** Between switches of a network given cable by cable. */
        CABLE,
        /** From a GPU to its host; only where a node has several scale-up domains. */
        HOST_UP,
        /** From the host to a GPU. */
        HOST_DOWN
    }

    /**
     * What a fabric decides.
     *
     * @param node kind of node
     * @param nodes how many
     * @param gpusPerNode GPUs of a node
     * @param domainGpus GPUs of a scale-up domain, a multiple of a node's or the whole cluster's
     * @param rails NICs of a node as the fabric sees them: several NICs of one GPU are one rail
     * @param scaleUp rate and latency of a crossing into or out of the scale-up domain
     * @param host rate and latency of a GPU's link to its host; null unless a node has several scale-up domains
     * @param nic rate and latency of a rail; null without a fabric between nodes
     * @param network what joins the NICs; null without a fabric between nodes
     * @param changesRail whether what goes to another rail changes to it over the sender's scale-up link (NCCL's PXN)
     * @param sharing how flows that meet on a link share it
     * @param reduces whether switches of the network reduce (InfiniBand SHARP)
     */
    public record Plan(
            NodeSku node,
            int nodes,
            int gpusPerNode,
            int domainGpus,
            int rails,
            Hop scaleUp,
            Hop host,
            Hop nic,
            Network network,
            boolean changesRail,
            Sharing sharing,
            boolean reduces) {}

    /** Rate in bytes per second and latency in seconds of crossing a link once. */
    public record Hop(double bytesPerSec, double latencySeconds) {
        /** The usable rate of {@code count} links of a kind, noted as read. */
        public static Hop of(LinkSku link, int count, Assumptions assumptions) {
            String key = "link." + link.name();
            Bandwidth usable = assumptions.read(key + ".usable", link.usable());
            double latency = assumptions.read(key + ".latency", link.latency()).seconds();
            return new Hop(count * usable.bytesPerSec(), latency);
        }
    }

    /** The cluster of a plan, in full health. */
    public Cluster(Plan plan) {
        this(plan, new LinkHealth(), 1);
    }

    private Cluster(Plan plan, LinkHealth degraded, double nicShare) {
        this.plan = plan;
        this.degraded = degraded;
        this.nicShare = nicShare;
        gpus = Math.multiplyExact(plan.nodes(), plan.gpusPerNode());
        nicCount = plan.nic() == null ? 0 : Math.multiplyExact(plan.nodes(), plan.rails());
        networkLinks = plan.nic() == null ? 0 : plan.network().links();
        networkHealth = link -> degraded.isEmpty() ? 1 : health(networkStart() + link);
    }

    /** The same cluster in full health; NICs that others use stay so. */
    public Cluster sound() {
        return new Cluster(plan, new LinkHealth(), nicShare);
    }

    /** The same cluster in full health, all of it nobody else's. */
    public Cluster untouched() {
        return new Cluster(plan);
    }

    /** Nodes after which the cluster repeats itself; 0 where it does not, or where a link is degraded. */
    public int unitNodes() {
        if (!degraded.isEmpty() || plan.nic() != null && plan.network().unit() == 0) {
            return 0;
        }
        int domain = Math.max(1, plan.domainGpus() / plan.gpusPerNode());
        if (plan.nic() == null) {
            return domain;
        }
        int wired = plan.network().unit() / ArithmeticUtils.gcd(plan.network().unit(), plan.rails());
        long both = (long) wired / ArithmeticUtils.gcd(wired, domain) * domain;
        return both > plan.nodes() ? 0 : (int) both;
    }

    /** The same cluster in full health with so many nodes fewer, a multiple of {@link #unitNodes}. */
    public Cluster shortened(int nodes) {
        Network smaller = plan.nic() == null ? null : plan.network().without(nodes * plan.rails());
        Plan less = new Plan(
                plan.node(),
                plan.nodes() - nodes,
                plan.gpusPerNode(),
                plan.domainGpus(),
                plan.rails(),
                plan.scaleUp(),
                plan.host(),
                plan.nic(),
                smaller,
                plan.changesRail(),
                plan.sharing(),
                plan.reduces());
        return new Cluster(less, new LinkHealth(), nicShare);
    }

    /** This very cluster, with the faults that come and go, as it is for whoever has only {@code share} of each NIC's rate. */
    public Cluster lending(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("not a share of a NIC: " + share);
        }
        return new Cluster(plan, degraded, nicShare * share);
    }

    /** Kind of node. */
    public NodeSku node() {
        return plan.node();
    }

    /** Number of nodes. */
    public int nodes() {
        return plan.nodes();
    }

    /** GPUs of a node. */
    public int gpusPerNode() {
        return plan.gpusPerNode();
    }

    /** All GPUs. */
    public int gpus() {
        return gpus;
    }

    /** Rails of a node: NICs as the fabric sees them. */
    public int rails() {
        return plan.rails();
    }

    /** GPUs of a scale-up domain. */
    public int domainGpus() {
        return plan.domainGpus();
    }

    /** Scale-up domain of a GPU. */
    public int domain(int gpu) {
        return gpu / plan.domainGpus();
    }

    /** Rail of a GPU, counted over the whole cluster. */
    public int nic(int gpu) {
        int node = gpu / plan.gpusPerNode();
        return node * plan.rails() + gpu % plan.gpusPerNode() * plan.rails() / plan.gpusPerNode();
    }

    /** All rails. */
    public int nics() {
        return nicCount;
    }

    /** Number of the first link of the network between nodes. */
    int networkStart() {
        return 2 * gpus + 2 * nicCount;
    }

    /** Number of directed links. */
    public int links() {
        return link(Part.HOST_DOWN, plan.host() == null ? 0 : gpus);
    }

    /** Number of the {@code index}-th link of a part. */
    public int link(Part part, int index) {
        return switch (part) {
            case GPU_UP -> index;
            case GPU_DOWN -> gpus + index;
            case NIC_OUT -> 2 * gpus + index;
            case NIC_IN -> 2 * gpus + nicCount + index;
            case HOST_UP -> networkStart() + networkLinks + index;
            case HOST_DOWN -> networkStart() + networkLinks + (plan.host() == null ? 0 : gpus) + index;
            default -> networkStart() + (plan.nic() == null ? 0 : plan.network().first(part)) + index;
        };
    }

    /** How many links a part has. */
    public int count(Part part) {
        return switch (part) {
            case GPU_UP, GPU_DOWN -> gpus;
            case NIC_OUT, NIC_IN -> nicCount;
            case HOST_UP, HOST_DOWN -> plan.host() == null ? 0 : gpus;
            default -> {
                int end = networkLinks;
                for (Part other : Part.values()) {
                    int first = plan.nic() == null ? 0 : plan.network().first(other);
                    boolean after = plan.nic() != null && first > plan.network().first(part);
                    end = after ? Math.min(end, first) : end;
                }
                yield plan.nic() == null ? 0 : end - plan.network().first(part);
            }
        };
    }

    /** Which part a link belongs to. */
    public Part part(int link) {
        if (link < 0 || link >= links()) {
            throw new IllegalArgumentException("no link " + link + " among " + links());
        }
        if (link < 2 * gpus) {
            return link < gpus ? Part.GPU_UP : Part.GPU_DOWN;
        }
        if (link < networkStart()) {
            return link < 2 * gpus + nicCount ? Part.NIC_OUT : Part.NIC_IN;
        }
        if (link < networkStart() + networkLinks) {
            return plan.network().part(link - networkStart());
        }
        return link < link(Part.HOST_DOWN, 0) ? Part.HOST_UP : Part.HOST_DOWN;
    }

    /** Capacity of a link as it is now, in bytes per second. */
    public double capacity(int link) {
        double nominal = nominal(link);
        return degraded.isEmpty() ? nominal : nominal * health(link);
    }

    private double nominal(int link) {
        return switch (part(link)) {
            case GPU_UP, GPU_DOWN -> plan.scaleUp().bytesPerSec();
            case NIC_OUT, NIC_IN -> plan.nic().bytesPerSec() * nicShare;
            case HOST_UP, HOST_DOWN -> plan.host().bytesPerSec();
            default -> plan.network().bytesPerSec(link - networkStart());
        };
    }

    /** Whether two GPUs are in one node. */
    public boolean sameNode(int gpu, int other) {
        return gpu / plan.gpusPerNode() == other / plan.gpusPerNode();
    }

    /** Whether nodes have NICs. */
    public boolean networked() {
        return plan.nic() != null;
    }

    /** Writes the links from one GPU to another into {@code out}. */
    public void route(int from, int to, Route out) {
        out.clear();
        if (domain(from) == domain(to)) {
            out.add(link(Part.GPU_UP, from));
            out.add(link(Part.GPU_DOWN, to));
        } else if (sameNode(from, to)) {
            host(from, to, out);
        } else {
            int relay = relay(from, to);
            if (relay != from) {
                out.add(link(Part.GPU_UP, from));
                out.add(link(Part.GPU_DOWN, relay));
            }
            addNetwork(nic(relay), nic(to), 0, out);
        }
    }

    /** The GPU from whose NIC data leaves the node: the sender, or its neighbour on the receiver's rail. */
    private int relay(int from, int to) {
        int rail = networked() ? nic(to) % plan.rails() : 0;
        if (!plan.changesRail() || !networked() || nic(from) % plan.rails() == rail) {
            return from;
        }
        int neighbour = gpu(nic(from) - nic(from) % plan.rails() + rail);
        return domain(neighbour) == domain(from) ? neighbour : from;
    }

    /** Writes the links between two GPUs of one node that have no scale-up link in common. */
    public void host(int from, int to, Route out) {
        if (plan.host() == null) {
            throw new IllegalStateException("GPUs " + from + " and " + to + " of one node are joined by no known link");
        }
        out.clear();
        out.add(link(Part.HOST_UP, from));
        out.add(link(Part.HOST_DOWN, to));
    }

    /**
     * Writes the links from one NIC to another (numbers of {@link #nic}).
     *
     * @param label tells apart flows between the same NICs, where flows are hashed to paths
     */
    public void network(int from, int to, long label, Route out) {
        out.clear();
        addNetwork(from, to, label, out);
    }

    private void addNetwork(int from, int to, long label, Route out) {
        if (plan.nic() == null) {
            throw new IllegalStateException("no network joins the nodes");
        }
        int sender = sender(from, to);
        if (sender != from) {
            out.add(link(Part.GPU_UP, gpu(from)));
            out.add(link(Part.GPU_DOWN, gpu(sender)));
        }
        out.add(link(Part.NIC_OUT, sender));
        int first = out.count();
        plan.network().cross(sender, to, label, networkHealth, out);
        out.shift(first, networkStart(), 1);
        out.add(link(Part.NIC_IN, to));
    }

    /** The NIC that sends: {@code from}, or where no cable leads from there to {@code to}, the one of its node on the receiver's rail. */
    private int sender(int from, int to) {
        return plan.network().joins(from, to) ? from : from - from % plan.rails() + to % plan.rails();
    }

    /** First GPU of a NIC. */
    private int gpu(int nic) {
        int rail = nic % plan.rails();
        return nic / plan.rails() * plan.gpusPerNode() + (rail * plan.gpusPerNode() + plan.rails() - 1) / plan.rails();
    }

    /** Latency of the route from one GPU to another, in seconds. */
    public double latencySeconds(int from, int to) {
        if (domain(from) == domain(to)) {
            return scaleUpSeconds();
        }
        if (sameNode(from, to)) {
            return hostSeconds();
        }
        int relay = relay(from, to);
        return (relay == from ? 0 : scaleUpSeconds()) + networkSeconds(nic(relay), nic(to));
    }

    /** Latency between two GPUs of one scale-up domain, in seconds. */
    public double scaleUpSeconds() {
        return 2 * plan.scaleUp().latencySeconds();
    }

    /** Latency between two GPUs of one node that have no scale-up link in common, in seconds. */
    public double hostSeconds() {
        return 2 * plan.host().latencySeconds();
    }

    /** Latency from one NIC to another, in seconds. */
    public double networkSeconds(int from, int to) {
        int sender = sender(from, to);
        return (sender == from ? 0 : scaleUpSeconds()) + plan.network().seconds(sender, to);
    }

    /** Whether switches of the network reduce. */
    public boolean reducesInNetwork() {
        return plan.reduces();
    }

    /** What one node sends or receives over its back-end NICs, all together; without a network no limit. */
    public double networkBytesPerSec() {
        return plan.nic() == null
                ? Double.POSITIVE_INFINITY
                : plan.rails() * plan.nic().bytesPerSec();
    }

    /** What one node moves over its front-end network, if it has one. */
    public OptionalDouble frontEndBytesPerSec(Assumptions assumptions) {
        return plan.node().frontEnd().stream()
                .mapToDouble(front -> assumptions
                        .read("node." + plan.node().name() + ".front-end", front)
                        .bytesPerSec())
                .findFirst();
    }

    /** The network's switches; empty without any. */
    public Optional<Switches> switches() {
        return plan.nic() == null ? Optional.empty() : plan.network().switches();
    }

    /**
     * What is left of each link that suffers when a switch fails, by number; NICs with no other switch have nothing left. Throws unless there is such a switch.
     */
    public Map<Integer, Double> without(int index) {
        Switches all = switches().orElseThrow();
        Map<Integer, Double> left = new TreeMap<>();
        all.without(index, (link, share) -> left.put(networkStart() + link, share));
        for (int nic = 0; nic < nicCount; nic++) {
            int[] plugs = new int[2];
            all.plugged(nic, own -> plugs[own == index ? 0 : 1]++);
            if (plugs[0] > 0 && plugs[1] == 0) {
                left.put(link(Part.NIC_OUT, nic), 0.0);
                left.put(link(Part.NIC_IN, nic), 0.0);
            }
        }
        return left;
    }

    /** How flows that meet on a link share it. */
    public Sharing sharing() {
        return plan.sharing();
    }

    /** Grows with every change of health; what was computed under an older version is out of date. */
    public long version() {
        return degraded.version();
    }

    /**
     * Takes the links of {@code name} down to {@code factor} times what they carry now, so that several faults of one link
     * multiply; an unknown name throws.
     */
    public void degrade(String name, double factor) {
        impair(find(name), factor);
    }

    /** Takes links down to {@code factor} times what they carry now, until {@link #repair} with the same factor. */
    public void impair(List<Integer> links, double factor) {
        links.forEach(link -> degraded.impair(link, factor));
    }

    /** Ends one {@link #impair} of links with that factor; other faults of them stay. */
    public void repair(List<Integer> links, double factor) {
        links.forEach(link -> degraded.repair(link, factor));
    }

    /** Gives the links of {@code name} their full rate again; an unknown name throws. */
    public void heal(String name) {
        for (int link : find(name)) {
            degraded.heal(link);
        }
    }

    /** Factor of a link's nominal capacity. */
    public double health(int link) {
        return degraded.of(link);
    }

    /** Links that have not all of their rate, by number, with their factor; a copy. */
    public Map<Integer, Double> faults() {
        return degraded.all();
    }

    /**
     * The directed links that a user's name stands for: {@code node-3/nic-0}, {@code node-3/gpu-2}, {@code leaf-1}, or one direction with
     * {@code /out}.
     */
    public List<Integer> find(String name) {
        return names().find(name);
    }

    /** Name of a directed link: {@code node-3/nic-0/out}. */
    public String name(int link) {
        return names().name(link);
    }

    private ClusterNames names() {
        return new ClusterNames(this, plan);
    }
}
