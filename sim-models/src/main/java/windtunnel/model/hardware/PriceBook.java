package windtunnel.model.hardware;

import java.util.List;
import windtunnel.core.unit.Price;
import windtunnel.model.key.Key;
import windtunnel.model.key.LibraryEntry;

/** Prices of one region at one time, in US dollars. */
@LibraryEntry("price")
public record PriceBook(
        @Key(doc = "Name in the library: what it holds.", example = "azure-eastus-2025-12")
        String name,

        @Key(doc = "Other names of the same thing.", def = "[]")
        List<String> aliases,

        @Key(doc = "Region that the prices are for.", example = "eastus")
        String region,

        @Key(doc = "The prices.") List<Entry> entries) {

    /**
     * One price.
     *
     * <p>An item is a node's name ({@code azure-nd96isr-h100-v5}), or a storage service with its tier
     * ({@code fsx-lustre/125}).
     */
    public record Entry(
            @Key(doc = "What is priced: a node, or a storage service with its tier.", example = "aws-p5-48xlarge")
            String item,

            @Key(doc = "Market the price is for.", example = "spot", def = "on-demand")
            String market,

            @Key(doc = "The price.", example = "$55.04/h") Sourced<Price> price,

            @Key(doc = "Grade of the source, A (vendor) to D (third party, undated), or derived.", example = "B")
            String grade) {}
}
