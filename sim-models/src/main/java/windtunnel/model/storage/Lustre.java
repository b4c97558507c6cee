package windtunnel.model.storage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import windtunnel.core.flow.Transfer;
import windtunnel.core.measure.Metric;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.BandwidthPerCapacity;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Count;
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
import windtunnel.model.hardware.Sourced;
import windtunnel.model.hardware.StorageSku;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * A Lustre-like parallel file system whose throughput grows with capacity and tier.
 *
 * <p>Throughput C = capacity x tier rate is one shared link of the flow network; n clients that read or write at once get
 * max-min fair shares, each at most its own cap. Reads and writes share C, since every tier sells one figure for both.
 *
 * <p>Metadata: a file costs 2 operations (open, close) and 1 for each of its objects (size and lock), so that files of n bytes
 * are read at most at {@code mds x n / (2 + k)} bytes a second, k = min(stripe count, ceil(n / stripe size), targets).
 *
 * <p>Striping: one of T targets carries C / T, so a file runs at most at {@code k C / T}, and a node that reads f files at once
 * at f times that; all files together never touch more than min(T, files x k) targets. It stops holding where chance puts many
 * busy files on one target, and for servers whose write rate differs from their read rate.
 */
public record Lustre(
        @Key(doc = "Name by which workloads refer to it.", example = "fs", def = "fs")
        String name,

        @Key(doc = "The service it is bought as; without it, sizes are not checked and its price must be given.")
        Optional<StorageSku> sku,

        @Key(doc = "Provisioned capacity; rounded up to what the service sells.", example = "96 TiB")
        Bytes capacity,

        @Key(doc = "Throughput per capacity.", example = "125 MB/s per TiB")
        BandwidthPerCapacity tier,

        @Key(doc = "Fastest that one node reads or writes; by default its network.")
        Optional<Bandwidth> clientCap,

        @Key(
                doc =
                        "Network over which nodes reach it: 'front-end', or 'fabric' for the NICs that collectives use too; by default the front end where nodes have one.",
                example = "fabric")
        Optional<ClientNetwork> network,

        @Key(
                doc =
                        "Round trip between a node and it; by default as long as to another node. Counts with 'network: fabric' and TCP.",
                example = "2 ms")
        Optional<TimeSpan> roundTrip,

        @Key(
                doc = "Metadata operations a second of all metadata servers; without it, opening files costs nothing.",
                example = "12000 op/s")
        Optional<OperationRate> metadata,

        @Key(
                doc = "Object storage targets that the throughput is spread over; without it, any file gets all of it.",
                example = "64")
        Optional<Count> targets,

        @Key(
                doc = "Targets that one file is spread over.",
                def = "1",
                tag = "vendor",
                source = "Lustre wiki, Configuring Lustre File Striping: default stripe count 1")
        Count stripeCount,

        @Key(
                doc = "Bytes of a file on one target before the next one follows.",
                def = "4 MiB",
                tag = "vendor",
                source = "Lustre wiki, Configuring Lustre File Striping: 4 MiB, 1 MiB before 2.10")
        Bytes stripeSize,

        @Key(doc = "Who goes first where reads of training data and other transfers meet.", def = "fair")
        Sharing sharing)
        implements Storage, Checked, FitsCluster {
    /** Opening and closing a file, before the operations of its objects. */
    private static final int OPEN_AND_CLOSE = 2;

    /** Weight that leaves other transfers a millionth of what they share with reads. */
    private static final double FIRST = 1e6;

    /** How reads and other transfers share the throughput. */
    public enum Sharing {
        /** Each node's transfer gets an equal share. */
        FAIR,
        /** Training data first, the rest takes what is left. */
        READS_FIRST
    }

    /** Bytes read from and written to a storage. */
    public static final Metric BYTES = new Metric("bytes", "bytes", "Bytes read from and written to the storage.");
    /** Mean share of the throughput in use. */
    public static final Metric UTILISATION =
            new Metric("utilisation", "share", "Mean share of the storage's throughput that was in use.");

    /** What a storage reports. */
    public static final List<Metric> METRICS = List.of(BYTES, UTILISATION);

    @Override
    public void check(Issues issues) {
        provision().check(issues);
        issues.check(stripeCount.value() >= 1, "stripe-count", "a file lies on at least one target");
        issues.check(stripeSize.value() >= 1, "stripe-size", "a stripe has at least one byte");
        issues.check(targets.isEmpty() || targets.get().value() >= 1, "targets", "there must be at least one target");
        metadata.ifPresent(rate -> sku.ifPresent(service -> checkMetadata(service, rate, issues)));
        issues.check(
                targets.isPresent() || stripeCount.value() == 1,
                "stripe-count",
                "has no effect without 'targets', the number of object storage targets");
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        ClientLink.check(network, roundTrip, cluster, issues);
    }

    private static void checkMetadata(StorageSku service, OperationRate rate, Issues issues) {
        List<OperationRate> sold =
                service.metadata().stream().map(Sourced::value).toList();
        boolean known = sold.isEmpty() || sold.contains(rate);
        issues.check(known, "metadata", service.name() + " sells " + sold + ", not " + rate);
    }

    private Provision provision() {
        return new Provision(name, sku, capacity, tier);
    }

    /** What is bought for the wanted capacity. */
    public SizeRule.Size provisioned() {
        return provision().size();
    }

    @Override
    public List<String> priceItems() {
        return List.of(provision().priceItem());
    }

    /** Targets that a file of {@code fileBytes} lies on. */
    double objects(double fileBytes) {
        double stripes = Math.min(stripeCount.value(), Math.ceil(fileBytes / stripeSize.value()));
        return Math.max(1, Math.min(stripes, targets.map(Count::value).orElse(Long.MAX_VALUE)));
    }

    @Override
    public StorageSystem attach(World world) {
        provision().meter(world);
        SizeRule.Size size = provisioned();
        int link = world.flows().addLink(name, size.bytesPerSec());
        int servers = metadata.map(rate -> world.flows().addLink(name + " metadata", rate.perSec()))
                .orElse(-1);
        ClientLink way = ClientLink.of(world, network, roundTrip);
        double client = clientCap.map(Bandwidth::bytesPerSec).orElseGet(() -> seenBytesPerSec(world, way));
        world.onEnd(endNanos -> StorageMetrics.record(world, name, link, size.bytesPerSec(), endNanos));
        return new Running(this, link, servers, size.bytesPerSec(), client, way);
    }

    /** What a node moves: what it was seen to move on this service, but no more than its network carries. */
    private double seenBytesPerSec(World world, ClientLink way) {
        return sku.flatMap(StorageSku::client)
                .map(seen -> world.assumptions().read("storage." + name + ".client", seen))
                .map(seen -> Math.min(seen.bytesPerSec(), way.bytesPerSec()))
                .orElse(way.bytesPerSec());
    }

    /** The file system of one run. */
    private record Running(Lustre kind, int link, int servers, double total, double client, ClientLink way)
            implements StorageSystem {
        @Override
        public String name() {
            return kind.name;
        }

        @Override
        public Transfer transfer(
                Direction direction, int clients, double bytesPerClient, double capPerClientBytesPerSec) {
            double cap = Math.min(capPerClientBytesPerSec, client);
            return way.over(new Transfer(bytesPerClient, 0, 1, cap, clients, new int[] {link}, null), direction);
        }

        @Override
        public double totalBytesPerSec(Direction direction) {
            return total;
        }

        @Override
        public Optional<Resize> resize(double neededBytesPerSec) {
            SizeRule.Size now = kind.provisioned();
            SizeRule.Size after = kind.provision().following(neededBytesPerSec);
            String item = kind.provision().priceItem();
            return Optional.of(
                    new Resize(link, item, now.bytes().value(), after.bytes().value(), after.bytesPerSec()));
        }

        @Override
        public void read(Reading reading, ReadPath path) {
            if (kind.sharing == Sharing.READS_FIRST) {
                path.weigh(FIRST);
            }
            way.read(path, client, kind.name);
            path.cross(link, 1, LedgerState.IN_STORAGE_BW, kind.provision().advice(reading.neededBytesPerSec()));
            if (kind.targets.isPresent()) {
                stripes(reading, path);
            }
            if (servers >= 0 && reading.fileBytes() < Double.POSITIVE_INFINITY) {
                double operations = OPEN_AND_CLOSE + kind.objects(reading.fileBytes());
                double perByte = operations / reading.fileBytes();
                path.cross(servers, perByte, LedgerState.IN_METADATA, metadataAdvice(reading, perByte));
            }
        }

        private void stripes(Reading reading, ReadPath path) {
            double target = total / kind.targets.get().value();
            double objects = kind.objects(reading.fileBytes());
            double files = reading.datasetBytes() / reading.fileBytes();
            double touched = Double.isNaN(files) ? Double.POSITIVE_INFINITY : files * objects * target;
            double own = Math.min(reading.openFiles() * objects * target, touched / reading.nodes());
            String words = "more stripes for each file, or more files at once";
            path.limit(
                    own,
                    LedgerState.IN_STORAGE_BW,
                    new ReadPath.Advice(kind.name + ", targets of the open files", words, List.of(wider())));
        }

        private Change wider() {
            String all = kind.targets.get().toString();
            return new Change(kind.name, Map.of("stripe-count", all), kind.name + " with " + all + " stripes a file");
        }

        private ReadPath.Advice metadataAdvice(Reading reading, double perByte) {
            double needed = Math.ceil(reading.neededBytesPerSec() * perByte * (1 - 1e-12));
            List<OperationRate> sold = kind.sku.stream()
                    .flatMap(service -> service.metadata().stream())
                    .map(Sourced::value)
                    .toList();
            List<OperationRate> enough =
                    sold.stream().filter(rate -> rate.perSec() >= needed).toList();
            OperationRate least = sold.isEmpty() ? new OperationRate(needed) : enough.isEmpty() ? null : enough.get(0);
            String there = new OperationRate(needed) + " are needed, " + kind.metadata.get() + " are there";
            String most = sold.isEmpty() || least != null ? "" : ", " + sold.get(sold.size() - 1) + " can be bought";
            return new ReadPath.Advice(
                    kind.name + ", metadata servers",
                    there + most + "; or put many samples into one file (samples-per-file)",
                    least == null
                            ? List.of()
                            : List.of(new Change(
                                    kind.name, Map.of("metadata", least.toString()), kind.name + " with " + least)));
        }
    }
}
