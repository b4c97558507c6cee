package windtunnel.core.engine;

import java.util.stream.LongStream;

/** An order-dependent 64-bit digest of numbers and texts (multiply-rotate per word, murmur finaliser); not for security. */
public final class Fingerprint {

    private static final int FEW = 128;
    private static final long[] WORDS =
            LongStream.range(0, FEW).map(Fingerprint::word).toArray();

    private long state = 0x9E3779B97F4A7C15L;

    /** Folds in a whole number. */
    public Fingerprint add(long value) {
        state = fold(state, word(value));
        return this;
    }

    private static long word(long value) {
        return mix(value + 0x9E3779B97F4A7C15L);
    }

    private static long fold(long state, long word) {
        return Long.rotateLeft(state ^ word, 27) * 0x3C79AC492BA7B653L + 0x1C69B3F74AC4AE35L;
    }

    /** Folds in a double by its bits; -0.0 counts as 0.0 and all NaNs are one. */
    public Fingerprint add(double value) {
        return add(Double.doubleToLongBits(value + 0.0));
    }

    /** Folds in a text: its length, then its UTF-16 units. */
    public Fingerprint add(CharSequence text) {
        int length = text.length();
        add(length);
        long folded = state;
        for (int i = 0; i < length; i++) {
            char unit = text.charAt(i);
            folded = fold(folded, unit < FEW ? WORDS[unit] : word(unit));
        }
        state = folded;
        return this;
    }

    /** The digest so far. */
    public long value() {
        return mix(state);
    }

    /** The digest so far as 16 lower-case hex digits. */
    public String hex() {
        String digits = Long.toHexString(value());
        return "0".repeat(16 - digits.length()) + digits;
    }

    private static long mix(long word) {
        long z = (word ^ (word >>> 33)) * 0xFF51AFD7ED558CCDL;
        z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return z ^ (z >>> 33);
    }
}
