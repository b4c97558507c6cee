package windtunnel.model.fabric;

import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Assumptions;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Network;
import windtunnel.model.fabric.congestion.Profile;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Inline;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Ethernet in two tiers, oversubscribed, with RDMA or with TCP: what most data centres have.
 *
 * <p>Wired as 'leaf-spine'; flows are hashed to paths unless said otherwise. With TCP a NIC carries 97 % of its line rate at most (model LV08 of SimGrid) and each end
 * adds 25 us, half of what two kernels take from one to the other. Nodes without a back-end network always use TCP on their front end.
 */
public record Ethernet(
        @Key(
                doc = "Ports of a switch.",
                def = "64",
                tag = "vendor",
                source = "NVIDIA SN5400, 64 ports of 400 Gb/s Ethernet, 2026-07-30")
        Count radix,

        @Key(doc = "Rate of a leaf's nodes over rate of its uplinks.", def = "1", example = "4")
        Ratio oversubscription,

        @Key(doc = "What carries the data: 'roce' (RDMA) or 'tcp'.", def = "roce", example = "tcp")
        Transport transport,

        @Inline Cabling cabling,

        @Key(doc = "How paths are chosen.", def = "ecmp", example = "{ policy: ecmp, queue-pairs: 4 }")
        Routing routing)
        implements Wired, Checked {
    /** What carries data. */
    public enum Transport {
        /** RDMA over converged Ethernet. */
        ROCE,
        /** The kernel's TCP. */
        TCP
    }

    private LeafSpine wiring() {
        return new LeafSpine(radix, oversubscription, cabling, routing, false);
    }

    @Override
    public void check(Issues issues) {
        wiring().check(issues);
        cabling.congestion().ifPresent(c -> {
            boolean tcp = transport == Transport.TCP;
            issues.check(
                    c.overTcp() == tcp,
                    "congestion",
                    "'" + c.profile().word() + "' does not go with 'transport: " + (tcp ? "tcp'" : "roce'"));
            issues.check(c.profile() != Profile.IB_CREDIT, "congestion", "Ethernet has no credits");
        });
    }

    @Override
    public boolean overTcp() {
        return transport == Transport.TCP;
    }

    @Override
    public void checkNetwork(ClusterSpec cluster, int rails, Issues issues) {
        wiring().checkNetwork(cluster, rails, issues);
    }

    @Override
    public Network network(Backbone backbone, int nodes, Assumptions assumptions) {
        return wiring().network(backbone, nodes, assumptions);
    }
}
