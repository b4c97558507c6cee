package windtunnel.core.flow;

/**
 * What a flow moves, and over which links. Arrays are not copied: leave them alone afterwards.
 *
 * @param bytes bytes to move, per member of the class; ignored by streams
 * @param latencySeconds time before the first byte, during which no bandwidth is used
 * @param weight share relative to other flows, positive
 * @param capBytesPerSec upper bound of the rate; {@link Double#POSITIVE_INFINITY} for none
 * @param multiplicity number of identical flows that this one stands for, positive
 * @param links link ids of the path; a link named twice is crossed twice
 * @param coefficients bytes that each link carries per byte of the flow; null when all are 1
 */
public record Transfer(
        double bytes,
        double latencySeconds,
        double weight,
        double capBytesPerSec,
        double multiplicity,
        int[] links,
        double[] coefficients) {

    /** Checks every value; throws naming the first bad one. */
    public Transfer {
        require(bytes >= 0 && bytes < Double.POSITIVE_INFINITY, "bytes must be finite and not negative");
        require(
                latencySeconds >= 0 && latencySeconds < Double.POSITIVE_INFINITY,
                "latencySeconds must be finite and not negative");
        require(weight > 0 && weight < Double.POSITIVE_INFINITY, "weight must be finite and positive");
        require(capBytesPerSec >= 0, "capBytesPerSec must not be negative");
        require(
                multiplicity > 0 && multiplicity < Double.POSITIVE_INFINITY,
                "multiplicity must be finite and positive");
        require(
                links.length > 0 || capBytesPerSec < Double.POSITIVE_INFINITY,
                "a flow needs a link or a finite cap, else its rate is unbounded");
        require(coefficients == null || coefficients.length == links.length, "there must be one coefficient per link");
        for (int i = 0; coefficients != null && i < coefficients.length; i++) {
            require(
                    coefficients[i] > 0 && coefficients[i] < Double.POSITIVE_INFINITY,
                    "coefficients must be finite and positive");
        }
    }

    /** Bytes over links: no latency, weight 1, no cap. */
    public static Transfer of(double bytes, int... links) {
        return new Transfer(bytes, 0, 1, Double.POSITIVE_INFINITY, 1, links, null);
    }

    /** An endless flow over links: no latency, weight 1, no cap. */
    public static Transfer stream(int... links) {
        return of(0, links);
    }

    /** Bytes over links (or none), never faster than a cap. */
    public static Transfer capped(double bytes, double capBytesPerSec, int... links) {
        return new Transfer(bytes, 0, 1, capBytesPerSec, 1, links, null);
    }

    /** The same transfer with other bytes. */
    public Transfer withBytes(double newBytes) {
        return new Transfer(newBytes, latencySeconds, weight, capBytesPerSec, multiplicity, links, coefficients);
    }

    /** The same transfer with another latency. */
    public Transfer withLatency(double newLatencySeconds) {
        return new Transfer(bytes, newLatencySeconds, weight, capBytesPerSec, multiplicity, links, coefficients);
    }

    /** The same transfer with another weight. */
    public Transfer withWeight(double newWeight) {
        return new Transfer(bytes, latencySeconds, newWeight, capBytesPerSec, multiplicity, links, coefficients);
    }

    /** The same transfer with another cap. */
    public Transfer withCap(double newCapBytesPerSec) {
        return new Transfer(bytes, latencySeconds, weight, newCapBytesPerSec, multiplicity, links, coefficients);
    }

    /** The same transfer standing for another number of identical flows. */
    public Transfer withMultiplicity(double newMultiplicity) {
        return new Transfer(bytes, latencySeconds, weight, capBytesPerSec, newMultiplicity, links, coefficients);
    }

    /** The same transfer with other coefficients, one per link. */
    public Transfer withCoefficients(double... newCoefficients) {
        return new Transfer(bytes, latencySeconds, weight, capBytesPerSec, multiplicity, links, newCoefficients);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
