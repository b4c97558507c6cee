package windtunnel.core.unit;

/** Throughput that grows with capacity, as storage tiers are sold: {@code 125 MB/s per TiB}. */
public record BandwidthPerCapacity(double bytesPerSecPerTiB) {
    /** Parses {@code BANDWIDTH per TiB}. */
    public static BandwidthPerCapacity parse(String text) {
        String suffix = "per TiB";
        String trimmed = text.trim();
        if (!trimmed.endsWith(suffix)) {
            throw new QuantityException(
                    "'" + text + "' is not a throughput per capacity; it is written like '125 MB/s per TiB'");
        }
        String rate = trimmed.substring(0, trimmed.length() - suffix.length());
        return new BandwidthPerCapacity(Bandwidth.parse(rate.trim()).bytesPerSec());
    }

    @Override
    public String toString() {
        return Numbers.bandwidth(bytesPerSecPerTiB) + " per TiB";
    }
}
