package windtunnel.model.hardware;

import java.util.List;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
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
        Sourced<TimeSpan> latency,

        @Key(doc = "How it joins devices: switch, mesh (a link to each peer) or host (PCIe).", def = "switch")
        String wiring,

        @Key(doc = "NCCL protocols that its transport carries between nodes.", def = "[LL, LL128, Simple]")
        List<String> protocols)
        implements Checked {
    /** What {@code wiring} may say. */
    private static final List<String> WIRINGS = List.of("switch", "mesh", "host");
    /** What {@code protocols} may hold. */
    private static final List<String> PROTOCOLS = List.of("LL", "LL128", "Simple");

    @Override
    public void check(Issues issues) {
        issues.check(WIRINGS.contains(wiring), "wiring", "unknown wiring '" + wiring + "'; known are " + WIRINGS);
        issues.check(
                !protocols.isEmpty() && PROTOCOLS.containsAll(protocols),
                "protocols",
                "unknown protocols " + protocols + "; known are " + PROTOCOLS);
    }
}
