package windtunnel.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import windtunnel.core.unit.Nearest;
import windtunnel.model.Fidelity;
import windtunnel.model.collective.nccl.Algorithm;
import windtunnel.model.collective.nccl.NcclOp;
import windtunnel.model.collective.nccl.Protocol;
import windtunnel.model.hardware.NodeSku;
import windtunnel.report.text.NcclTable;
import windtunnel.scenario.Experiment;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.nccl.Communicator;
import windtunnel.scenario.nccl.Hardware;
import windtunnel.scenario.read.ScenarioLanguage;

/** Prints what nccl-tests would print. */
@Command(
        name = "nccl",
        mixinStandardHelpOptions = true,
        description = "Print the table of nccl-tests for a cluster, from the collective model.",
        footer = {"", "Example: windtunnel nccl all_reduce -b 1M -e 8G --cluster dgx-h100 --nodes 4 --explain"})
final class NcclCommand implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([KMGT]?)B?", Pattern.CASE_INSENSITIVE);
    private static final long MOST_RANKS = 100_000;
    private static final int MOST_ROWS = 10_000;

    @ParentCommand
    private Windtunnel root;

    @Parameters(
            paramLabel = "OP",
            description = "all_reduce, all_gather, reduce_scatter, alltoall, sendrecv or broadcast.")
    private String operation;

    @Option(names = "-b", paramLabel = "SIZE", description = "Smallest size; K, M, G are binary.", defaultValue = "8")
    private String from;

    @Option(names = "-e", paramLabel = "SIZE", description = "Largest size.", defaultValue = "16G")
    private String to;

    @Option(names = "-f", paramLabel = "FACTOR", description = "Factor between sizes.", defaultValue = "2")
    private double factor;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "Node of the library; dgx-h100 if nothing is given.")
    private String cluster;

    @Option(names = "--scenario", paramLabel = "FILE", description = "Cluster and fabric of this scenario.")
    private Path scenario;

    @Option(names = "--nodes", paramLabel = "N", description = "Servers; 1 by default.")
    private Integer nodes;

    @Option(names = "--gpus-per-node", paramLabel = "G", description = "GPUs used of each server; all by default.")
    private Integer perNode;

    @Option(
            names = "--algorithm",
            paramLabel = "A",
            description = "Force Ring, Tree, CollNetDirect, CollNetChain, NVLS, NVLSTree or PAT, as NCCL_ALGO does.")
    private String algorithm;

    @Option(names = "--protocol", paramLabel = "P", description = "Force LL, LL128 or Simple, as NCCL_PROTO does.")
    private String protocol;

    @Option(
            names = "--fidelity",
            paramLabel = "F",
            description = "analytic, fluid or steps: how the loads of a scenario's links are worked out.",
            defaultValue = "analytic")
    private String fidelity;

    @Option(names = "--explain", description = "Say for each size what NCCL would choose and which link binds.")
    private boolean explain;

    @Override
    public Integer call() {
        NcclOp op = NcclOp.of(operation).orElseThrow(() -> unknown("operation", operation, NcclOp.names()));
        Set<Algorithm> allowed = algorithm == null
                ? EnumSet.allOf(Algorithm.class)
                : EnumSet.of(
                        Algorithm.of(algorithm).orElseThrow(() -> unknown("algorithm", algorithm, Algorithm.names())));
        Set<Protocol> protocols = protocol == null
                ? EnumSet.allOf(Protocol.class)
                : EnumSet.of(Protocol.of(protocol).orElseThrow(() -> unknown("protocol", protocol, Protocol.names())));
        List<Long> sizes = sizes();
        Optional<Communicator> communicator = communicator();
        if (communicator.isEmpty()) {
            return Exit.INPUT;
        }
        if (communicator.get().model().shape().ranks() < 2) {
            throw new InputException("one rank communicates with nobody; give --nodes or --gpus-per-node");
        }
        if (communicator
                .get()
                .model()
                .choose(op, sizes.get(0), allowed, protocols)
                .isEmpty()) {
            throw new InputException(forced() + " for " + op.text() + " on this hardware");
        }
        root.console()
                .out()
                .print(new NcclTable(op, communicator.get(), allowed, protocols).render(sizes, factor, explain));
        root.console().out().flush();
        return Exit.OK;
    }

    private String forced() {
        String both = (algorithm == null ? "" : algorithm) + (protocol == null ? "" : " " + protocol);
        return (algorithm == null ? "--protocol" : "--algorithm") + ": NCCL has no " + both.strip();
    }

    private static InputException unknown(String what, String name, List<String> known) {
        String near = Nearest.of(name, known);
        return new InputException(
                "there is no " + what + " '" + name + "'" + (near == null ? "." : "; did you mean '" + near + "'?")
                        + " Known are " + String.join(", ", known) + ".");
    }

    private List<Long> sizes() {
        long first = bytes("-b", from);
        long last = bytes("-e", to);
        if (first < 1 || last < first) {
            throw new InputException("-b must be at least 1 and -e no less than -b");
        }
        if (!(factor > 1)) {
            throw new InputException("-f must be more than 1");
        }
        if (Math.log(last / (double) first) / Math.log(factor) > MOST_ROWS) {
            throw new InputException("-f: that gives more than " + MOST_ROWS + " sizes");
        }
        return NcclTable.sizes(first, last, factor);
    }

    private static long bytes(String option, String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new InputException(option + ": '" + text + "' is no size; write 8, 64K, 1M or 16G (binary)");
        }
        int power = matcher.group(2).isEmpty()
                ? 0
                : "KMGT".indexOf(Character.toUpperCase(matcher.group(2).charAt(0))) + 1;
        double size = Double.parseDouble(matcher.group(1)) * Math.pow(1024, power);
        if (size > Math.pow(2, 50)) {
            throw new InputException(option + ": '" + text + "' is more than 1024T");
        }
        return (long) size;
    }

    private Optional<Communicator> communicator() {
        if (scenario != null && cluster != null) {
            throw new InputException("give --cluster or --scenario, not both");
        }
        if (scenario != null && (nodes != null || perNode != null)) {
            throw new InputException("--nodes and --gpus-per-node go with --cluster; a scenario says them itself");
        }
        Fidelity level = Arrays.stream(Fidelity.values())
                .filter(each -> each.name().equalsIgnoreCase(fidelity))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "fidelity",
                        fidelity,
                        Arrays.stream(Fidelity.values())
                                .map(f -> f.name().toLowerCase(Locale.ROOT))
                                .toList()));
        if (scenario != null) {
            return Reading.read(scenario, List.of(), root.console())
                    .map(Experiment::scenario)
                    .map(read -> Communicator.of(read.cluster(), level));
        }
        int servers = nodes == null ? 1 : nodes;
        if (servers < 1 || perNode != null && perNode < 1) {
            throw new InputException("--nodes and --gpus-per-node must be at least 1");
        }
        NodeSku sku = sku(cluster == null ? "dgx-h100" : cluster);
        int gpus = perNode == null ? Math.toIntExact(sku.gpus().value().value()) : perNode;
        if ((long) servers * gpus > MOST_RANKS) {
            throw new InputException("--nodes: more than " + MOST_RANKS + " ranks");
        }
        return Optional.of(Communicator.of(sku, servers, gpus, new Hardware()));
    }

    private static NodeSku sku(String name) {
        return ScenarioLanguage.builtIn()
                .entry("node", name)
                .value()
                .map(NodeSku.class::cast)
                .orElseThrow(() -> new InputException("--cluster: the library has no node '" + name + "'"
                        + Catalog.builtIn()
                                .nearest("node", name)
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse("")));
    }
}
