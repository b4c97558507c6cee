package windtunnel.model.storage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import windtunnel.core.flow.Transfer;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.BandwidthPerCapacity;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Numbers;
import windtunnel.core.unit.OperationRate;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Change;
import windtunnel.model.ClusterSpec;
import windtunnel.model.FitsCluster;
import windtunnel.model.LedgerState;
import windtunnel.model.ReadPath;
import windtunnel.model.Reading;
import windtunnel.model.Storage;
import windtunnel.model.StorageSystem;
import windtunnel.model.World;
import windtunnel.model.hardware.StorageSku;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * A file service behind one address, such as a filer or a managed NFS share.
 *
 * <p>Throughput = capacity x rate of the service level, one shared link. A node mounts it over {@code connections} connections,
 * each of which moves at most {@code connection} by itself. Every file costs {@code operations-per-file} of the service's
 * operations a second. It stops holding for services that burst on credits.
 */
public record Nfs(
        @Key(doc = "Name by which workloads refer to it.", def = "nfs", example = "home")
        String name,

        @Key(doc = "The service it is bought as; without it, sizes are not checked and its price must be given.")
        Optional<StorageSku> sku,

        @Key(doc = "Provisioned capacity; rounded up to what the service sells.", example = "100 TiB")
        Bytes capacity,

        @Key(doc = "Throughput per capacity: the service level.", example = "64 MiB/s per TiB")
        BandwidthPerCapacity tier,

        @Key(
                doc = "Operations a second that the service answers; without it, opening files costs nothing.",
                example = "20000 op/s")
        Optional<OperationRate> operations,

        @Key(
                doc = "Operations to look up, open and close one file.",
                def = "3",
                tag = "assumed",
                source = "LOOKUP, OPEN and CLOSE of NFS 4.1; no measurement seen")
        Count operationsPerFile,

        @Key(doc = "Fastest that one connection of a node runs; without it, the network is the limit.")
        Optional<Bandwidth> connection,

        @Key(doc = "Connections of one node (nconnect).", def = "1", example = "8")
        Count connections,

        @Key(
                doc =
                        "Network over which nodes reach it: 'front-end', or 'fabric' for the NICs that collectives use too; by default the front end where nodes have one.",
                example = "fabric")
        Optional<ClientNetwork> network,

        @Key(
                doc =
                        "Round trip between a node and it; by default as long as to another node. Counts with 'network: fabric' and TCP.",
                example = "2 ms")
        Optional<TimeSpan> roundTrip)
        implements Storage, Checked, FitsCluster {

    @Override
    public void check(Issues issues) {
        provision().check(issues);
        issues.check(connections.value() >= 1, "connections", "a node needs at least one connection");
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        ClientLink.check(network, roundTrip, cluster, issues);
    }

    private Provision provision() {
        return new Provision(name, sku, capacity, tier);
    }

    @Override
    public List<String> priceItems() {
        return List.of(provision().priceItem());
    }

    @Override
    public StorageSystem attach(World world) {
        provision().meter(world);
        double total = provision().size().bytesPerSec();
        int link = world.flows().addLink(name, total);
        int server = operations
                .map(rate -> world.flows().addLink(name + " operations", rate.perSec()))
                .orElse(-1);
        ClientLink way = ClientLink.of(world, network, roundTrip);
        double mount =
                connection.map(each -> each.bytesPerSec() * connections.value()).orElse(Double.POSITIVE_INFINITY);
        world.onEnd(endNanos -> StorageMetrics.record(world, name, link, total, endNanos));
        return new Running(this, link, server, total, way, mount);
    }

    /** The service of one run. */
    private record Running(Nfs kind, int link, int server, double total, ClientLink way, double mount)
            implements StorageSystem {
        @Override
        public String name() {
            return kind.name;
        }

        @Override
        public Transfer transfer(
                Direction direction, int clients, double bytesPerClient, double capPerClientBytesPerSec) {
            double cap = Math.min(capPerClientBytesPerSec, Math.min(way.bytesPerSec(), mount));
            return way.over(new Transfer(bytesPerClient, 0, 1, cap, clients, new int[] {link}, null), direction);
        }

        @Override
        public double totalBytesPerSec(Direction direction) {
            return total;
        }

        @Override
        public void read(Reading reading, ReadPath path) {
            way.read(path, way.bytesPerSec(), kind.name);
            path.limit(mount, LedgerState.IN_NETWORK, mountAdvice(reading));
            path.cross(link, 1, LedgerState.IN_STORAGE_BW, kind.provision().advice(reading.neededBytesPerSec()));
            if (server >= 0 && reading.fileBytes() < Double.POSITIVE_INFINITY) {
                double perByte = kind.operationsPerFile.value() / reading.fileBytes();
                double needed = Math.ceil(reading.neededBytesPerSec() * perByte * (1 - 1e-12));
                String rate = Numbers.significant(needed, 9) + " op/s";
                path.cross(
                        server,
                        perByte,
                        LedgerState.IN_METADATA,
                        new ReadPath.Advice(
                                kind.name + ", operations",
                                rate + " are needed; or put many samples into one file (samples-per-file)",
                                List.of(new Change(
                                        kind.name, Map.of("operations", rate), kind.name + " with " + rate))));
            }
        }

        private ReadPath.Advice mountAdvice(Reading reading) {
            double one = mount / kind.connections.value();
            long needed = (long) Math.ceil(reading.neededBytesPerSec() / reading.nodes() / one * (1 - 1e-12));
            return new ReadPath.Advice(
                    kind.name + ", a node's mount",
                    needed + " connections a node are needed",
                    List.of(new Change(
                            kind.name,
                            Map.of("connections", Long.toString(needed)),
                            needed + " connections to " + kind.name + " a node")));
        }
    }
}
