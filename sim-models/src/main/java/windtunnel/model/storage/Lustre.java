package windtunnel.model.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.flow.Transfer;
import windtunnel.core.measure.Metric;
import windtunnel.core.measure.Usage;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.BandwidthPerCapacity;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Numbers;
import windtunnel.model.LedgerState;
import windtunnel.model.Storage;
import windtunnel.model.StorageSystem;
import windtunnel.model.World;
import windtunnel.model.cost.CostModel;
import windtunnel.model.hardware.StorageSku;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * A Lustre-like parallel file system whose throughput grows with capacity and tier.
 *
 * <p>Throughput C = capacity x tier rate is one shared link of the flow network; n clients that read or write at once get
 * max-min fair shares, each at most its own cap. Reads and writes share C, since every tier sells one figure for both. It stops
 * holding for many small files (metadata servers are not in it), for one file on few object storage targets, and for servers
 * whose write rate differs from their read rate.
 */
public record Lustre(
        @Key(doc = "Name by which workloads refer to it.", example = "fs", def = "fs")
        String name,

        @Key(doc = "The service it is bought as; without it, sizes are not checked and its price must be given.")
        Optional<StorageSku> sku,

        @Key(doc = "Provisioned capacity; rounded up to what the service sells.", example = "96 TiB")
        Bytes capacity,

        @Key(doc = "Throughput per capacity.", example = "125 MB/s per TiB")
        BandwidthPerCapacity tier,

        @Key(doc = "Fastest that one node reads or writes; by default its front-end network, else its back-end NICs.")
        Optional<Bandwidth> clientCap)
        implements Storage, Checked {
    private static final double TIB = 1L << 40;

    /** Bytes read from and written to a storage. */
    public static final Metric BYTES = new Metric("bytes", "bytes", "Bytes read from and written to the storage.");
    /** Mean share of the throughput in use. */
    public static final Metric UTILISATION =
            new Metric("utilisation", "share", "Mean share of the storage's throughput that was in use.");

    /** What a storage reports. */
    public static final List<Metric> METRICS = List.of(BYTES, UTILISATION);

    @Override
    public void check(Issues issues) {
        issues.check(capacity.value() > 0, "capacity", "a file system needs some capacity");
        sku.ifPresent(service -> checkTier(service, issues));
    }

    private void checkTier(StorageSku service, Issues issues) {
        Optional<StorageSku.Tier> sold = soldTier();
        if (sold.isEmpty()) {
            List<String> rates = new ArrayList<>();
            service.tiers().forEach(t -> rates.add("'" + t.rate().value() + "'"));
            issues.error("tier", service.name() + " has no tier of " + tier + "; it sells " + String.join(", ", rates));
            return;
        }
        SizeRule.Size size = provisioned();
        if (size.overMaximum()) {
            issues.warn(
                    "capacity",
                    SizeRule.tebibytes(size.bytes()) + " is more than " + service.name()
                            + " sells without a support request");
        }
        if (size.bytes().value() != capacity.value()) {
            issues.warn(
                    "capacity",
                    service.name() + " sells no " + SizeRule.tebibytes(capacity) + " of this tier; "
                            + SizeRule.tebibytes(size.bytes()) + " are provisioned and paid");
        }
    }

    private Optional<StorageSku.Tier> soldTier() {
        return sku.flatMap(service -> service.tiers().stream()
                .filter(t -> t.rate().value().equals(tier))
                .findFirst());
    }

    /** What is bought for the wanted capacity. */
    public SizeRule.Size provisioned() {
        return soldTier()
                .map(sold -> SizeRule.smallest(sold, capacity.value(), 0))
                .orElseGet(() -> new SizeRule.Size(capacity, capacity.value() / TIB * tier.bytesPerSecPerTiB(), false));
    }

    /** {@code amlfs/250}, or {@code fs/125} for a file system that is no catalogue entry. */
    @Override
    public String priceItem() {
        return sku.map(StorageSku::name).orElse(name) + "/" + SizeRule.tierName(tier.bytesPerSecPerTiB());
    }

    @Override
    public StorageSystem attach(World world) {
        soldTier().ifPresent(sold -> world.assumptions().read("storage." + priceItem() + ".rate", sold.rate()));
        SizeRule.Size size = provisioned();
        int link = world.flows().addLink(name, size.bytesPerSec());
        double client = clientCap
                .map(Bandwidth::bytesPerSec)
                .orElseGet(() -> world.cluster().storageClientBytesPerSec(world.assumptions()));
        world.onEnd(endNanos -> close(world, link, size, endNanos));
        return new Running(this, link, size.bytesPerSec(), client);
    }

    private void close(World world, int link, SizeRule.Size size, long endNanos) {
        double bytes = world.flows().carriedBytes(link);
        world.usage()
                .add(
                        new Usage.Key(CostModel.STORED, priceItem(), "", "", ""),
                        size.bytes().value(),
                        endNanos);
        world.recorder().record(name, BYTES, bytes);
        double possible = size.bytesPerSec() * (endNanos * 1e-9);
        world.recorder().record(name, UTILISATION, possible > 0 ? Math.min(1, bytes / possible) : 0);
    }

    /** The file system of one run. */
    private record Running(Lustre kind, int link, double totalBytesPerSec, double clientBytesPerSec)
            implements StorageSystem {
        @Override
        public String name() {
            return kind.name;
        }

        @Override
        public Transfer transfer(int clients, double bytesPerClient, double capPerClientBytesPerSec) {
            double cap = Math.min(capPerClientBytesPerSec, clientBytesPerSec);
            return new Transfer(bytesPerClient, 0, 1, cap, clients, new int[] {link}, null);
        }

        @Override
        public LedgerState waitingState(int bottleneckLink) {
            return bottleneckLink == link ? LedgerState.IN_STORAGE_BW : LedgerState.IN_NETWORK;
        }

        @Override
        public Optional<Resize> resize(double neededBytesPerSec) {
            SizeRule.Size now = kind.provisioned();
            double rate = kind.tier.bytesPerSecPerTiB();
            SizeRule.Size after = kind.soldTier()
                    .map(sold -> SizeRule.smallest(sold, now.bytes().value(), neededBytesPerSec))
                    .orElseGet(() -> {
                        double bytes = Math.max(now.bytes().value(), Math.ceil(neededBytesPerSec / rate * TIB));
                        return new SizeRule.Size(new Bytes((long) bytes), bytes / TIB * rate, false);
                    });
            return Optional.of(new Resize(
                    link, kind.priceItem(), now.bytes().value(), after.bytes().value(), after.bytesPerSec()));
        }

        @Override
        public String remedy(double neededBytesPerSec) {
            if (kind.sku.isEmpty()) {
                double tebibytes = neededBytesPerSec / kind.tier.bytesPerSecPerTiB();
                return Numbers.bandwidth(neededBytesPerSec) + " are needed: "
                        + Numbers.significant(Math.ceil(tebibytes * (1 - 1e-12)), 6) + " TiB of this tier";
            }
            List<String> ways = new ArrayList<>();
            for (StorageSku.Tier other : kind.sku.get().tiers()) {
                SizeRule.Size size = SizeRule.smallest(other, 0, neededBytesPerSec);
                ways.add(SizeRule.tierName(other.rate().value().bytesPerSecPerTiB()) + " MB/s per TiB: "
                        + SizeRule.tebibytes(size.bytes()) + (size.overMaximum() ? " (over the limit)" : ""));
            }
            return Numbers.bandwidth(neededBytesPerSec) + " are needed, "
                    + Numbers.bandwidth(totalBytesPerSec) + " are there; tiers that remove it: "
                    + String.join(", ", ways);
        }
    }
}
