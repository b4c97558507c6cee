package windtunnel.model.storage;

import windtunnel.core.flow.Transfer;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Fraction;
import windtunnel.model.ClusterSpec;
import windtunnel.model.FitsCluster;
import windtunnel.model.ReadPath;
import windtunnel.model.Reading;
import windtunnel.model.StorageSystem;
import windtunnel.model.World;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * The operating system's page cache of every node, in front of another storage: least recently used, at the speed of memory.
 *
 * <p>Hits by {@link CacheLaw}; the first epoch is cold. It stops holding where the job's own memory grows, and while a machine
 * that was replaced warms up again.
 */
public record PageCache(
        @Key(doc = "Name by which workloads refer to it.", def = "page-cache")
        String name,

        @Key(doc = "Name of the storage behind it, which must stand before it in the list.", example = "fs")
        String of,

        @Key(
                doc = "Share of the host memory that it may fill.",
                def = "50 %",
                tag = "assumed",
                source = "the rest is the job's own; no measurement seen")
        Fraction memory)
        implements NodeCache, Checked, FitsCluster {

    @Override
    public void check(Issues issues) {
        issues.check(memory.value() <= 1, "memory", "is more than the host has");
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        CacheChecks.behind(name, of, cluster, issues);
        issues.check(
                cluster.nodes().sku().hostMemory().isPresent(),
                "memory",
                "the library does not say how much memory a "
                        + cluster.nodes().sku().name() + " has");
    }

    @Override
    public Policy policy() {
        return Policy.LRU;
    }

    @Override
    public StorageSystem attach(World world) {
        String node = world.cluster().node().name();
        Bytes host = world.assumptions()
                .read(
                        "node." + node + ".host-memory",
                        world.cluster().node().hostMemory().orElseThrow());
        return new Running(this, world.storage(of), host.value() * memory.value());
    }

    /** The cache of one run. */
    private record Running(PageCache kind, StorageSystem behind, double bytes) implements StorageSystem {
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
            double hits = NodeCache.hits(Policy.LRU, bytes, reading);
            path.note(NodeCache.note(kind.name, Policy.LRU, bytes, reading));
            behind.read(reading, path.part(1 - hits));
        }
    }
}
