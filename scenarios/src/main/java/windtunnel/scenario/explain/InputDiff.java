package windtunnel.scenario.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import windtunnel.scenario.read.Inputs;
import windtunnel.scenario.yaml.KeyPath;

/**
 * Finds which inputs differ between two sets of lines, and puts those together that make sense only together: all values of a
 * library entry when another entry is named, all keys of an element that was added.
 */
public final class InputDiff {
    private static final String PRICES = "prices.use.entries";
    private static final int MOST_IN_ONE_ENTRY = 8;
    private static final int LONGEST = 60;

    private final Inputs inputs;
    private final Map<String, String> before;
    private final Map<String, String> now;
    private final Set<String> libraryChanges;
    private final Set<String> defaults;

    /**
     * A comparison.
     *
     * @param inputs knows what the paths mean
     * @param before lines before
     * @param now lines now
     * @param libraryChanges library files, as {@code KIND/NAME}, whose text is another now
     * @param defaults paths whose values are tagged defaults now
     */
    public InputDiff(
            Inputs inputs,
            Map<String, String> before,
            Map<String, String> now,
            Set<String> libraryChanges,
            Set<String> defaults) {
        this.inputs = inputs;
        this.before = before;
        this.now = now;
        this.libraryChanges = libraryChanges;
        this.defaults = defaults;
    }

    /** The changes, sorted by path. */
    public List<InputChange> list() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (String path : changed()) {
            groups.computeIfAbsent(group(path), g -> new ArrayList<>()).add(path);
        }
        List<InputChange> changes = new ArrayList<>();
        crowded(groups).forEach((path, lines) -> changes.add(change(path, lines)));
        return List.copyOf(changes);
    }

    private Set<String> changed() {
        Set<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(now.keySet());
        paths.removeIf(path -> equal(before.get(path), now.get(path)) || onlyUnused(path));
        return paths;
    }

    private static boolean equal(String a, String b) {
        return a != null && a.equals(b);
    }

    /** A price that one side never used is no change: what made it used is. */
    private boolean onlyUnused(String path) {
        return path.startsWith(PRICES) && (before.get(path) == null || now.get(path) == null) && sameBook();
    }

    private boolean sameBook() {
        String book = "prices.use.name";
        return equal(before.get(book), now.get(book));
    }

    /** The path of the smallest thing around {@code path} that can be put back by itself. */
    private String group(String path) {
        for (String prefix : prefixes(path)) {
            if (before.containsKey(prefix) || now.containsKey(prefix)) {
                return prefix;
            }
        }
        for (Inputs.Holder holder : inputs.holders(path, now.containsKey(path) ? now : before)) {
            String naming = holder.naming();
            if (!equal(before.get(naming), now.get(naming))
                    && (before.containsKey(naming) || now.containsKey(naming))) {
                return holder.path();
            }
        }
        String smallest = path;
        for (String prefix : prefixes(path)) {
            if (below(before, prefix).isEmpty() || below(now, prefix).isEmpty()) {
                smallest = prefix;
            }
        }
        return smallest;
    }

    /** The strict prefixes of a path, longest first. */
    private static List<String> prefixes(String path) {
        List<KeyPath.Step> steps = KeyPath.parse(path).steps();
        List<String> prefixes = new ArrayList<>();
        for (int i = steps.size() - 1; i > 0; i--) {
            int end = steps.get(i).offset();
            String prefix = path.substring(0, end);
            prefixes.add(prefix.endsWith(".") ? prefix.substring(0, end - 1) : prefix);
        }
        return prefixes;
    }

    private static List<String> below(Map<String, String> lines, String prefix) {
        return lines.keySet().stream()
                .filter(path -> path.startsWith(prefix + ".") || path.startsWith(prefix + "["))
                .toList();
    }

    /** Many values of one library file are put back together. */
    private Map<String, List<String>> crowded(Map<String, List<String>> groups) {
        Map<String, List<String>> byFile = new LinkedHashMap<>();
        groups.keySet()
                .forEach(path -> library(path)
                        .ifPresent(holder -> byFile.computeIfAbsent(holder.path(), h -> new ArrayList<>())
                                .add(path)));
        Map<String, List<String>> result = new LinkedHashMap<>(groups);
        byFile.forEach((holder, paths) -> {
            if (paths.size() > MOST_IN_ONE_ENTRY) {
                List<String> lines = new ArrayList<>();
                paths.forEach(path -> lines.addAll(result.remove(path)));
                result.put(holder, lines);
            }
        });
        return result;
    }

    /** The changed library file that the value at {@code path} comes from. */
    private Optional<Inputs.Holder> library(String path) {
        List<Inputs.Holder> holders = inputs.holders(path, now.containsKey(path) ? now : before);
        for (int i = holders.size() - 1; i >= 0; i--) {
            if (!holders.get(i).kind().isEmpty() && libraryChanges.contains(file(holders.get(i)))) {
                return Optional.of(holders.get(i));
            }
        }
        return Optional.empty();
    }

    private String file(Inputs.Holder holder) {
        return holder.kind() + "/" + plain(now.getOrDefault(holder.naming(), ""));
    }

    private InputChange change(String path, List<String> lines) {
        String origin = library(lines.get(0))
                .map(holder -> "library " + file(holder))
                .orElse(defaults.contains(path) ? InputChange.DEFAULT : InputChange.SCENARIO);
        return new InputChange(path, origin, text(before, path, lines), text(now, path, lines), List.copyOf(lines));
    }

    private static String text(Map<String, String> side, String path, List<String> lines) {
        for (String naming : List.of(path, KeyPath.join(path, "name"), KeyPath.join(path, "kind"))) {
            if (side.containsKey(naming) && (naming.equals(path) || lines.contains(naming))) {
                return plain(side.get(naming));
            }
        }
        List<String> present = lines.stream().filter(side::containsKey).toList();
        if (present.isEmpty()) {
            return "absent";
        }
        return present.size() == 1 ? plain(side.get(present.get(0))) : present.size() + " values";
    }

    private static String plain(String json) {
        boolean quoted = json.length() >= 2 && json.startsWith("\"") && json.endsWith("\"");
        String text = quoted ? json.substring(1, json.length() - 1) : json;
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }

    /** {@code now} with one change undone. */
    static Map<String, String> undone(Map<String, String> now, Map<String, String> before, InputChange change) {
        Map<String, String> lines = new LinkedHashMap<>(now);
        for (String path : change.lines()) {
            if (before.containsKey(path)) {
                lines.put(path, before.get(path));
            } else {
                lines.remove(path);
            }
        }
        return lines;
    }
}
