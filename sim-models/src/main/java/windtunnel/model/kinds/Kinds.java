package windtunnel.model.kinds;

import java.util.List;

/** The one list of kinds: what {@code kind: NAME} may say in each family. */
public final class Kinds {
    private static final List<Kind> ALL = List.of();

    private Kinds() {}

    /**
     * One kind.
     *
     * @param family the interface it belongs to
     * @param name what the YAML says
     * @param type the record that is configuration and behaviour at once
     * @param doc one sentence for people
     */
    public record Kind(Class<?> family, String name, Class<? extends Record> type, String doc) {}

    /** All kinds, by family, then in the order in which they are best explained. */
    public static List<Kind> all() {
        return ALL;
    }

    /** The kinds of one family. */
    public static List<Kind> of(Class<?> family) {
        return ALL.stream().filter(kind -> kind.family() == family).toList();
    }
}
