package windtunnel.scenario.calibrate;

/**
 * How a shared file system serves n nodes: {@code min(n c, T)}, c what one node moves and T what all move together, in bytes per
 * second; the law of max-min sharing when nodes are alike.
 *
 * <p>Fitted over all ways to split the measurements, sorted by n, into those that nodes limit and those that the file system
 * limits: c and T are geometric means of their parts, and the split with the smallest sum of squared logarithms of
 * measured / fitted wins, of equal ones the one with most runs limited by nodes. Where no measurement reaches T, T is the largest rate seen, a lower bound.
 *
 * @param nodeBytesPerSec c
 * @param totalBytesPerSec T
 * @param reached whether some measurement is limited by T
 */
record Saturation(double nodeBytesPerSec, double totalBytesPerSec, boolean reached) {

    /** The fit; {@code nodes} must rise. */
    static Saturation fit(double[] nodes, double[] bytesPerSec) {
        Saturation best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int split = nodes.length; split >= 1; split--) {
            Saturation candidate = split(nodes, bytesPerSec, split);
            double error = candidate.error(nodes, bytesPerSec);
            if (error < least * (1 - 1e-12)) {
                least = error;
                best = candidate;
            }
        }
        return best;
    }

    private static Saturation split(double[] nodes, double[] rates, int split) {
        double own = 0;
        double all = 0;
        double largest = 0;
        for (int i = 0; i < nodes.length; i++) {
            largest = Math.max(largest, rates[i]);
            if (i < split) {
                own += StrictMath.log(rates[i] / nodes[i]) / split;
            } else {
                all += StrictMath.log(rates[i]) / (nodes.length - split);
            }
        }
        boolean reached = split < nodes.length;
        return new Saturation(StrictMath.exp(own), reached ? StrictMath.exp(all) : largest, reached);
    }

    private double error(double[] nodes, double[] rates) {
        double sum = 0;
        for (int i = 0; i < nodes.length; i++) {
            double off = StrictMath.log(rate(nodes[i]) / rates[i]);
            sum += off * off;
        }
        return sum;
    }

    /** Rate of {@code nodes} nodes together, in bytes per second. */
    double rate(double nodes) {
        double own = nodes * nodeBytesPerSec;
        return reached ? Math.min(own, totalBytesPerSec) : own;
    }
}
