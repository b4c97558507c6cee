package windtunnel.scenario.explain;

import java.util.Optional;

/**
 * Something that moved figures.
 *
 * @param kind what sort of thing it is
 * @param change the input, for causes that are one
 * @param what what it is, in words
 * @param movements how far it moved each figure: now minus the same run without it
 * @param problem why it could not be replayed alone, if it could not
 */
public record Cause(
        Kind kind, Optional<InputChange> change, String what, Movements movements, Optional<String> problem) {
    /** Sorts of causes. */
    public enum Kind {
        /** An input of the scenario, of a library file, or a default. */
        INPUT,
        /** The program itself. */
        MODEL,
        /** Inputs that do together what none does alone. */
        INTERACTION
    }
}
