package windtunnel.model.storage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import windtunnel.core.flow.Transfer;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.OperationRate;
import windtunnel.model.Change;
import windtunnel.model.ClusterSpec;
import windtunnel.model.FitsCluster;
import windtunnel.model.LedgerState;
import windtunnel.model.ReadPath;
import windtunnel.model.Reading;
import windtunnel.model.StorageSystem;
import windtunnel.model.World;
import windtunnel.model.hardware.DriveSku;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * The drives of every node as a cache in front of another storage; what is missed is read from there and written here.
 *
 * <p>Hits by {@link CacheLaw}, the first epoch is cold. One set of drives serves both ways: reads at r and writes at w bytes a
 * second take {@code x_r / r + x_w / w} of its time. It stops holding while a machine that was replaced warms up again.
 */
public record NvmeCache(
        @Key(doc = "Name by which workloads refer to it.", def = "nvme-cache", example = "scratch")
        String name,

        @Key(doc = "Name of the storage behind it, which must stand before it in the list.", example = "fs")
        String of,

        @Key(doc = "Bytes of one node.", example = "28 TB") Bytes capacity,

        @Key(doc = "The drives of a node, measured; rates given here win.", example = "azure-nd-h100-v5-nvme")
        Optional<DriveSku> sku,

        @Key(doc = "Fastest that one node reads from its drives.", example = "51 GB/s")
        Optional<Bandwidth> read,

        @Key(doc = "Fastest that one node writes to its drives.", example = "24 GB/s")
        Optional<Bandwidth> write,

        @Key(doc = "What stays when it is full: the samples read last, or those read first.", def = "pin")
        Policy policy)
        implements NodeCache, Checked, FitsCluster {

    @Override
    public void check(Issues issues) {
        issues.check(capacity.value() > 0, "capacity", "a cache needs some room");
        issues.check(
                read.isPresent() || sku.flatMap(DriveSku::read).isPresent(),
                "read",
                "how fast a node reads its drives is missing: give 'read' or 'sku'");
        issues.check(
                write.isPresent() || sku.flatMap(DriveSku::write).isPresent(),
                "write",
                "how fast a node writes its drives is missing: give 'write' or 'sku'");
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        CacheChecks.behind(name, of, cluster, issues);
    }

    @Override
    public StorageSystem attach(World world) {
        // Seconds of drive time a second, of all nodes together.
        int drives = world.flows().addLink(name + " drives", world.cluster().nodes());
        return new Running(
                this,
                world.storage(of),
                drives,
                operation(world, read, DriveSku::read, DriveSku::readOperations, "read"),
                operation(world, write, DriveSku::write, DriveSku::writeOperations, "write"));
    }

    /** Time of one operation and of one byte, own rate first. */
    private Operation operation(
            World world,
            Optional<Bandwidth> own,
            Function<DriveSku, Optional<Sourced<Bandwidth>>> rate,
            Function<DriveSku, Optional<Sourced<OperationRate>>> operations,
            String way) {
        String key = "drive." + sku.map(DriveSku::name).orElse(name) + "." + way;
        double bytesPerSec = own.or(
                        () -> sku.flatMap(rate).map(seen -> world.assumptions().read(key, seen)))
                .orElseThrow()
                .bytesPerSec();
        double seconds = own.isPresent()
                ? 0
                : sku.flatMap(operations)
                        .map(seen -> 1
                                / world.assumptions()
                                        .read(key + "-operations", seen)
                                        .perSec())
                        .orElse(0.0);
        return new Operation(seconds, bytesPerSec);
    }

    /** What one operation of the drives takes, beside its bytes. */
    private record Operation(double seconds, double bytesPerSec) {
        double secondsPerByte(double fileBytes) {
            return 1 / bytesPerSec + seconds / fileBytes;
        }
    }

    /** The cache of one run. */
    private record Running(NvmeCache kind, StorageSystem behind, int drives, Operation reads, Operation writes)
            implements StorageSystem {
        @Override
        public String name() {
            return kind.name;
        }

        @Override
        public Transfer transfer(
                Direction direction, int clients, double bytesPerClient, double capPerClientBytesPerSec) {
            return behind.transfer(direction, clients, bytesPerClient, capPerClientBytesPerSec);
        }

        @Override
        public double totalBytesPerSec(Direction direction) {
            return behind.totalBytesPerSec(direction);
        }

        @Override
        public void read(Reading reading, ReadPath path) {
            double bytes = kind.capacity.value();
            double hits = NodeCache.hits(kind.policy, bytes, reading);
            double written = kind.policy == Policy.LRU
                    ? 1 - hits
                    : NodeCache.hits(Policy.PIN, bytes, reading.in(reading.epoch() + 1)) - hits;
            double seconds = hits * reads.secondsPerByte(reading.fileBytes())
                    + Math.max(0, written) * writes.secondsPerByte(reading.fileBytes());
            path.note(NodeCache.note(kind.name, kind.policy, bytes, reading));
            path.cross(
                    drives,
                    seconds,
                    LedgerState.IN_STORAGE_BW,
                    new ReadPath.Advice(kind.name + ", a node's drives", "faster drives, or more of them", pinned()));
            behind.read(reading, path.part(1 - hits));
        }

        private List<Change> pinned() {
            return kind.policy == Policy.PIN
                    ? List.of()
                    : List.of(new Change(kind.name, Map.of("policy", "pin"), kind.name + " that pins what it holds"));
        }
    }
}
