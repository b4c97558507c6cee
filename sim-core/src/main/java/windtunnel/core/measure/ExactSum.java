package windtunnel.core.measure;

import java.math.BigInteger;

/** An exact sum of products of longs, in 128 bits; a sum that leaves them throws. */
public final class ExactSum {
    private long high;
    private long low;

    /** Adds {@code a * b}. */
    public void add(long a, long b) {
        add128(Math.multiplyHigh(a, b), a * b);
    }

    /** Adds an exact amount. */
    void add(BigInteger amount) {
        if (amount.bitLength() > 127) {
            throw new ArithmeticException("more than 128 bits: " + amount);
        }
        add128(amount.shiftRight(64).longValue(), amount.longValue());
    }

    private void add128(long otherHigh, long otherLow) {
        low += otherLow;
        long carry = Long.compareUnsigned(low, otherLow) < 0 ? 1 : 0;
        high = Math.addExact(high, Math.addExact(otherHigh, carry));
    }

    /** Adds everything of {@code other} and empties it. */
    void take(ExactSum other) {
        if ((other.high | other.low) != 0) {
            add128(other.high, other.low);
            other.clear();
        }
    }

    /** Back to zero. */
    void clear() {
        high = 0;
        low = 0;
    }

    /** The sum. */
    public BigInteger value() {
        BigInteger unsigned = BigInteger.valueOf(low);
        return BigInteger.valueOf(low < 0 ? high + 1 : high).shiftLeft(64).add(unsigned);
    }
}
