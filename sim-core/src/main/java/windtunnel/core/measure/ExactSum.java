package windtunnel.core.measure;

import java.math.BigInteger;

/** An exact sum of products of longs: a plain long until it would overflow, then a BigInteger. */
final class ExactSum {
    private long small;
    private BigInteger large = BigInteger.ZERO;

    /** Adds {@code a * b}. */
    void add(long a, long b) {
        long low = a * b;
        long high = Math.multiplyHigh(a, b);
        if (high != low >> 63 || ((small ^ (small + low)) & (low ^ (small + low))) < 0) {
            large = large.add(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)));
        } else {
            small += low;
        }
    }

    /** Adds an exact amount. */
    void add(BigInteger amount) {
        large = large.add(amount);
    }

    /** Adds everything of {@code other} and empties it. */
    void take(ExactSum other) {
        add(other.small, 1);
        large = large.add(other.large);
        other.small = 0;
        other.large = BigInteger.ZERO;
    }

    /** Back to zero. */
    void clear() {
        small = 0;
        large = BigInteger.ZERO;
    }

    BigInteger value() {
        return large.add(BigInteger.valueOf(small));
    }
}
