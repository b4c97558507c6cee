package windtunnel.model.fabric;

import java.util.Optional;
import windtunnel.model.fabric.congestion.Congestion;
import windtunnel.model.hardware.LinkSku;
import windtunnel.model.key.Key;

/** The keys that all fabrics between nodes share: what their links are, and what controls congestion on them. */
public record Cabling(
        @Key(doc = "Link of one NIC; by default the node's own.", example = "ndr400")
        Optional<LinkSku> link,

        @Key(
                doc = "Link of a GPU to its host; needed only where a node has several scale-up domains.",
                example = "pcie4-x16")
        Optional<LinkSku> host,

        @Key(
                doc = "What controls congestion; without it a link carries the library's usable rate.",
                example = "roce-dcqcn")
        Optional<Congestion> congestion) {
    /** The node's own links at the library's usable rates. */
    public static final Cabling OWN = new Cabling(Optional.empty(), Optional.empty(), Optional.empty());
}
