package windtunnel.model.storage;

import java.util.Optional;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Numbers;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.hardware.StorageSku;

/**
 * How large a file system of a tier has to be bought: {@code size = inc * ceil(max(capacity, need / rate, min) / inc)}, and
 * its throughput is size x rate. Sizes are rounded up, never down.
 *
 * <p>Source: Azure Managed Lustre, creation page (MicrosoftDocs/azure-stack-docs, 2024-11-11). Where a tier has a larger
 * increment above some size, sizes beyond it are whole numbers of that. It stops holding where a service sells throughput apart
 * from size.
 */
public final class SizeRule {
    private static final double TIB = 1L << 40;

    private SizeRule() {}

    /**
     * A size that can be bought.
     *
     * @param bytes provisioned capacity
     * @param bytesPerSec throughput of that capacity
     * @param overMaximum whether it is more than the portal sells without a support request
     */
    public record Size(Bytes bytes, double bytesPerSec, boolean overMaximum) {}

    /** The smallest purchasable size that holds {@code capacityBytes} and delivers {@code neededBytesPerSec}. */
    public static Size smallest(StorageSku.Tier tier, double capacityBytes, double neededBytesPerSec) {
        double rate = tier.rate().value().bytesPerSecPerTiB();
        double wanted = Math.max(
                Math.max(capacityBytes, neededBytesPerSec / rate * TIB),
                tier.minimum().value().value());
        long increment = tier.increment().map(step -> step.value().value()).orElse(1L);
        long bytes = roundedUp(wanted, increment);
        if (tier.largeFrom().isPresent()
                && tier.largeIncrement().isPresent()
                && bytes > tier.largeFrom().get().value().value()) {
            bytes = roundedUp(wanted, tier.largeIncrement().get().value().value());
        }
        Optional<Sourced<Bytes>> maximum = tier.maximum();
        boolean over = maximum.isPresent() && bytes > maximum.get().value().value();
        return new Size(new Bytes(bytes), bytes / TIB * rate, over);
    }

    /** A need that is a whole number of increments but for rounding must not buy one more. */
    private static long roundedUp(double wanted, long increment) {
        return Math.multiplyExact((long) Math.ceil(wanted / increment - 1e-9), increment);
    }

    /** The rate of a tier as people name it: {@code 250}, in MB/s per TiB. */
    public static String tierName(double bytesPerSecPerTiB) {
        return Numbers.json(bytesPerSecPerTiB / 1e6);
    }

    /** A size in TiB for people. */
    static String tebibytes(Bytes bytes) {
        return Numbers.significant(bytes.value() / TIB, 6) + " TiB";
    }
}
