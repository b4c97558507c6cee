package windtunnel.scenario.nccl;

import java.util.Optional;
import java.util.Set;
import windtunnel.model.Assumptions;
import windtunnel.model.Binding;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Fidelity;
import windtunnel.model.GroupFamily;
import windtunnel.model.InfeasibleException;
import windtunnel.model.collective.NcclCosts;
import windtunnel.model.collective.nccl.Bound;
import windtunnel.model.collective.nccl.Generation;
import windtunnel.model.collective.nccl.NcclModel;
import windtunnel.model.collective.nccl.NcclOp;
import windtunnel.model.collective.nccl.Platform;
import windtunnel.model.collective.nccl.Protocol;
import windtunnel.model.collective.nccl.Shape;
import windtunnel.model.hardware.LinkSku;
import windtunnel.model.hardware.NodeSku;

/**
 * One communicator on hardware of the library or of a scenario.
 *
 * @param model what its collectives cost
 * @param gpu name of its GPUs
 * @param nodes servers that it lies on
 * @param bindings which link holds an operation back
 */
public record Communicator(NcclModel model, String gpu, int nodes, Bindings bindings) {
    /** Names the link that holds an operation back. */
    @FunctionalInterface
    public interface Bindings {
        /** The link, for {@code bytes} sent as {@code choice} says; nothing if there is none. */
        Optional<Binding> of(NcclOp op, NcclModel.Choice choice, double bytes);
    }

    /**
     * All of {@code perNode} GPUs of {@code nodes} servers, joined by a network that never holds back a NIC.
     *
     * @throws InfeasibleException if such a communicator cannot be
     */
    public static Communicator of(NodeSku sku, int nodes, int perNode, Hardware hardware) {
        int gpus = Math.toIntExact(sku.gpus().value().value());
        int domain = Math.toIntExact(sku.scaleUpDomain().value().value());
        if (perNode > gpus) {
            throw new InfeasibleException("a " + sku.name() + " has " + gpus + " GPUs, not " + perNode);
        }
        int ranks = Math.multiplyExact(nodes, perNode);
        int perDomain = domain >= gpus ? Math.max(1, domain / gpus) * perNode : perNode;
        int domains = (ranks + perDomain - 1) / perDomain;
        if (nodes % domains != 0) {
            throw new InfeasibleException(nodes + " servers do not fill " + domains + " domains of " + perDomain
                    + " GPUs" + " equally; take another number of nodes");
        }
        Generation generation = generation(sku);
        boolean pairs = domain < gpus && perNode > domain;
        Platform.Wiring wiring = pairs ? Platform.Wiring.BRIDGED_PAIRS : Platform.Wiring.of(sku.scaleUp());
        double scaleUp = pairs ? hardware.acrossPairs(generation) : rate(sku.scaleUp());
        double network = domains == 1 ? Double.POSITIVE_INFINITY : network(sku, perNode) * (nodes / (double) domains);
        Set<Protocol> protocols = sku.nic().map(Protocol::carriedBy).orElse(Platform.ALL_PROTOCOLS);
        Platform platform = new Platform(generation, wiring, scaleUp, network, protocols, false, true);
        NcclModel model = new NcclModel(platform, new Shape(ranks, domains));
        return new Communicator(
                model,
                sku.gpu().name(),
                nodes,
                (op, choice, bytes) -> Optional.of(binding(model.bound(op, choice, bytes), sku, scaleUp)));
    }

    /** The first of the links of a kind, since all are alike: a GPU's into its domain, over PCIe to its host, or a NIC. */
    private static Binding binding(Bound bound, NodeSku sku, double scaleUp) {
        if (bound.network()) {
            double nic = sku.nic().map(Communicator::rate).orElseThrow();
            String name = sku.nic().orElseThrow().name();
            return new Binding("node-0/nic-0/out, " + name, Cluster.Part.NIC_OUT, nic, bound.busySeconds(), "");
        }
        boolean host = sku.scaleUp().wiring().equals("host") || scaleUp != rate(sku.scaleUp());
        String name =
                host && scaleUp != rate(sku.scaleUp()) ? "host" : sku.scaleUp().name();
        Cluster.Part part = host ? Cluster.Part.HOST_UP : Cluster.Part.GPU_UP;
        String link = (host ? "node-0/host-0/up, " : "node-0/gpu-0/up, ") + name;
        return new Binding(link, part, scaleUp, bound.busySeconds(), "");
    }

    /** All GPUs of a scenario's cluster, over its fabric. */
    public static Communicator of(ClusterSpec spec, Fidelity fidelity) {
        Cluster cluster = spec.fabric().build(spec.nodes(), new Assumptions());
        NcclCosts costs = new NcclCosts(cluster, fidelity);
        GroupFamily all = new GroupFamily(1, cluster.gpus(), cluster.gpus());
        return new Communicator(
                costs.model(all),
                spec.nodes().sku().gpu().name(),
                cluster.nodes(),
                (op, choice, bytes) -> costs.binding(op, all, choice, bytes));
    }

    private static Generation generation(NodeSku sku) {
        String architecture = sku.gpu().architecture();
        return Generation.of(architecture)
                .orElseThrow(() -> new InfeasibleException(
                        "there are no constants of NCCL for GPUs of architecture '" + architecture + "'"));
    }

    private static double rate(LinkSku link) {
        return link.usable().value().bytesPerSec();
    }

    /** What the NICs of a server carry that {@code perNode} of its GPUs use: all of them, or one a GPU if there are fewer GPUs. */
    private static double network(NodeSku sku, int perNode) {
        double nics = sku.nics().value().value();
        double used =
                Math.min(nics, perNode * Math.max(1, nics / sku.gpus().value().value()));
        return sku.nic()
                .map(nic -> rate(nic) * used)
                .filter(total -> total > 0)
                .orElseThrow(() -> new InfeasibleException(
                        sku.name() + " has no back-end NICs; give --scenario with a fabric that names their link"));
    }
}
