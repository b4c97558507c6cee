package windtunnel.model.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import windtunnel.core.flow.Transfer;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Nearest;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Storage;
import windtunnel.model.StorageSystem;
import windtunnel.model.World;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * A copy that is made before the first step: a data set from an object store into a file system, or weights and container images to
 * every node. GPUs are held meanwhile (ledger state PROVISION), and requests are billed.
 *
 * <p>From storage to storage all nodes move equal parts, over the links of both. To the nodes, S bytes each: {@code every-node} reads S
 * on every node, so N S leave the storage; {@code tree} reads S once and doubles the nodes that have it in each of ceil(log2 N) rounds of
 * S / B; {@code pipeline} reads S once and passes it on in pieces of c, S / B + (N - 2) c / B more, B the rate of one node (its back-end
 * network, or {@code node-rate} if that is less). Source: textbook broadcasts. It stops holding where unpacking takes longer than copying,
 * and while another job uses the network.
 */
public record Staging(
        @Key(doc = "Name of the storage that holds it.", example = "bucket")
        String from,

        @Key(
                doc = "Name of the storage that it is copied to, or 'nodes' for every node.",
                def = "nodes",
                example = "fs")
        String to,

        @Key(doc = "How much: all of a data set, or what each node gets.", example = "23 GiB")
        Bytes size,

        @Key(
                doc =
                        "How it gets to all nodes: each reads it, or one does and the others get it by a tree or a pipeline.",
                def = "every-node")
        Spread spread,

        @Key(
                doc = "Piece that a pipeline passes on.",
                def = "16 MiB",
                tag = "assumed",
                source = "no source; anything far below the size does")
        Bytes piece,

        @Key(doc = "Fastest that one node takes it in, by its drives or by unpacking.", example = "3.1 GB/s")
        Optional<Bandwidth> nodeRate)
        implements Checked {
    private static final String NODES = "nodes";

    /** How a copy gets to every node. */
    public enum Spread {
        /** Every node reads it. */
        EVERY_NODE,
        /** One node reads it; those that have it send it on. */
        TREE,
        /** One node reads it; each passes pieces on to the next. */
        PIPELINE
    }

    @Override
    public void check(Issues issues) {
        issues.check(size.value() >= 1, "size", "there is nothing to copy");
        issues.check(piece.value() >= 1, "piece", "a piece has at least one byte");
        issues.check(!from.equals(to), "to", "is where it comes from");
        issues.check(
                spread == Spread.EVERY_NODE || to.equals(NODES),
                "spread",
                "belongs to copies to the nodes; a storage gets every byte once");
    }

    /** Checks the names of its storages. */
    void check(ClusterSpec cluster, String path, Issues issues) {
        List<String> known = cluster.storage().stream().map(Storage::name).toList();
        for (String name : to.equals(NODES) ? List.of(from) : List.of(from, to)) {
            if (!known.contains(name)) {
                String nearest = Nearest.of(name, known);
                issues.error(
                        path,
                        "no storage is named '" + name + "'"
                                + (nearest == null ? "" : "; did you mean '" + nearest + "'?"));
            }
        }
    }

    /** What it takes in this run. */
    Work work(World world) {
        int nodes = world.cluster().nodes();
        double cap = nodeRate.map(Bandwidth::bytesPerSec).orElse(Double.POSITIVE_INFINITY);
        StorageSystem source = world.storage(from);
        if (!to.equals(NODES)) {
            double each = (double) size.value() / nodes;
            return Work.simulated(joined(
                    source.transfer(StorageSystem.Direction.READ, nodes, each, cap),
                    world.storage(to).transfer(StorageSystem.Direction.WRITE, nodes, each, cap)));
        }
        if (spread == Spread.EVERY_NODE) {
            return Work.simulated(source.transfer(StorageSystem.Direction.READ, nodes, size.value(), cap));
        }
        Work read = Work.simulated(source.transfer(StorageSystem.Direction.READ, 1, size.value(), cap));
        return read.then(spreadSeconds(nodes, Math.min(cap, world.cluster().networkBytesPerSec())));
    }

    /** Seconds until all of {@code nodes} nodes have what one of them has. */
    double spreadSeconds(int nodes, double bytesPerSec) {
        if (nodes == 1 || bytesPerSec == Double.POSITIVE_INFINITY) {
            return 0;
        }
        double once = size.value() / bytesPerSec;
        int rounds = Integer.SIZE - Integer.numberOfLeadingZeros(nodes - 1);
        return spread == Spread.TREE
                ? rounds * once
                : once + (nodes - 2) * (Math.min(size.value(), piece.value()) / bytesPerSec);
    }

    /** One class of flows that crosses the links of both. */
    private static Transfer joined(Transfer read, Transfer write) {
        int[] links = IntStream.concat(IntStream.of(read.links()), IntStream.of(write.links()))
                .toArray();
        List<Double> units = new ArrayList<>();
        for (Transfer part : List.of(read, write)) {
            for (int i = 0; i < part.links().length; i++) {
                units.add(part.coefficients() == null ? 1.0 : part.coefficients()[i]);
            }
        }
        return new Transfer(
                read.bytes(),
                read.latencySeconds() + write.latencySeconds(),
                1,
                Math.min(read.capBytesPerSec(), write.capBytesPerSec()),
                read.multiplicity(),
                links,
                units.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
