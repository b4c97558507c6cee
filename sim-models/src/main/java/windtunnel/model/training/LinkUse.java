package windtunnel.model.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import windtunnel.core.measure.Metric;
import windtunnel.core.measure.Recorder;
import windtunnel.core.unit.Numbers;
import windtunnel.model.Anatomy;
import windtunnel.model.Cluster;
import windtunnel.model.Cluster.Part;
import windtunnel.model.CollectiveOp;
import windtunnel.model.World;
import windtunnel.model.compute.CommCosts.Dimension;
import windtunnel.model.compute.CommUse;

/**
 * What the steps of a job send over the links of the fabric: bytes of a step by kind of link, counted as the collective's own algorithm sends
 * them, on the mean of all links of the kind.
 */
public final class LinkUse {
    /** Bytes over the links of a kind. */
    public static final Metric BYTES = new Metric(
            "bytes", "bytes", "Bytes that the links of this kind carried for steps, both directions together.");
    /** Mean share of their rate in use. */
    public static final Metric UTILISATION =
            new Metric("utilisation", "share", "Mean share of the links' rate that steps used, over the whole run.");

    /** What each kind of link reports. */
    public static final List<Metric> METRICS = List.of(BYTES, UTILISATION);

    private static final int MOST_PARTS = 32;

    private final double[] bytesPerStep;
    private final double[] byLink;
    private final List<HeldBack> collectives;

    /** Kinds of links that are reported together, with the name they are reported under. */
    private enum Tier {
        SCALE_UP("scale-up", Part.GPU_UP, Part.GPU_DOWN),
        NIC("nic", Part.NIC_OUT, Part.NIC_IN),
        LEAF_UPLINKS("leaf-uplinks", Part.LEAF_UP, Part.LEAF_DOWN),
        SPINE_UPLINKS("spine-uplinks", Part.SPINE_UP, Part.SPINE_DOWN),
        PORTS("nic-ports", Part.PORT_OUT, Part.PORT_IN),
        LOCAL("local-links", Part.LOCAL),
        GLOBAL("global-links", Part.GLOBAL),
        TORUS("torus-links", Part.TORUS),
        CABLES("cables", Part.CABLE),
        HOST("host", Part.HOST_UP, Part.HOST_DOWN);

        private final String title;
        private final List<Part> parts;

        Tier(String title, Part... parts) {
            this.title = title;
            this.parts = List.of(parts);
        }
    }

    private LinkUse(double[] bytesPerStep, double[] byLink, List<HeldBack> collectives) {
        this.collectives = collectives;
        this.bytesPerStep = bytesPerStep;
        this.byLink = byLink;
    }

    /** Steps that send nothing that is known: a measured step. */
    static LinkUse none() {
        return new LinkUse(new double[Part.values().length], new double[0], List.of());
    }

    /** Names under which links are reported; workloads and storages cannot have them. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Tier tier : Tier.values()) {
            names.add(tier.title);
        }
        return names;
    }

    /** What one step of {@code transfers} sends, {@code stages} pipeline stages together. */
    static LinkUse of(List<CommUse> transfers, int stages, FabricCosts costs, Cluster cluster) {
        record Kind(Dimension dimension, CollectiveOp op) {}
        Map<Kind, Double> payloads = new LinkedHashMap<>();
        for (CommUse use : transfers) {
            double bytes = (double) use.payloadBytes() * use.countPerStep() * use.places() / stages;
            payloads.merge(new Kind(use.dimension(), use.op()), bytes, Double::sum);
        }
        double[] sum = new double[Part.values().length];
        double[] byLink = new double[cluster.links()];
        payloads.forEach((kind, bytes) -> {
            double[] carried = costs.carriedPerByte(kind.dimension(), kind.op());
            for (int part = 0; part < sum.length; part++) {
                sum[part] += bytes * carried[part];
            }
            costs.carried(kind.dimension(), kind.op(), (link, perByte) -> byLink[link] += bytes * perByte);
        });
        return new LinkUse(sum, byLink, HeldBack.of(transfers, stages, costs));
    }

    /** Name under which a kind of link is reported. */
    public static String tier(Part part) {
        return Arrays.stream(Tier.values())
                .filter(tier -> tier.parts.contains(part))
                .findFirst()
                .orElseThrow()
                .title;
    }

    /** The collectives of a step of that length, the longest first, each with the link that holds it back. */
    List<Anatomy.Transfer> collectives(double stepSeconds) {
        return collectives.stream().map(each -> each.in(stepSeconds)).toList();
    }

    /** Use of each tier's links in a step of that length. */
    List<Anatomy.Tier> tiers(Cluster cluster, double stepSeconds) {
        List<Anatomy.Tier> tiers = new ArrayList<>();
        if (byLink.length == 0) {
            return tiers;
        }
        for (Tier tier : Tier.values()) {
            List<Integer> links = new ArrayList<>();
            tier.parts.forEach(part -> addAll(cluster, part, links));
            double[] use = new double[links.size()];
            for (int i = 0; i < use.length; i++) {
                double bytes = byLink[links.get(i)];
                use[i] = bytes == 0 ? 0 : bytes / (cluster.capacity(links.get(i)) * stepSeconds);
            }
            hottest(use)
                    .ifPresent(i -> tiers.add(new Anatomy.Tier(
                            tier.title,
                            use.length,
                            Arrays.stream(use).average().orElse(0),
                            use[i],
                            cluster.name(links.get(i)) + health(cluster, links.get(i)),
                            heat(use))));
        }
        return tiers;
    }

    private static String health(Cluster cluster, int link) {
        double health = cluster.health(link);
        return health < 1 ? " (degraded to " + Numbers.significant(health, 4) + ")" : "";
    }

    private static void addAll(Cluster cluster, Part part, List<Integer> links) {
        for (int link = cluster.link(part, 0); link < cluster.links() && cluster.part(link) == part; link++) {
            links.add(link);
        }
    }

    /** The first link that is used most, if any is used. */
    private static OptionalInt hottest(double[] use) {
        int hottest = 0;
        for (int i = 1; i < use.length; i++) {
            hottest = use[i] > use[hottest] * (1 + 1e-9) ? i : hottest;
        }
        return use.length > 0 && use[hottest] > 0 ? OptionalInt.of(hottest) : OptionalInt.empty();
    }

    private static List<Double> heat(double[] use) {
        int parts = Math.min(MOST_PARTS, use.length);
        List<Double> heat = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            double most = 0;
            for (long i = (long) part * use.length / parts; i < (part + 1L) * use.length / parts; i++) {
                most = Math.max(most, use[(int) i]);
            }
            heat.add(most);
        }
        return heat;
    }

    /** Records each kind of link that carried something in {@code steps} steps, done or lost, over {@code wallSeconds}. */
    void record(World world, double steps, double wallSeconds) {
        Recorder recorder = world.recorder();
        for (Tier tier : Tier.values()) {
            double perStep = 0;
            for (Part part : tier.parts) {
                perStep += bytesPerStep[part.ordinal()];
            }
            double bytes = steps * perStep;
            if (bytes > 0) {
                double rate = 0;
                for (Part part : tier.parts) {
                    rate += rate(world.cluster(), part);
                }
                double possible = rate * wallSeconds;
                recorder.record(tier.title, BYTES, bytes);
                recorder.record(tier.title, UTILISATION, bytes / possible);
            }
        }
    }

    private static double rate(Cluster cluster, Part part) {
        double sum = 0;
        for (int link = cluster.link(part, 0); link < cluster.links() && cluster.part(link) == part; link++) {
            sum += cluster.capacity(link);
        }
        return sum;
    }
}
