package windtunnel.model.key;

/**
 * A file beside the scenario that holds data, read when the scenario is.
 *
 * @param name path relative to the scenario file, never outside its folder
 * @param text its content
 */
public record DataFile(String name, String text) {
    /** The file called {@code name}, not read yet: what reads the scenario fills in the text. */
    public static DataFile parse(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("is empty; it takes the name of a file");
        }
        return new DataFile(name, "");
    }
}
