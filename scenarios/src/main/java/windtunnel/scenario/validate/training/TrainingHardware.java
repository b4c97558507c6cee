package windtunnel.scenario.validate.training;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.Fidelity;
import windtunnel.model.collective.Nccl;
import windtunnel.model.collective.nccl.Generation;
import windtunnel.model.compute.CommCosts;
import windtunnel.model.compute.Device;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.ModelPreset;
import windtunnel.model.compute.Precision;
import windtunnel.model.hardware.NodeSku;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.hardware.Tag;
import windtunnel.model.kinds.Kinds;
import windtunnel.model.training.Devices;
import windtunnel.model.training.FabricCosts;
import windtunnel.model.training.Training;
import windtunnel.scenario.ScenarioSpec;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;

/** Models, devices and fabrics of the library by the names that cases use; asked once each. */
final class TrainingHardware {
    private static final String ANY_MODEL = "llama3-8b";
    private static final String ANY_NODE = "dgx-h100";
    /** Samples per node: a multiple of the GPUs of every node of the library. */
    private static final int ANY_BATCH = 144;

    private final Catalog catalog = Catalog.builtIn();
    private final ScenarioReader reader = new ScenarioReader(Kinds.all(), catalog, false);
    private final Map<String, Optional<String>> nodes = new LinkedHashMap<>();
    private final Map<String, ScenarioSpec> specs = new LinkedHashMap<>();
    private final Map<String, CollectiveCosts> fabrics = new LinkedHashMap<>();

    /** The preset that {@code name} stands for, if the library has it. */
    Optional<ModelPreset> model(String name) {
        return catalog.find("model", name)
                .flatMap(entry ->
                        ((Training) spec(ANY_NODE, 1, entry.name()).workloads().get(0)).model());
    }

    /** The model that a name was probably meant for. */
    Optional<String> nearestModel(String name) {
        return catalog.nearest("model", name);
    }

    /**
     * The node of a case: the one that is called as its system, else the vendor's own with that accelerator, else the one of the
     * library with the fastest network.
     */
    Optional<String> node(String system, String accelerator) {
        return nodes.computeIfAbsent(system + "|" + accelerator, key -> choose(system, accelerator));
    }

    private Optional<String> choose(String system, String accelerator) {
        Optional<Catalog.Entry> gpu = catalog.find("gpu", accelerator);
        if (gpu.isEmpty()) {
            return Optional.empty();
        }
        String wanted = gpu.get().name();
        Optional<String> own = catalog.find("node", system)
                .map(Catalog.Entry::name)
                .filter(name -> nodes(name, 1).sku().gpu().name().equals(wanted));
        if (own.isPresent()) {
            return own;
        }
        List<String> fitting = catalog.list("node").stream()
                .map(Catalog.Entry::name)
                .filter(name -> nodes(name, 1).sku().gpu().name().equals(wanted))
                .toList();
        return fitting.stream()
                .filter(name -> nodes(name, 1).sku().cloud().equals("nvidia"))
                .findFirst()
                .or(() -> fitting.stream().max(Comparator.comparingDouble(name -> network(name))));
    }

    private double network(String node) {
        NodeSku sku = nodes(node, 1).sku();
        return sku.nic().isEmpty()
                ? 0
                : sku.nics().value().value() * sku.nic().get().raw().value().bytesPerSec();
    }

    /** GPUs of a node. */
    int gpusPerNode(String node) {
        return Math.toIntExact(nodes(node, 1).sku().gpus().value().value());
    }

    /** The GPU of a node, with the peaks of all precisions that the library knows. */
    Device device(String node) {
        return Devices.of(nodes(node, 1).sku().gpu(), Precision.BF16, new Assumptions());
    }

    private ClusterSpec.Nodes nodes(String node, int count) {
        return spec(node, count, ANY_MODEL).cluster().nodes();
    }

    private ScenarioSpec spec(String node, int count, String model) {
        return specs.computeIfAbsent(node + "|" + count + "|" + model, key -> read(node, count, model));
    }

    private ScenarioSpec read(String node, int count, String model) {
        String text = "cluster: { nodes: { count: " + count + ", sku: " + node + " },"
                + " fabric: { kind: rail-optimised, host: pcie4-x16 } }\n"
                + "workloads: { kind: training, model: " + model
                + ", steps: 1, step: { measured: 1 s }, batch: { global: " + (long) ANY_BATCH * count
                + ", sequence: 2048 } }\n";
        ReadResult result = reader.readText(text, "case", List.of());
        return result.experiment()
                .orElseThrow(() -> new TrainingCase.Unmodelled("the library cannot build the cluster: "
                        + result.errors().get(0).message().replaceAll("[0-9]+", "N")))
                .scenario()
                .spec();
    }

    /** What transfers of the case cost; ranks are numbered as in a scenario. */
    CommCosts costs(TrainingCase asked) {
        Layout layout = asked.layout();
        int gpus = Math.toIntExact(layout.gpus());
        int perNode = gpusPerNode(asked.node());
        int count = (gpus + perNode - 1) / perNode;
        CollectiveCosts collectives = fabrics.computeIfAbsent(asked.node() + "|" + count, key -> {
            ClusterSpec spec = spec(asked.node(), count, ANY_MODEL).cluster();
            Cluster cluster = spec.fabric().build(inBlocks(spec.nodes()), new Assumptions());
            return collective(spec).on(cluster, Fidelity.ANALYTIC);
        });
        return FabricCosts.of(collectives, layout);
    }

    /** NCCL's collectives where there are constants of it, else rings. */
    private static Collective collective(ClusterSpec spec) {
        String architecture = spec.nodes().sku().gpu().architecture();
        return Generation.of(architecture).isPresent() ? Nccl.modelled() : spec.collective();
    }

    /**
     * Racks as schedulers fill them: blocks of a power of two, 64 of the 72 GPUs of an NVL72, so that no group of a layout straddles racks
     * for want of a few GPUs. A job that fits in one rack takes what it needs.
     */
    private static ClusterSpec.Nodes inBlocks(ClusterSpec.Nodes nodes) {
        NodeSku sku = nodes.sku();
        long domain = sku.scaleUpDomain().value().value();
        long block = Long.highestOneBit(domain);
        if (nodes.gpus() <= domain || block == domain) {
            return nodes;
        }
        Sourced<Count> part = new Sourced<>(
                new Count(block),
                sku.scaleUpDomain().source(),
                sku.scaleUpDomain().asOf(),
                Tag.ASSUMED);
        NodeSku blocks = new NodeSku(
                sku.name(),
                sku.aliases(),
                sku.cloud(),
                sku.gpu(),
                sku.gpus(),
                part,
                sku.scaleUp(),
                sku.nics(),
                sku.nic(),
                sku.frontEnd(),
                sku.cores(),
                sku.hostMemory());
        return new ClusterSpec.Nodes(nodes.count(), blocks, nodes.market(), nodes.spares());
    }
}
