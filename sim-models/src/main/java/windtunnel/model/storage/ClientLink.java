package windtunnel.model.storage;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import windtunnel.core.flow.Transfer;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.FitsCluster;
import windtunnel.model.LedgerState;
import windtunnel.model.ReadPath;
import windtunnel.model.SharedNics;
import windtunnel.model.StorageSystem.Direction;
import windtunnel.model.World;
import windtunnel.model.key.Issues;

/**
 * How the nodes of a run reach a storage.
 *
 * @param bytesPerSec what one node moves at most, infinite where no network joins the nodes
 * @param nodes nodes of the cluster
 * @param nics NICs that are shared with collectives; null on a network of its own
 */
record ClientLink(double bytesPerSec, int nodes, SharedNics nics) {
    /** The network that is wanted: by default the front end where a node has one, else the fabric. */
    static ClientLink of(World world, Optional<ClientNetwork> wanted, Optional<TimeSpan> roundTrip) {
        Cluster cluster = world.cluster();
        OptionalDouble front =
                wanted.filter(network -> network == ClientNetwork.FABRIC).isPresent()
                        ? OptionalDouble.empty()
                        : cluster.frontEndBytesPerSec(world.assumptions());
        if (front.isPresent() || !cluster.networked()) {
            return new ClientLink(front.orElse(Double.POSITIVE_INFINITY), cluster.nodes(), null);
        }
        world.nics().join(roundTrip.map(TimeSpan::seconds).orElse(-1.0));
        return new ClientLink(cluster.networkBytesPerSec(), cluster.nodes(), world.nics());
    }

    /** Whether the network that is wanted is there. */
    static void check(Optional<ClientNetwork> wanted, Optional<TimeSpan> roundTrip, ClusterSpec spec, Issues issues) {
        Issues fabric = new Issues();
        if (spec.fabric() instanceof FitsCluster fits) {
            fits.check(spec, fabric);
        }
        if (fabric.hasErrors() || wanted.isEmpty() && roundTrip.isEmpty()) {
            return;
        }
        Cluster cluster = spec.fabric().build(spec.nodes(), new Assumptions());
        boolean front = spec.nodes().sku().frontEnd().isPresent();
        ClientNetwork used = wanted.orElse(front ? ClientNetwork.FRONT_END : ClientNetwork.FABRIC);
        issues.check(
                used != ClientNetwork.FRONT_END || front || wanted.isEmpty(),
                "network",
                spec.nodes().sku().name() + " has no front-end network that is known; take 'fabric'");
        issues.check(
                used != ClientNetwork.FABRIC || cluster.networked() || wanted.isEmpty(),
                "network",
                "no network joins the nodes of this cluster");
        issues.check(
                roundTrip.isEmpty()
                        || used == ClientNetwork.FABRIC && cluster.sharing().byLatency(),
                "round-trip",
                "counts with 'network: fabric' on a fabric with 'congestion: tcp' only");
        issues.check(roundTrip.isEmpty() || roundTrip.get().seconds() > 0, "round-trip", "must be above 0");
    }

    /** The same transfer over this network too. */
    Transfer over(Transfer transfer, Direction direction) {
        if (nics == null) {
            return transfer;
        }
        int count = transfer.links().length;
        int[] links = Arrays.copyOf(transfer.links(), count + 1);
        double[] units = new double[count + 1];
        for (int i = 0; i < count; i++) {
            units[i] = transfer.coefficients() == null ? 1 : transfer.coefficients()[i];
        }
        links[count] = nics.link(direction);
        // Fewer nodes than all have no more NICs than their own.
        units[count] = nodes / transfer.multiplicity();
        return new Transfer(
                transfer.bytes(),
                transfer.latencySeconds(),
                transfer.weight(),
                transfer.capBytesPerSec(),
                transfer.multiplicity(),
                links,
                units);
    }

    /** What reads pass here; a node by itself moves at most {@code ownBytesPerSec}. */
    void read(ReadPath path, double ownBytesPerSec, String storage) {
        path.limit(ownBytesPerSec, LedgerState.IN_NETWORK, StorageMetrics.connection(storage));
        if (nics != null) {
            path.cross(nics.link(Direction.READ), 1, LedgerState.IN_NETWORK, StorageMetrics.nics(storage));
        }
    }
}
