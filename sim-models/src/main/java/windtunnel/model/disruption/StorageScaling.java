package windtunnel.model.disruption;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.measure.Metric;
import windtunnel.core.measure.Usage;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Nearest;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.FitsCluster;
import windtunnel.model.InfeasibleException;
import windtunnel.model.Meters;
import windtunnel.model.Storage;
import windtunnel.model.StorageSystem;
import windtunnel.model.World;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * A file system that was bought for fewer GPUs: what its change to the size of the cluster takes and costs.
 *
 * <p>The scenario's capacity is the size before; the size after is the smallest that delivers GPUs x per-gpu. Fixed: nothing changes. Linked:
 * size and bill follow the GPUs at once. Grow: they change after the time of provisioning. Recreate: a file system of the new size is made beside the old
 * one, filled at the rate of its source, and takes over when it is full; both are billed from the end of provisioning on. Services whose size is fixed
 * at creation (Azure Managed Lustre) leave recreate only. It stops holding where files are fetched at their first read, and for copies that
 * read from the old file system.
 */
public record StorageScaling(
        @Key(doc = "Name of the storage.", example = "fs") String storage,

        @Key(doc = "How it follows: fixed, linked, grow or recreate.", example = "recreate")
        Way way,

        @Key(doc = "Throughput that each GPU of the cluster needs.", example = "205 MB/s")
        Bandwidth perGpu,

        @Key(doc = "Time until the new size is there.", def = "15 min", tag = "assumed", source = "no source")
        TimeSpan provision,

        @Key(doc = "Bytes that a new file system is filled with; with recreate.", example = "60 TB")
        Optional<Bytes> data,

        @Key(doc = "Rate at which they arrive from the object store behind it; with recreate.", example = "20 GB/s")
        Optional<Bandwidth> fill)
        implements Disruption, FitsCluster, Checked {

    /** Time until the new size serves. */
    public static final Metric SCALED_AFTER =
            new Metric("scaled_after", "s", "Time until the storage has the size that the GPUs need.");
    /** Time with two file systems. */
    public static final Metric PAID_TWICE =
            new Metric("paid_twice", "s", "Time in which the old and the new file system are both billed.");

    /** Both. */
    public static final List<Metric> METRICS = List.of(SCALED_AFTER, PAID_TWICE);

    /** How storage follows compute. */
    public enum Way {
        /** Not at all. */
        FIXED,
        /** At once. */
        LINKED,
        /** In place, after some time. */
        GROW,
        /** By a new one beside it. */
        RECREATE
    }

    @Override
    public void check(Issues issues) {
        issues.check(perGpu.bytesPerSec() > 0, "per-gpu", "say what a GPU needs");
        if (way == Way.RECREATE) {
            issues.check(
                    data.isPresent() && fill.isPresent(), "data", "recreate needs 'data' and the rate to 'fill' it");
            fill.ifPresent(rate -> issues.check(rate.bytesPerSec() > 0, "fill", "nothing arrives at no rate"));
        }
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        List<String> known = cluster.storage().stream().map(Storage::name).toList();
        String nearest = Nearest.of(storage, known);
        issues.check(
                known.contains(storage),
                "storage",
                "no storage is named '" + storage + "'" + (nearest == null ? "" : "; did you mean '" + nearest + "'?"));
    }

    @Override
    public void attach(World world) {
        if (way == Way.FIXED) {
            return;
        }
        StorageSystem.Resize resize = world.storage(storage)
                .resize(perGpu.bytesPerSec() * world.cluster().gpus())
                .orElseThrow(() -> new InfeasibleException(
                        "storage '" + storage + "' has no size that its throughput grows with"));
        long made = way == Way.LINKED ? 0 : Simulation.nanos(provision.seconds());
        double filling = way == Way.RECREATE
                ? data.orElseThrow().value() / fill.orElseThrow().bytesPerSec()
                : 0;
        long serves = Math.addExact(made, Simulation.nanos(filling));
        world.simulation()
                .at(
                        serves,
                        Rank.SCHEDULER,
                        payload -> world.flows().setCapacity(resize.link(), resize.newBytesPerSec()),
                        0);
        world.onEnd(endNanos -> close(world, resize, made, serves, endNanos));
    }

    /** Bills what there is beyond the old size, which the storage bills by itself; the old one goes when the new one serves. */
    private void close(World world, StorageSystem.Resize resize, long made, long serves, long endNanos) {
        BigInteger now = product(resize.newBytes(), Math.max(0, endNanos - made));
        BigInteger gone = product(resize.oldBytes(), Math.max(0, endNanos - serves));
        world.usage().add(new Usage.Key(Meters.STORED, resize.priceItem(), "", "", ""), now.subtract(gone));
        world.recorder().record(storage, SCALED_AFTER, serves * 1e-9);
        long twice = Math.max(0, Math.min(endNanos, serves) - made);
        world.recorder().record(storage, PAID_TWICE, twice * 1e-9);
    }

    private static BigInteger product(long bytes, long nanos) {
        return BigInteger.valueOf(bytes).multiply(BigInteger.valueOf(nanos));
    }
}
