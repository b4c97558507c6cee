package windtunnel.model.storage;

import java.util.List;
import java.util.Map;
import windtunnel.model.Change;
import windtunnel.model.ReadPath;
import windtunnel.model.World;

/** What all storages report, and what their clients have in common. */
final class StorageMetrics {
    private StorageMetrics() {}

    /** Records bytes and use of the link that carries a storage's throughput. */
    static void record(World world, String name, int link, double totalBytesPerSec, long endNanos) {
        double bytes = world.flows().carriedBytes(link);
        world.recorder().record(name, Lustre.BYTES, bytes);
        double possible = totalBytesPerSec * (endNanos * 1e-9);
        world.recorder().record(name, Lustre.UTILISATION, possible > 0 ? Math.min(1, bytes / possible) : 0);
    }

    /** The NICs that collectives and reads from {@code storage} share. */
    static ReadPath.Advice nics(String storage) {
        return new ReadPath.Advice(
                storage + ", over the NICs of collectives",
                "storage on the front-end network, faster NICs, or a cache in the node",
                List.of(new Change(storage, Map.of("network", "front-end"), storage + " on the front-end network")));
    }

    /** A node's connection to {@code storage}. */
    static ReadPath.Advice connection(String storage) {
        return new ReadPath.Advice(
                storage + ", a node's connection",
                "nodes with a faster storage network, more nodes for the same data, or a cache in the node",
                List.of());
    }
}
