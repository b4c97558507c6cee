package windtunnel.scenario.read;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import windtunnel.core.unit.Nearest;
import windtunnel.model.Assumptions;
import windtunnel.model.hardware.Tag;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.shape.KeyShape;
import windtunnel.scenario.yaml.Finding;
import windtunnel.scenario.yaml.Position;
import windtunnel.scenario.yaml.YamlText;

/** What one binding finds wrong, and which tagged defaults it falls back to. */
final class Findings {
    private static final Pattern DATE = Pattern.compile("\\b[0-9]{4}-[0-9]{2}(-[0-9]{2})?\\b");
    /** How a suggestion begins that names one choice. */
    static final String MEANT = "did you mean '";

    private static final int LONGEST_GUESS = 60;

    private final Set<Finding> list = new LinkedHashSet<>();
    private final Set<Finding> together = new LinkedHashSet<>();
    private boolean more;
    private final Map<String, Assumptions.Assumption> defaults = new LinkedHashMap<>();
    // By identity: hashing a record costs milliseconds when it happens first, and entries are never copied.
    private final Set<Catalog.Entry> open = Collections.newSetFromMap(new IdentityHashMap<>());

    void error(Position at, Place place, String message) {
        error(at, place, message, "");
    }

    void error(Position at, Place place, String message, String suggestion) {
        // Hostile input has a mistake a byte; not even the texts of the rest are made.
        if (list.size() < YamlText.MOST_FINDINGS) {
            add(Finding.error(at, place.path(), message, suggestion));
        } else {
            more = true;
        }
    }

    void add(Finding finding) {
        if (list.size() < YamlText.MOST_FINDINGS) {
            list.add(finding);
        } else {
            more |= finding.isError();
        }
    }

    /** Adds what is wrong between values that are each right by themselves. */
    void addTogether(Finding finding) {
        add(finding);
        together.add(finding);
    }

    /** Whether a finding is about values that do not go together, or not on this cluster. */
    boolean isTogether(Finding finding) {
        return together.contains(finding);
    }

    void addAll(Collection<Finding> findings) {
        findings.forEach(this::add);
    }

    /** Remembers that a default holds, if it is a claim. */
    void assume(KeyShape key, Place place) {
        if (!key.tag().isEmpty()) {
            Matcher date = DATE.matcher(key.source());
            String asOf = date.find() ? date.group() : "undated";
            note(new Assumptions.Assumption(place.path(), key.def().orElseThrow(), tag(key), key.source(), asOf));
        }
    }

    private void note(Assumptions.Assumption assumption) {
        defaults.put(assumption.key(), assumption);
    }

    private static Tag tag(KeyShape key) {
        return Tag.valueOf(key.tag().toUpperCase(Locale.ROOT));
    }

    void assumeAll(List<Assumptions.Assumption> assumptions) {
        assumptions.forEach(this::note);
    }

    List<Finding> list() {
        return List.copyOf(list);
    }

    /** Whether there were more findings than are kept. */
    boolean more() {
        return more;
    }

    List<Assumptions.Assumption> defaults() {
        return List.copyOf(defaults.values());
    }

    boolean hasErrors() {
        return more || list.stream().anyMatch(Finding::isError);
    }

    /** Notes that {@code entry} is being bound; false when it is already. */
    boolean enter(Catalog.Entry entry) {
        return open.add(entry);
    }

    void leave(Catalog.Entry entry) {
        open.remove(entry);
    }

    /** A new collection for an entry that is bound inside this binding. */
    Findings inner() {
        Findings inner = new Findings();
        inner.open.addAll(open);
        return inner;
    }

    /** {@code did you mean 'x'?}, or the choices when none is near, or nothing when they are many. */
    static String suggest(String word, Collection<String> choices) {
        String near = word.length() > LONGEST_GUESS ? null : Nearest.of(word, choices);
        if (near != null && !near.equals(word)) {
            return MEANT + near + "'?";
        }
        return choices.isEmpty() || choices.size() > 40 ? "" : "known are " + String.join(", ", choices);
    }
}
