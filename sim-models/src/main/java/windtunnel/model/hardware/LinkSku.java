package windtunnel.model.hardware;

import java.util.List;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Key;
import windtunnel.model.key.LibraryEntry;

/** One kind of link, per direction. */
@LibraryEntry("link")
public record LinkSku(
        @Key(doc = "Name in the library.", example = "ndr400")
        String name,

        @Key(doc = "Other names of the same thing.", def = "[]")
        List<String> aliases,

        @Key(doc = "Signalling rate per direction.", example = "400 Gb/s")
        Sourced<Bandwidth> raw,

        @Key(doc = "Rate that a well-tuned transfer reaches, per direction.", example = "48.5 GB/s")
        Sourced<Bandwidth> usable,

        @Key(doc = "Latency of crossing the link once, port to port.", example = "500 ns")
        Sourced<TimeSpan> latency) {}
