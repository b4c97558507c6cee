package windtunnel.model.storage;

/**
 * Which share of the samples a cache answers in an epoch, when every epoch reads each sample once in a new random order.
 *
 * <p>One node, or a fixed share of the data for each node, with room for a fraction c of it: a pinned cache answers c; a least
 * recently used one answers {@code c + (1 - c) ln(1 - c)}, since a sample read at x of one epoch and y of the next has been
 * followed by {@code 1 - x (1 - y)} of the set.
 *
 * <p>With n nodes and a sampler that deals all samples anew, a node reads 1/n of the set per epoch. Its last reading of a sample
 * lies k epochs back with probability {@code (1/n) (1 - 1/n)^(k-1)}, and since then it has met
 * {@code 1 - (1 - (1-u)/n) (1 - y/n) (1 - 1/n)^(k-1)} of the set, u and y uniform; the sum over k of the chance that this is less
 * than c tends to c. In epoch e only k &lt; e counts. Units alike in size, and many of them, are assumed.
 */
final class CacheLaw {
    /** Chances below this end the sum over past epochs. */
    private static final double NEGLIGIBLE = 1e-12;

    private CacheLaw() {}

    /** Hits of a least recently used cache with room for {@code room} of all samples on each of {@code nodes} nodes that are dealt anew. */
    static double lruReshuffled(double room, double nodes, long epoch) {
        double part = 1 / nodes;
        double others = 1 - part;
        double hits = 0;
        double chance = part;
        double survivors = 1;
        for (long back = 1; back < epoch && chance > NEGLIGIBLE; back++) {
            double met = room >= 1 ? 1 : productAbove((1 - room) / survivors, others);
            if (met == 0) {
                break;
            }
            hits += chance * met;
            chance *= others;
            survivors *= others;
        }
        return hits;
    }

    /** Hits of a cache that keeps the first samples it meets, under the same sampler. */
    static double pinReshuffled(double room, double nodes, long epoch) {
        return Math.min(room, 1 - StrictMath.pow(1 - 1 / nodes, epoch - 1.0));
    }

    /** Hits of a least recently used cache with room for {@code room} of the samples that its node reads in every epoch. */
    static double lruFixed(double room, long epoch) {
        if (epoch == 1) {
            return 0;
        }
        return room >= 1 ? 1 : room + (1 - room) * StrictMath.log1p(-room);
    }

    /** Hits of a pinned cache with room for {@code room} of the samples that its node reads in every epoch. */
    static double pinFixed(double room, long epoch) {
        return epoch == 1 ? 0 : Math.min(1, room);
    }

    /** Chance that the product of two numbers, each uniform between {@code low} and 1, is larger than {@code bound}. */
    private static double productAbove(double bound, double low) {
        if (bound >= 1) {
            return 0;
        }
        double width = 1 - low;
        double from = Math.max(low, bound);
        double to = low == 0 ? 1 : Math.min(1, bound / low);
        if (to <= low) {
            return 1;
        }
        double whole = (1 - to) * width;
        double part = to - from - (bound > 0 ? bound * StrictMath.log(to / from) : 0);
        return (whole + part) / (width * width);
    }
}
