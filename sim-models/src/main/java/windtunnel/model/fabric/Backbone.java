package windtunnel.model.fabric;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Numbers;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.fabric.congestion.Congestion;
import windtunnel.model.fabric.topology.ClosShape;
import windtunnel.model.hardware.LinkSku;
import windtunnel.model.hardware.NodeSku;
import windtunnel.model.hardware.Tag;
import windtunnel.model.key.Issues;

/**
 * What all fabrics derive alike from a node.
 *
 * <p>A node without back-end NICs is joined by one link over TCP: the one that the fabric names, else its front-end network.
 *
 * @param gpus GPUs of a node
 * @param rails NICs as the fabric sees them: min(NICs, GPUs), since the NICs of one GPU are bundled (traffic is sprayed over them)
 * @param scaleUp link into the scale-up domain
 * @param host link of a GPU to its host where a node has several scale-up domains, else null
 * @param nic one rail; null when nothing joins the nodes
 * @param hopSeconds latency of a link between switches
 * @param congestion what controls congestion; empty for the library's usable rates
 */
record Backbone(
        int gpus,
        int rails,
        Cluster.Hop scaleUp,
        Cluster.Hop host,
        Cluster.Hop nic,
        double hopSeconds,
        Optional<Congestion> congestion) {
    /** Latency of a link between switches where the NIC's own is that of a kernel's network stack: SimAI's default, 2026-08-14. */
    private static final double SWITCH_HOP_SECONDS = 500e-9;
    /** Share of the line rate that TCP carries: model LV08 of SimGrid, docs/source/Models.rst at 12a63c78, undated. */
    private static final double TCP_SHARE = 0.97;
    /** Half of 50 us from kernel to kernel, undated. */
    private static final double TCP_LATENCY_SECONDS = 25e-6;

    /**
     * What the nodes' links make.
     *
     * @param tcp whether NICs carry TCP; where {@code cabling} has a congestion control, that says it instead
     */
    static Backbone of(ClusterSpec.Nodes nodes, Cabling cabling, boolean tcp, Assumptions assumptions) {
        NodeSku sku = nodes.sku();
        String key = "node." + sku.name();
        int gpus = Math.toIntExact(assumptions.read(key + ".gpus", sku.gpus()).value());
        Cluster.Hop scaleUp = Cluster.Hop.of(sku.scaleUp(), 1, assumptions);
        boolean split =
                assumptions.read(key + ".scale-up-domain", sku.scaleUpDomain()).value() < gpus;
        Cluster.Hop host = !split
                ? null
                : cabling.host().map(h -> Cluster.Hop.of(h, 1, assumptions)).orElse(null);
        int nics = Math.toIntExact(assumptions.read(key + ".nics", sku.nics()).value());
        Optional<LinkSku> link = cabling.link().or(sku::nic);
        if (nics == 0) {
            Cluster.Hop front = overTcp(sku, cabling, assumptions);
            return new Backbone(gpus, 1, scaleUp, host, front, SWITCH_HOP_SECONDS, cabling.congestion());
        }
        Cluster.Hop nic = link.map(l -> Cluster.Hop.of(l, Math.max(1, nics / gpus), assumptions))
                .orElse(null);
        double hop = nic == null ? 0 : nic.latencySeconds();
        if (nic != null) {
            nic = controlled(nic, Math.max(1, nics / gpus) * raw(link.get()), cabling, tcp, assumptions);
        }
        return new Backbone(gpus, Math.min(nics, gpus), scaleUp, host, nic, hop, cabling.congestion());
    }

    private static double raw(LinkSku link) {
        return link.raw().value().bytesPerSec();
    }

    /** What is left of a NIC's link under the congestion control; without one TCP's share, or all. */
    private static Cluster.Hop controlled(
            Cluster.Hop nic, double raw, Cabling cabling, boolean tcp, Assumptions assumptions) {
        if (cabling.congestion().isPresent()) {
            Congestion control = cabling.congestion().get();
            control.note(assumptions);
            double rate = control.limit(nic.bytesPerSec(), raw);
            return control.overTcp()
                    ? new Cluster.Hop(
                            Math.min(rate, control.kernel().socketsBytesPerSec()),
                            control.kernel().endSeconds())
                    : new Cluster.Hop(rate, nic.latencySeconds());
        }
        if (tcp) {
            noteTcp(assumptions);
            return new Cluster.Hop(Math.min(nic.bytesPerSec(), TCP_SHARE * raw), TCP_LATENCY_SECONDS);
        }
        return nic;
    }

    /** Cables of a kind of link between switches, under the congestion control. */
    Cluster.Hop cable(LinkSku link, Assumptions assumptions) {
        Cluster.Hop hop = Cluster.Hop.of(link, 1, assumptions);
        return congestion
                .map(control -> new Cluster.Hop(control.limit(hop.bytesPerSec(), raw(link)), hop.latencySeconds()))
                .orElse(hop);
    }

    private static Cluster.Hop overTcp(NodeSku sku, Cabling cabling, Assumptions assumptions) {
        if (cabling.link().isPresent()) {
            Cluster.Hop named = Cluster.Hop.of(cabling.link().get(), 1, assumptions);
            return cabling.congestion().isPresent()
                    ? controlled(named, raw(cabling.link().get()), cabling, true, assumptions)
                    : named;
        }
        if (sku.frontEnd().isEmpty()) {
            return null;
        }
        Bandwidth raw = assumptions.read(
                "node." + sku.name() + ".front-end", sku.frontEnd().get());
        if (cabling.congestion().isPresent()) {
            return controlled(
                    new Cluster.Hop(raw.bytesPerSec(), TCP_LATENCY_SECONDS),
                    raw.bytesPerSec(),
                    cabling,
                    true,
                    assumptions);
        }
        noteTcp(assumptions);
        return new Cluster.Hop(TCP_SHARE * raw.bytesPerSec(), TCP_LATENCY_SECONDS);
    }

    private static void noteTcp(Assumptions assumptions) {
        assumptions.note(
                "fabric.tcp.share",
                Numbers.percent(TCP_SHARE, 0),
                Tag.ASSUMED,
                "SimGrid docs/source/Models.rst at 12a63c78, model LV08",
                "undated");
        assumptions.note(
                "fabric.tcp.latency",
                Numbers.duration(TCP_LATENCY_SECONDS),
                Tag.ASSUMED,
                "half of 50 us from kernel to kernel",
                "undated");
    }

    /** A Clos network of two tiers over these NICs, all leaves on all spines. */
    ClosShape twoTiers(int unit, IntUnaryOperator leafOfNic, int leaves, double leafUpBytesPerSec) {
        return new ClosShape(
                unit,
                leafOfNic,
                leaves,
                leaf -> 0,
                1,
                uplinks(leafUpBytesPerSec),
                ClosShape.NONE,
                nic.latencySeconds(),
                hopSeconds);
    }

    /** Cables of a NIC's rate that carry {@code bytesPerSec} together. */
    ClosShape.Uplinks uplinks(double bytesPerSec) {
        return ClosShape.Uplinks.of(bytesPerSec, nic.bytesPerSec());
    }

    /** Says what is wrong when the nodes cannot be joined, or the GPUs of one of them. */
    static void check(ClusterSpec cluster, Cabling cabling, Issues issues) {
        NodeSku sku = cluster.nodes().sku();
        long gpus = sku.gpus().value().value();
        long nics = sku.nics().value().value();
        long domain = sku.scaleUpDomain().value().value();
        boolean joined = cabling.link().isPresent()
                || (nics > 0 ? sku.nic().isPresent() : sku.frontEnd().isPresent());
        boolean alone = cluster.nodes().count().value() == 1 || cluster.nodes().gpus() <= domain;
        issues.check(
                joined || alone,
                "",
                sku.name() + " has no network of known rate in the library; name one with 'link', or choose a node"
                        + " with a back-end network");
        issues.check(
                nics > 0 || cabling.congestion().map(Congestion::overTcp).orElse(true),
                "congestion",
                "one " + sku.name() + " has no back-end NICs, and its front end carries TCP");
        boolean even = nics == 0 || gpus % nics == 0 || nics % gpus == 0;
        issues.check(even, "", nics + " NICs do not divide evenly over " + gpus + " GPUs");
        boolean whole = domain >= 1 && (domain < gpus ? gpus % domain == 0 : domain % gpus == 0);
        issues.check(whole, "", "scale-up domains of " + domain + " GPUs do not fit nodes of " + gpus + " GPUs evenly");
        issues.check(
                domain >= gpus || cabling.host().isPresent(),
                "",
                "one " + sku.name() + " has " + gpus / Math.max(1, domain)
                        + " scale-up domains; say what joins them with" + " 'host', such as 'host: pcie4-x16'");
    }

    /** NICs of a node as a fabric sees them; one where a node has none and uses its front-end network. */
    static int rails(NodeSku sku) {
        long nics = sku.nics().value().value();
        return Math.toIntExact(nics == 0 ? 1 : Math.min(nics, sku.gpus().value().value()));
    }

    /** GPUs of a scale-up domain: the SKU's. */
    static int domainGpus(ClusterSpec.Nodes nodes) {
        return Math.toIntExact(nodes.sku().scaleUpDomain().value().value());
    }
}
