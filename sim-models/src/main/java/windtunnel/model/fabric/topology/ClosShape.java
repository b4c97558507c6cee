package windtunnel.model.fabric.topology;

import java.util.function.IntUnaryOperator;

/**
 * A network of leaves, spines and, over several pods, cores.
 *
 * <p>Every leaf has one cable to each spine of its pod, so a pod has as many spines as a leaf has uplinks. Spine j of every pod has a cable to each of
 * the cores of plane j.
 *
 * @param leafOfNic leaf of a NIC, counted over the cluster
 * @param leaves number of leaves
 * @param podOfLeaf pod of a leaf
 * @param pods number of pods
 * @param leafUp what goes up from a leaf
 * @param spineUp what goes up from a spine to the cores; none where pods are not joined
 * @param hopSeconds latency of crossing one link
 */
public record ClosShape(
        IntUnaryOperator leafOfNic,
        int leaves,
        IntUnaryOperator podOfLeaf,
        int pods,
        Uplinks leafUp,
        Uplinks spineUp,
        double hopSeconds) {
    /** No uplinks. */
    public static final Uplinks NONE = new Uplinks(0, 0);

    /**
     * Equal cables up from one switch.
     *
     * @param cables how many
     * @param bytesPerSec rate of all of them together
     */
    public record Uplinks(int cables, double bytesPerSec) {
        /** Cables of about {@code cable} bytes per second each that carry {@code total}. */
        public static Uplinks of(double total, double cable) {
            return new Uplinks((int) Math.max(1, Math.round(total / cable)), total);
        }

        double perCable() {
            return bytesPerSec / cables;
        }
    }

    /** A network of two tiers, all leaves on all spines. */
    public static ClosShape twoTiers(IntUnaryOperator leafOfNic, int leaves, Uplinks up, double hopSeconds) {
        return new ClosShape(leafOfNic, leaves, leaf -> 0, 1, up, NONE, hopSeconds);
    }

    /** Spines of a pod. */
    int spines() {
        return leafUp.cables();
    }

    int leaf(int nic) {
        return leafOfNic.applyAsInt(nic);
    }

    int pod(int leaf) {
        return podOfLeaf.applyAsInt(leaf);
    }

    /** Latency from NIC to NIC. */
    double seconds(int from, int to) {
        int leaf = leaf(from);
        int other = leaf(to);
        if (leaf == other) {
            return 2 * hopSeconds;
        }
        return (pod(leaf) == pod(other) ? 4 : 6) * hopSeconds;
    }

    /** Throws where no cable joins the pods of two NICs. */
    void joined(int from, int to) {
        if (spineUp.cables() == 0) {
            throw new IllegalStateException("no cable joins NIC " + from + " and NIC " + to + " of the network");
        }
    }
}
