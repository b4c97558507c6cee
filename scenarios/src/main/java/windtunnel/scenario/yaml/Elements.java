package windtunnel.scenario.yaml;

import java.util.Optional;
import java.util.function.Function;

/** How elements of a list are called: by {@code name}, else by {@code kind} where only one has it, else by position. */
public final class Elements {
    private static final int MOST_NAMED = 500;

    private Elements() {}

    /** The position of the element called {@code text}, or -1 when there is none or more than one. */
    public static int find(YamlNode.Sequence list, String text, Function<YamlNode, Optional<String>> nameOf) {
        int byName = only(list, text, nameOf);
        return byName >= 0 ? byName : only(list, text, item -> textOf(item, "kind"));
    }

    private static int only(YamlNode.Sequence list, String text, Function<YamlNode, Optional<String>> called) {
        int found = -1;
        for (int i = 0; i < list.items().size(); i++) {
            if (called.apply(list.items().get(i)).filter(text::equals).isPresent()) {
                if (found >= 0) {
                    return -1;
                }
                found = i;
            }
        }
        return found;
    }

    /** The name that an element gives itself. */
    public static Optional<String> ownName(YamlNode item) {
        return textOf(item, "name");
    }

    private static Optional<String> textOf(YamlNode item, String key) {
        return item instanceof YamlNode.Mapping mapping ? mapping.text(key) : Optional.empty();
    }

    /** The path of element {@code index} of the list at {@code parent}. */
    public static String label(String parent, YamlNode.Sequence list, int index) {
        YamlNode item = list.items().get(index);
        if (list.items().size() <= MOST_NAMED) {
            for (String key : new String[] {"name", "kind"}) {
                Optional<String> text = textOf(item, key).filter(t -> !t.isBlank());
                if (text.isPresent() && find(list, text.get(), Elements::ownName) == index) {
                    return KeyPath.join(parent, text.get());
                }
            }
        }
        return parent + "[" + index + "]";
    }
}
