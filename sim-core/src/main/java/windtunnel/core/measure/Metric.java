package windtunnel.core.measure;

/**
 * A named quantity that models observe and reports print as {@code <resource>.<name>}.
 *
 * @param name lower-case words joined by underscores
 * @param unit the unit of its values: {@code s}, {@code share}, {@code bytes}, {@code USD}, {@code 1} for counts
 * @param description one sentence for the generated reference
 */
public record Metric(String name, String unit, String description) {
    /** Checks that the description is there. */
    public Metric {
        if (description == null || description.isBlank()) {
            throw new IllegalArgumentException("metric " + name + " needs a description");
        }
    }
}
