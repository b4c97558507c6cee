package windtunnel.model.hardware;

/**
 * A value that came from outside.
 *
 * @param value the value, with its unit in its type
 * @param source where it comes from, for people
 * @param asOf date of the source, or "undated"
 * @param tag what kind of knowledge it is
 * @param <T> type of the value
 */
public record Sourced<T>(T value, String source, String asOf, Tag tag) {
    /** Checks that the source is there. */
    public Sourced {
        if (value == null || source == null || source.isBlank() || asOf == null || tag == null) {
            throw new IllegalArgumentException("a sourced value needs value, source, date and tag");
        }
    }
}
