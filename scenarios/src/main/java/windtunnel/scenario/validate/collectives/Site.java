package windtunnel.scenario.validate.collectives;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import windtunnel.model.collective.nccl.Generation;
import windtunnel.model.collective.nccl.NcclModel;
import windtunnel.model.collective.nccl.Platform;
import windtunnel.model.collective.nccl.Protocol;
import windtunnel.model.collective.nccl.Shape;
import windtunnel.model.hardware.LinkSku;
import windtunnel.model.hardware.NodeSku;
import windtunnel.scenario.nccl.Hardware;
import windtunnel.scenario.validate.CaseRow;

/** Reads the hardware of a case out of its columns and its free text. */
final class Site {
    private static final Pattern NO_PEER_ACCESS =
            Pattern.compile("(p2p|peer access)[^.;]*(disabled|off)", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNALIGNED =
            Pattern.compile("un-?aligned|mis-?aligned|not aligned|cross-socket nic", Pattern.CASE_INSENSITIVE);
    private static final Pattern BRIDGED =
            Pattern.compile("bridge|NV12|NVLink\\d? between pairs|pairwise NVLink", Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_BRIDGE = Pattern.compile(
            "(no|without)( its| NVLink| the)? bridge|bridge[^.;]*(disabled|off)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ONE_PROCESS =
            Pattern.compile("Azure/AI-benchmarking-guide|\\b(one|single)[ -]process\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNNAMED = Pattern.compile("not named|unnamed|unknown", Pattern.CASE_INSENSITIVE);
    private static final Pattern LANES = Pattern.compile("\\bNV(\\d{1,2})\\b");
    private static final Pattern SHARP = Pattern.compile("(?<!NVLink )SHARP", Pattern.CASE_INSENSITIVE);
    private static final Pattern RATE = Pattern.compile("(\\d+) ?(x|\\*) ?(\\d+) ?(G|Gbps|Gb/s|GbE)\\b");
    /** GPUs of the largest NVLink domain, NVL72. */
    private static final int RACK = 72;
    /** Kernel TCP's share of the line rate: 10 of 12.5 GB/s on 100 GbE (NVIDIA's GTC24 slide). */
    private static final double TCP_SHARE = 0.8;
    /** NCCL's share of a line rate that the library has no link for: 12 of 12.5, 48 of 50 GB/s (NCCL's steps). */
    private static final double OTHER_SHARE = 0.96;

    private final Hardware hardware;
    private final CaseRow row;
    private final String text;
    private final Optional<NodeSku> node;

    Site(Hardware hardware, CaseRow row) {
        this.hardware = hardware;
        this.row = row;
        text = String.join(
                "; ",
                row.text("system"),
                row.text("intra_link"),
                row.text("inter_link"),
                row.text("algo_lib"),
                row.text("transport"));
        node = hardware.node(row.text("system"));
    }

    /** A case whose hardware cannot be understood; the message is the reason. */
    static final class Unclear extends Exception {
        private static final long serialVersionUID = 1L;

        Unclear(String reason) {
            super(reason);
        }
    }

    /** The communicator of the case. */
    NcclModel model() throws Unclear {
        Generation generation = generation();
        OptionalInt ranks = row.count("ranks").isPresent() ? row.count("ranks") : row.count("accelerators");
        if (ranks.isEmpty()) {
            throw new Unclear("number of ranks not given");
        }
        int nodes = domains(ranks.getAsInt());
        if (ranks.getAsInt() % nodes != 0) {
            throw new Unclear("ranks do not fill the nodes equally");
        }
        Shape shape = new Shape(ranks.getAsInt(), nodes);
        return new NcclModel(platform(generation, shape), shape);
    }

    /** Scale-up domains that the ranks lie in: servers, or racks where NVLink joins servers. */
    private int domains(int ranks) {
        boolean rack = text.contains("NVL72")
                || node.isPresent() && node.get().scaleUpDomain().value().value() == RACK
                || row.text("accelerator").matches("GB[23]00.*")
                        && row.text("inter_link").isEmpty();
        return rack ? (ranks + RACK - 1) / RACK : servers();
    }

    private int servers() {
        return row.count("nodes").orElse(1);
    }

    private Generation generation() throws Unclear {
        Optional<Generation> named = hardware.generation(row.text("accelerator"));
        if (named.isEmpty() && node.isPresent()) {
            named = Generation.of(node.get().gpu().architecture());
        }
        return named.orElseThrow(() -> new Unclear("accelerator not understood"));
    }

    private Platform platform(Generation generation, Shape shape) throws Unclear {
        boolean peers = shape.nodes() == 1 || !NO_PEER_ACCESS.matcher(text).find();
        LinkSku link = scaleUp(generation);
        Platform.Wiring wiring = wiring(link, shape.perNode());
        double rate = wiring == Platform.Wiring.BRIDGED_PAIRS
                ? hardware.acrossPairs(generation)
                : bytesPerSec(link) * lanes(generation);
        Network network = shape.nodes() > 1
                ? network(generation, shape)
                : new Network(Double.POSITIVE_INFINITY, Platform.ALL_PROTOCOLS);
        return new Platform(
                generation,
                wiring,
                rate,
                network.bytesPerSec(),
                network.protocols(),
                SHARP.matcher(text).find(),
                peers);
    }

    /**
     * Share of a generation's NVLink lanes that are there: {@code NV4} is a bridge of four; bridges of H100 cards have 12 of 18, the
     * export version A800 has 8 of 12.
     */
    private double lanes(Generation generation) {
        Matcher said = LANES.matcher(row.text("intra_link"));
        int all = nvlinkLanes(generation);
        if (bridged() && said.find()) {
            return Math.min(1, Integer.parseInt(said.group(1)) / (double) all);
        }
        if (bridged() && generation == Generation.HOPPER) {
            return 12.0 / all;
        }
        return row.text("accelerator").contains("A800") ? 8.0 / all : 1;
    }

    private static int nvlinkLanes(Generation generation) {
        return switch (generation) {
            case VOLTA -> 6;
            case AMPERE -> 12;
            default -> 18;
        };
    }

    private static double bytesPerSec(LinkSku link) {
        return link.usable().value().bytesPerSec();
    }

    private boolean bridged() {
        boolean said = BRIDGED.matcher(text).find() && !NO_BRIDGE.matcher(text).find();
        boolean pairs = node.isPresent()
                && node.get().scaleUpDomain().value().value() == 2
                && !NO_BRIDGE.matcher(text).find();
        return said || pairs && !row.text("intra_link").matches("PCIe ?\\d.*");
    }

    private Platform.Wiring wiring(LinkSku link, int perNode) {
        if (bridged()) {
            return perNode > 2 ? Platform.Wiring.BRIDGED_PAIRS : Platform.Wiring.SWITCH;
        }
        return Platform.Wiring.of(link);
    }

    /** The link between GPUs of a node: what the case says, else what the node has, else what the generation has. */
    private LinkSku scaleUp(Generation generation) throws Unclear {
        String said = row.text("intra_link").replaceAll("PCIe ?Gen ?(?=\\d)", "PCIe");
        if (bridged()) {
            return library(nvlink(generation));
        }
        if (NO_BRIDGE.matcher(text).find()) {
            return host(generation);
        }
        if (row.text("accelerator").contains("H800")) {
            return library("nvlink4-h800");
        }
        Optional<LinkSku> named = hardware.link(said);
        if (named.isPresent()) {
            return named.get();
        }
        if (node.isPresent()) {
            return node.get().scaleUp();
        }
        String pci = said + " " + row.text("transport") + " " + row.text("accelerator");
        return pci.contains("PCIe") || pci.contains("L40") ? host(generation) : library(nvlink(generation));
    }

    private static String nvlink(Generation generation) {
        return switch (generation) {
            case VOLTA -> "nvlink2";
            case AMPERE -> "nvlink3";
            case HOPPER -> "nvlink4";
            case BLACKWELL -> "nvlink5";
            case CDNA -> "infinity-fabric-mi300x";
        };
    }

    private LinkSku host(Generation generation) {
        return hardware.host(generation);
    }

    private LinkSku library(String name) throws Unclear {
        return hardware.link(name).orElseThrow(() -> new Unclear("link not in the library"));
    }

    private record Network(double bytesPerSec, Set<Protocol> protocols) {}

    private Network network(Generation generation, Shape shape) throws Unclear {
        if (UNNAMED.matcher(row.text("inter_link") + "; " + row.text("transport"))
                .find()) {
            throw new Unclear("network between the nodes not named");
        }
        double count = row.number("nics_per_node").orElse(0);
        double gbps = row.number("nic_gbps").orElse(0);
        Matcher rate = RATE.matcher(row.text("inter_link"));
        if ((count == 0 || gbps == 0) && rate.find()) {
            count = Double.parseDouble(rate.group(1));
            gbps = Double.parseDouble(rate.group(3));
        }
        Optional<LinkSku> known = node.flatMap(NodeSku::nic);
        if (count == 0 && known.isPresent()) {
            count = node.orElseThrow().nics().value().value();
        }
        if (count <= 0 || gbps < 0 || gbps == 0 && known.isEmpty()) {
            throw new Unclear("network between the nodes not named");
        }
        boolean same = known.isPresent() && (gbps == 0 || Math.abs(gbits(known.get()) - gbps) < 0.05 * gbps);
        Network one = same ? of(known.get()) : ofText(gbps);
        double each = UNALIGNED.matcher(text).find()
                ? Math.min(one.bytesPerSec(), hardware.betweenSockets(generation))
                : one.bytesPerSec();
        return new Network(share(shape, count) * each, one.protocols());
    }

    /** NICs that the ranks of a domain can use: all of a server if its GPUs all take part, else as many as ranks at most. */
    private double share(Shape shape, double count) {
        double servers = Math.max(1, servers() / (double) shape.nodes());
        double ranks = shape.perNode() / servers;
        double gpus = node.map(sku -> (double) sku.gpus().value().value()).orElse(Math.max(8, ranks));
        return servers * Math.min(count, ranks * Math.max(1, count / gpus));
    }

    private static double gbits(LinkSku link) {
        return link.raw().value().bytesPerSec() * 8e-9;
    }

    private static Network of(LinkSku link) {
        return new Network(bytesPerSec(link), Protocol.carriedBy(link));
    }

    private Network ofText(double gbps) {
        String said = row.text("inter_link") + " " + row.text("transport");
        if (hardware.tcp(said)) {
            return new Network(gbps / 8 * 1e9 * TCP_SHARE, Platform.ALL_PROTOCOLS);
        }
        return hardware.network(said, gbps)
                .map(Site::of)
                .orElse(new Network(gbps / 8 * 1e9 * OTHER_SHARE, Platform.ALL_PROTOCOLS));
    }

    /** Whether the case was timed through a training framework's calls rather than nccl-tests. */
    boolean throughFramework() {
        String library = row.text("algo_lib").toLowerCase(Locale.ROOT);
        return library.contains("torch") && !library.contains("graph");
    }

    /**
     * Whether one process drives all GPUs of the node: where the case says so, and in Azure's guide, which runs nccl-tests with {@code -g} and
     * the number of GPUs (AI-benchmarking-guide at 545c5c6a, NCCLBandwidth.py).
     */
    boolean oneProcess() {
        String said = text + "; " + row.text("source") + "; " + row.text("source_ref");
        return servers() == 1 && ONE_PROCESS.matcher(said).find();
    }

    /** The size in bytes; published peaks without a size count as large messages. */
    double bytes() {
        OptionalDouble size = row.number("size_bytes");
        return size.isPresent() ? size.getAsDouble() : LARGE;
    }

    private static final double LARGE = 8L << 30;
}
