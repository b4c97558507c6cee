package windtunnel.model.compute.search;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import windtunnel.model.compute.Layout;

/**
 * What the layouts of a search must have.
 *
 * @param values the values to choose among, by key; a key that is absent is free
 */
public record Wanted(Map<LayoutKey, List<String>> values) {
    /** Everything is free. */
    public static final Wanted ANYTHING = new Wanted(Map.of());

    /** Copies the map. */
    public Wanted {
        Map<LayoutKey, List<String>> copy = new EnumMap<>(LayoutKey.class);
        values.forEach((key, list) -> copy.put(key, List.copyOf(list)));
        values = Collections.unmodifiableMap(copy);
    }

    /** Whether {@code layout} has all of it. */
    public boolean accepts(Layout layout) {
        for (Map.Entry<LayoutKey, List<String>> entry : values.entrySet()) {
            if (!entry.getValue().contains(entry.getKey().of(layout))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a number may be the value of a key. */
    boolean accepts(LayoutKey key, int value) {
        List<String> list = values.get(key);
        return list == null || list.contains(Integer.toString(value));
    }

    /** As options say it: {@code tensor=8, micro=1|2}. */
    public String text() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey().text() + "=" + String.join("|", entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
