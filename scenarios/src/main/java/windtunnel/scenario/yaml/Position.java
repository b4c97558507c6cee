package windtunnel.scenario.yaml;

/**
 * A place in a text.
 *
 * @param origin the text
 * @param line counted from 1
 * @param column counted from 1, in characters
 */
public record Position(Origin origin, int line, int column) {
    /** The same place in a text of another provenance. */
    Position in(Origin other) {
        return new Position(other, line, column);
    }

    @Override
    public String toString() {
        return origin.name() + ":" + line + ":" + column;
    }
}
