package windtunnel.model.disruption.spot.pool;

import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Key;

/** On-demand machines beside the spot ones; they are always to be had and never taken. */
public record Demand(
        @Key(doc = "Nodes that are on demand from the start and stay so.", def = "0", example = "4")
        Count base,

        @Key(
                doc =
                        "How long a node waits for a spot machine before an on-demand one is started in its place, which then"
                                + " stays; without it, it waits for spot.",
                example = "15 min")
        Optional<TimeSpan> after,

        @Key(
                doc = "Time from asking for an on-demand machine until it is there.",
                def = "2 min",
                tag = "assumed",
                source = "no source")
        TimeSpan start) {
    /** The default of {@code start}. */
    static final double START_SECONDS = 120;
}
