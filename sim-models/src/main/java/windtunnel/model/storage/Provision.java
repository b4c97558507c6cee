package windtunnel.model.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import windtunnel.core.measure.Usage;
import windtunnel.core.unit.BandwidthPerCapacity;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Numbers;
import windtunnel.model.Change;
import windtunnel.model.ReadPath;
import windtunnel.model.World;
import windtunnel.model.cost.CostModel;
import windtunnel.model.hardware.StorageSku;
import windtunnel.model.key.Issues;

/** What is bought of a file system whose throughput comes with its capacity. */
record Provision(String name, Optional<StorageSku> sku, Bytes capacity, BandwidthPerCapacity tier) {
    private static final double TIB = 1L << 40;

    void check(Issues issues) {
        issues.check(capacity.value() > 0, "capacity", "a file system needs some capacity");
        sku.ifPresent(service -> checkTier(service, issues));
    }

    private void checkTier(StorageSku service, Issues issues) {
        if (soldTier().isEmpty()) {
            List<String> rates = new ArrayList<>();
            service.tiers().forEach(t -> rates.add("'" + t.rate().value() + "'"));
            issues.error("tier", service.name() + " has no tier of " + tier + "; it sells " + String.join(", ", rates));
            return;
        }
        SizeRule.Size size = size();
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
    SizeRule.Size size() {
        return soldTier()
                .map(sold -> SizeRule.smallest(sold, capacity.value(), 0))
                .orElseGet(() -> new SizeRule.Size(capacity, capacity.value() / TIB * tier.bytesPerSecPerTiB(), false));
    }

    /** The smallest size, at least the present one, that delivers {@code neededBytesPerSec}. */
    SizeRule.Size following(double neededBytesPerSec) {
        long now = size().bytes().value();
        double rate = tier.bytesPerSecPerTiB();
        return soldTier()
                .map(sold -> SizeRule.smallest(sold, now, neededBytesPerSec))
                .orElseGet(() -> {
                    double bytes = Math.max(now, Math.ceil(neededBytesPerSec / rate * TIB));
                    return new SizeRule.Size(new Bytes((long) bytes), bytes / TIB * rate, false);
                });
    }

    /** {@code amlfs/250}, or {@code fs/125} for a file system that is no catalogue entry. */
    String priceItem() {
        return sku.map(StorageSku::name).orElse(name) + "/" + SizeRule.tierName(tier.bytesPerSecPerTiB());
    }

    /** Notes the tier that is used and, at the end, the capacity that was held. */
    void meter(World world) {
        soldTier().ifPresent(sold -> world.assumptions().read("storage." + priceItem() + ".rate", sold.rate()));
        world.onEnd(endNanos -> world.usage()
                .add(
                        new Usage.Key(CostModel.STORED, priceItem(), "", "", ""),
                        size().bytes().value(),
                        endNanos));
    }

    /** How to get {@code neededBytesPerSec} out of it. */
    ReadPath.Advice advice(double neededBytesPerSec) {
        String where = name;
        if (sku.isEmpty()) {
            double tebibytes = Math.ceil(neededBytesPerSec / tier.bytesPerSecPerTiB() * (1 - 1e-12));
            String size = Numbers.significant(tebibytes, 6) + " TiB";
            return new ReadPath.Advice(
                    where,
                    Numbers.bandwidth(neededBytesPerSec) + " are needed: " + size + " of this tier",
                    List.of(new Change(name, Map.of("capacity", size), name + " of " + size)));
        }
        List<String> ways = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (StorageSku.Tier other : sku.get().tiers()) {
            SizeRule.Size size = SizeRule.smallest(other, 0, neededBytesPerSec);
            ways.add(SizeRule.tierName(other.rate().value().bytesPerSecPerTiB()) + " MB/s per TiB: "
                    + SizeRule.tebibytes(size.bytes()) + (size.overMaximum() ? " (over the limit)" : ""));
            if (!size.overMaximum()) {
                changes.add(change(other, neededBytesPerSec));
            }
        }
        return new ReadPath.Advice(
                where,
                Numbers.bandwidth(neededBytesPerSec) + " are needed, "
                        + Numbers.bandwidth(size().bytesPerSec()) + " are there; tiers that remove it: "
                        + String.join(", ", ways),
                changes);
    }

    private Change change(StorageSku.Tier other, double neededBytesPerSec) {
        SizeRule.Size size = SizeRule.smallest(other, capacity.value(), neededBytesPerSec);
        String bytes = SizeRule.tebibytes(size.bytes());
        String rate = other.rate().value().toString();
        return new Change(
                name,
                Map.of("capacity", size.bytes().value() + " B", "tier", rate),
                name + " of " + bytes + ", " + rate);
    }
}
