package windtunnel.model.disruption.network;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.FitsCluster;
import windtunnel.model.TimeLaw;
import windtunnel.model.World;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * A NIC that sends pauses without end, so that its port stands still, and by and by every switch before it.
 *
 * <p>What is sent to the port fills the switch's buffer in buffer / C, then that switch pauses those who send to it, and so on: a job {@code hops} switches away stands still from
 * hops x buffer / C on until the storm is over. In a lock-stepped job one port is enough to hold all. A {@code watchdog} drops what waits for the port after that time, which sets
 * others free; a job of the port itself then meets an outage of the rest, as {@link Transport} says. Without a watchdog nothing is dropped, and transfers go on when the storm ends.
 */
public record PfcStorm(
        @Key(doc = "The NIC, or a NIC's port.", example = "node-3/nic-0")
        String port,

        @Key(doc = "When it happens, once.", example = "3 h")
        Optional<TimeSpan> at,

        @Key(doc = "In its place: how often it happens to this port.", example = "0.01 per link-month")
        Optional<EventRate> rate,

        @Key(doc = "How long it lasts.", def = "10 s", tag = "assumed", source = "no source")
        TimeLaw lasts,

        @Key(
                doc = "Switches between the port and the job; 0 where the port is the job's own.",
                def = "0",
                example = "2")
        Count hops,

        @Key(
                doc = "Buffer of a switch that fills before it pauses.",
                def = "32 MB",
                tag = "vendor",
                source = "SimAI's default at cef83f9d")
        Bytes buffer,

        @Key(doc = "Time after which the switch drops what waits for the port; without it, never.", example = "200 ms")
        Optional<TimeSpan> watchdog,

        @Key(doc = "How long transfers wait for an answer.", def = "{}")
        Transport transport)
        implements Disruption, FitsCluster, Checked {
    @Override
    public void check(Issues issues) {
        issues.check(at.isPresent() != rate.isPresent(), "", "give 'at' or 'rate'");
        issues.check(
                rate.isEmpty() || rate.get().instance().equals("link"),
                "rate",
                "is a rate of links, such as '0.01 per link-month'");
        issues.check(hops.value() <= 8, "hops", "more than 8 switches in a row are out of range");
        issues.check(buffer.value() > 0, "buffer", "must be above 0");
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        Issues fabric = new Issues();
        if (cluster.fabric() instanceof FitsCluster fits) {
            fits.check(cluster, fabric);
        }
        if (fabric.hasErrors()) {
            return;
        }
        Cluster built = cluster.fabric().build(cluster.nodes(), new Assumptions());
        issues.check(!built.sharing().byLatency(), "", "TCP drops packets and never pauses, so there are no storms");
        try {
            List<Integer> links = built.find(port);
            issues.check(in(built, links) >= 0, "port", "'" + port + "' is no NIC; only NICs send such pauses");
        } catch (IllegalArgumentException e) {
            issues.error("port", e.getMessage());
        }
    }

    /** The link into the NIC, or -1. */
    private static int in(Cluster cluster, List<Integer> links) {
        for (int link : links) {
            if (cluster.part(link) == Cluster.Part.NIC_IN || cluster.part(link) == Cluster.Part.PORT_IN) {
                return link;
            }
        }
        return -1;
    }

    @Override
    public boolean takesMachines(ClusterSpec.Nodes nodes) {
        return watchdog.isPresent() && hops.value() == 0;
    }

    @Override
    public void attach(World world) {
        Cluster cluster = world.cluster();
        List<Integer> links = cluster.find(port);
        double delay = hops.value() * buffer.value() / cluster.sound().capacity(in(cluster, links));
        new PfcStorms(world, this, links, delay).begin();
    }
}
