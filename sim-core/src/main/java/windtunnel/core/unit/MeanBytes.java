package windtunnel.core.unit;

/** A mean size in bytes, which may have a fraction: {@code 114660.07 B}. */
public record MeanBytes(double value) {
    /** Parses a size that need not be a whole number of bytes. */
    public static MeanBytes parse(String text) {
        return new MeanBytes(Bytes.parseMean(text));
    }

    @Override
    public String toString() {
        return Numbers.json(value) + " B";
    }
}
