package windtunnel.scenario.nccl;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import windtunnel.model.collective.nccl.Generation;
import windtunnel.model.hardware.GpuSku;
import windtunnel.model.hardware.LinkSku;
import windtunnel.model.hardware.NodeSku;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ScenarioLanguage;

/** Finds what free text names in the library: the entry with the longest name or alias that stands in it as a whole. */
public final class Hardware {
    /** Accelerators by name, for those that the library has no entry of; first match. */
    private static final List<Map.Entry<Pattern, Generation>> BY_NAME = List.of(
            named("V100|volta", Generation.VOLTA),
            named("MI ?[23]\\d\\d", Generation.CDNA),
            named("G?B[23]00|GB10|blackwell|RTX (PRO )?6000D?\\b(?! ada)", Generation.BLACKWELL),
            named("GH200|H[128]00|H20\\b|hopper", Generation.HOPPER),
            named("A[18]00|A10G?\\b|A40|L40S?|L4\\b|ampere|RTX ?A?[3456]\\d\\d\\d", Generation.AMPERE));

    private final ScenarioLanguage language = ScenarioLanguage.builtIn();
    private final Catalog catalog = Catalog.builtIn();
    private final Map<String, Optional<Record>> found = new LinkedHashMap<>();

    private static Map.Entry<Pattern, Generation> named(String pattern, Generation generation) {
        return Map.entry(Pattern.compile("(?<![A-Za-z0-9])(" + pattern + ")", Pattern.CASE_INSENSITIVE), generation);
    }

    /** The node that {@code text} names. */
    public Optional<NodeSku> node(String text) {
        return in("node", text).map(NodeSku.class::cast);
    }

    /** The link that {@code text} names. */
    public Optional<LinkSku> link(String text) {
        return in("link", text).map(LinkSku.class::cast);
    }

    /** The generation of the accelerator that {@code text} names. */
    public Optional<Generation> generation(String text) {
        Optional<Generation> known =
                in("gpu", text).map(GpuSku.class::cast).flatMap(gpu -> Generation.of(gpu.architecture()));
        return known.isPresent()
                ? known
                : BY_NAME.stream()
                        .filter(entry -> entry.getKey().matcher(text).find())
                        .map(Map.Entry::getValue)
                        .findFirst();
    }

    private Optional<Record> in(String kind, String text) {
        return found.computeIfAbsent(kind + ":" + text, key -> find(kind, text));
    }

    private Optional<Record> find(String kind, String text) {
        String folded = text.toLowerCase(Locale.ROOT);
        return catalog.list(kind).stream()
                .flatMap(entry -> Stream.concat(Stream.of(entry.name()), entry.aliases().stream())
                        .filter(name -> stands(name.toLowerCase(Locale.ROOT), folded))
                        .map(name -> Map.entry(name.length(), entry.name())))
                .max(Comparator.comparingInt(Map.Entry::getKey))
                .flatMap(best -> language.entry(kind, best.getValue()).value());
    }

    private static boolean stands(String name, String text) {
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
            int end = at + name.length();
            boolean starts = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
            boolean ends = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
            if (starts && ends) {
                return true;
            }
        }
        return false;
    }

    /** The link between nodes of {@code gbps} Gb/s whose family {@code text} names, InfiniBand if it names none. */
    public Optional<LinkSku> network(String text, double gbps) {
        return Optional.ofNullable(NETWORKS.get(family(text) + " " + Math.round(gbps)))
                .flatMap(name -> language.entry("link", name).value())
                .map(LinkSku.class::cast);
    }

    /** Whether {@code text} names kernel TCP. */
    public boolean tcp(String text) {
        return family(text).equals("tcp");
    }

    private static String family(String text) {
        return FAMILIES.stream()
                .filter(entry -> entry.getValue().matcher(text).find())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("ib");
    }

    /** The PCIe link of hosts of that generation. */
    public LinkSku host(Generation generation) {
        boolean older = generation == Generation.VOLTA || generation == Generation.AMPERE;
        return link(older ? "pcie4-x16" : "pcie5-x16").orElseThrow();
    }

    /**
     * Rate of rings over pairs of bridged GPUs, bytes per second: two rings in opposite directions, each of which crosses from one pair's
     * processor to the other's.
     */
    public double acrossPairs(Generation generation) {
        return 2 * Math.min(host(generation).usable().value().bytesPerSec(), betweenSockets(generation));
    }

    /**
     * What passes between the processors of a host, bytes per second and flow: NCCL's rates for AMD (16 GB/s, hosts of A100 and V100)
     * and for Sapphire Rapids (22 GB/s), src/graph/topo.h at 5067397c.
     */
    public double betweenSockets(Generation generation) {
        boolean older = generation == Generation.VOLTA || generation == Generation.AMPERE;
        return older ? 16e9 : 22e9;
    }

    /** Families of networks, first match. */
    private static final List<Map.Entry<String, Pattern>> FAMILIES = List.of(
            family("efa", "EFA"),
            family("tcpx", "TCPX"),
            family("tcp", "TCP|sockets?"),
            family("roce", "RoCE|GbE|Ethernet"),
            family("ib", "InfiniBand|\\bIB\\b|HDR|NDR|XDR|EDR|RDMA|Omni-?Path"));

    private static final Map<String, String> NETWORKS = Map.ofEntries(
            Map.entry("efa 100", "efa100"),
            Map.entry("efa 200", "efa200"),
            Map.entry("efa 400", "efa400"),
            Map.entry("tcpx 200", "tcpxo200"),
            Map.entry("roce 100", "eth100"),
            Map.entry("roce 200", "eth200"),
            Map.entry("roce 400", "eth400"),
            Map.entry("ib 100", "edr100"),
            Map.entry("ib 200", "hdr200"),
            Map.entry("ib 400", "ndr400"),
            Map.entry("ib 800", "xdr800"));

    private static Map.Entry<String, Pattern> family(String name, String pattern) {
        return Map.entry(name, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
    }
}
