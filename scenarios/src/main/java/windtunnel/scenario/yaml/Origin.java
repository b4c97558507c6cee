package windtunnel.scenario.yaml;

import java.util.Optional;

/**
 * The text that a node was read from.
 *
 * @param name how messages call it: a file name, {@code --set}
 * @param provenance where its plain values come from; empty when each value must say so itself
 */
public record Origin(String name, Optional<Provenance> provenance) {
    /** A text of the user, whose values need no source. */
    public static Origin scenario(String name) {
        return new Origin(name, Optional.of(Provenance.SCENARIO));
    }

    /** A library file, whose values must say where they come from. */
    public static Origin library(String name) {
        return new Origin(name, Optional.empty());
    }
}
