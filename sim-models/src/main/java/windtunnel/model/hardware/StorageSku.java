package windtunnel.model.hardware;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.BandwidthPerCapacity;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.OperationRate;
import windtunnel.model.key.Key;
import windtunnel.model.key.LibraryEntry;

/** A shared file system as it is sold: tiers whose throughput grows with capacity. */
@LibraryEntry("storage")
public record StorageSku(
        @Key(doc = "Name in the library.", example = "amlfs-2024-11")
        String name,

        @Key(doc = "Other names of the same thing.", def = "[]")
        List<String> aliases,

        @Key(doc = "Who sells it.", example = "azure") String cloud,
        @Key(doc = "The tiers on offer.") List<Tier> tiers,

        @Key(doc = "Share of the capacity that can safely be filled.")
        Optional<Sourced<Fraction>> usableFraction,

        @Key(doc = "Fastest that one file with the default layout can be read.")
        Optional<Sourced<Bandwidth>> singleFile,

        @Key(doc = "Fastest that one node was seen to read or write.")
        Optional<Sourced<Bandwidth>> client,

        @Key(doc = "Metadata operations a second that can be bought, in rising order.", def = "[]")
        List<Sourced<OperationRate>> metadata) {

    /** One tier: a rate per capacity, sold in whole increments between a minimum and a maximum. */
    public record Tier(
            @Key(doc = "Throughput per capacity; names the tier.", example = "250 MB/s per TiB")
            Sourced<BandwidthPerCapacity> rate,

            @Key(doc = "Smallest file system.") Sourced<Bytes> minimum,

            @Key(doc = "Largest file system without a support request.")
            Optional<Sourced<Bytes>> maximum,

            @Key(doc = "Step between sizes.") Optional<Sourced<Bytes>> increment,

            @Key(doc = "Size above which the step is a larger one.")
            Optional<Sourced<Bytes>> largeFrom,

            @Key(doc = "Step between sizes above that.") Optional<Sourced<Bytes>> largeIncrement) {}
}
