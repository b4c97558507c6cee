package windtunnel.model.fabric;

import windtunnel.core.unit.Count;
import windtunnel.model.Assumptions;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Network;
import windtunnel.model.fabric.topology.CabledClos;
import windtunnel.model.fabric.topology.ClosShape;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Inline;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * A k-ary fat tree: k pods of k/2 leaves and k/2 spines, (k/2)^2 cores, k^3/4 NICs, full bisection.
 *
 * <p>All switches have k ports of a NIC's rate. Directed links, NICs included, when full: 3 k^3 / 2. Source: Al-Fares, Loukissas and Vahdat, SIGCOMM 2008.
 */
public record FatTree(
        @Key(
                doc = "Ports of a switch.",
                def = "64",
                tag = "vendor",
                source = "NVIDIA QM9700 class, 64 ports of 400 Gb/s")
        Count radix,

        @Inline Cabling cabling,

        @Key(doc = "How paths are chosen.", def = "spray", example = "ecmp")
        Routing routing,

        @Key(
                doc =
                        "Whether switches reduce (InfiniBand SHARP), so that NCCL may use CollNet and NVLS between nodes.",
                def = "false",
                example = "true")
        boolean sharp)
        implements Wired, Checked {
    @Override
    public void check(Issues issues) {
        routing.among(Routing.TREE, issues);
        issues.check(
                radix.value() >= 2 && radix.value() <= 1024 && radix.value() % 2 == 0,
                "radix",
                "must be an even number of ports from 2 to 1024");
    }

    private int half() {
        return Math.toIntExact(radix.value() / 2);
    }

    /** NICs of the full tree. */
    long endpoints() {
        return radix.value() * half() * half();
    }

    /** Whole nodes where a leaf holds one, else as many NICs as it has ports. */
    private int nicsPerLeaf(int rails) {
        return rails <= half() ? half() / rails * rails : half();
    }

    @Override
    public void checkNetwork(ClusterSpec cluster, int rails, Issues issues) {
        long most = radix.value() * half() * nicsPerLeaf(rails) / rails;
        issues.check(
                cluster.nodes().count().value() <= most,
                "radix",
                "a fat tree of switches of " + radix.value() + " ports holds " + most + " nodes of " + rails
                        + " NICs, not " + cluster.nodes().count().value());
    }

    @Override
    public Network network(Backbone backbone, int nodes, Assumptions assumptions) {
        int half = half();
        int nicsPerLeaf = nicsPerLeaf(backbone.rails());
        int leaves = (Math.multiplyExact(nodes, backbone.rails()) + nicsPerLeaf - 1) / nicsPerLeaf;
        double up = half * backbone.nic().bytesPerSec();
        int pods = (leaves + half - 1) / half;
        ClosShape shape = new ClosShape(
                Math.multiplyExact(nicsPerLeaf, half),
                nic -> nic / nicsPerLeaf,
                leaves,
                leaf -> leaf / half,
                pods,
                backbone.uplinks(up),
                pods == 1 ? ClosShape.NONE : backbone.uplinks(up),
                backbone.nic().latencySeconds(),
                backbone.hopSeconds());
        return CabledClos.of(shape, routing);
    }
}
