package windtunnel.scenario.shape;

/** Turns text into a value. */
@FunctionalInterface
public interface TextParser {
    /** The value; throws {@code IllegalArgumentException} with a message for people. */
    Object parse(String text);
}
