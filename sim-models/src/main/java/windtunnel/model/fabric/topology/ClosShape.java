package windtunnel.model.fabric.topology;

import java.util.function.IntUnaryOperator;

/**
 * A network of leaves, spines and, over several pods, cores.
 *
 * <p>Every leaf has one cable to each spine of its pod, so a pod has as many spines as a leaf has uplinks. Spine j of every pod has a cable to each of
 * the cores of plane j.
 *
 * @param unit NICs after which wiring repeats: NIC n + unit is to its leaf and pod what NIC n is to its own
 * @param leafOfNic leaf of a NIC, counted over the cluster
 * @param leaves number of leaves
 * @param podOfLeaf pod of a leaf
 * @param pods number of pods
 * @param leafUp what goes up from a leaf
 * @param spineUp what goes up from a spine to the cores; none where pods are not joined
 * @param nicSeconds latency of crossing the link of a NIC
 * @param hopSeconds latency of crossing a link between switches
 */
public record ClosShape(
        int unit,
        IntUnaryOperator leafOfNic,
        int leaves,
        IntUnaryOperator podOfLeaf,
        int pods,
        Uplinks leafUp,
        Uplinks spineUp,
        double nicSeconds,
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

    /** The same wiring with so many fewer NICs, a multiple of the unit. */
    ClosShape without(int nics) {
        int gone = leaf(nics) - leaf(0);
        int podsGone = pod(gone) - pod(0);
        return new ClosShape(
                unit, leafOfNic, leaves - gone, podOfLeaf, pods - podsGone, leafUp, spineUp, nicSeconds, hopSeconds);
    }

    /** Latency from NIC to NIC. */
    double seconds(int from, int to) {
        int leaf = leaf(from);
        int other = leaf(to);
        if (leaf == other) {
            return 2 * nicSeconds;
        }
        return 2 * nicSeconds + (pod(leaf) == pod(other) ? 2 : 4) * hopSeconds;
    }

    /** Whether cables lead from one NIC to another: not between pods without cores. */
    boolean joins(int from, int to) {
        return spineUp.cables() > 0 || pod(leaf(from)) == pod(leaf(to));
    }
}
