package windtunnel.scenario.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.ScenarioSpec;
import windtunnel.scenario.shape.Canonical;
import windtunnel.scenario.shape.KeyShape;
import windtunnel.scenario.shape.RecordShape;
import windtunnel.scenario.shape.Restore;
import windtunnel.scenario.shape.Shape;
import windtunnel.scenario.shape.Shapes;
import windtunnel.scenario.yaml.KeyPath;

/**
 * A scenario's inputs as lines {@code path -> JSON} that can be changed one by one and made a scenario again. Elements of lists
 * are called by name, kind, or item and market, so that one element more does not rename the others.
 */
public final class Inputs {
    private final RecordShape shape;

    /** Inputs where the families have {@code kinds}. */
    public Inputs(List<Kinds.Kind> kinds) {
        this.shape = new Shapes(kinds).record(ScenarioSpec.class);
    }

    /**
     * A record of the library, or one of a family, that holds a line.
     *
     * @param path where it stands
     * @param kind the library's kind, or empty for a member of a family
     */
    public record Holder(String path, String kind) {
        /** The line that says which one it is. */
        public String naming() {
            return KeyPath.join(path, kind.isEmpty() ? "kind" : "name");
        }
    }

    /** All lines, lists in their order. */
    public Map<String, String> lines(Scenario scenario) {
        SortedMap<String, Object> tree = Canonical.tree(scenario.spec(), shape, Resolver.OUTSIDE_HASH);
        Map<String, String> lines = new LinkedHashMap<>();
        flatten("", tree, lines);
        return lines;
    }

    private static void flatten(String path, Object value, Map<String, String> lines) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, child) -> flatten(KeyPath.join(path, (String) key), child, lines));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                flatten(label(path, list, i), list.get(i), lines);
            }
        } else {
            lines.put(path, Canonical.json(value));
        }
    }

    private static String label(String path, List<?> list, int index) {
        for (List<String> keys : List.of(List.of("name"), List.of("kind"), List.of("item", "market"))) {
            Optional<String> own = called(list.get(index), keys);
            if (own.isPresent()
                    && list.stream()
                                    .filter(item -> called(item, keys).equals(own))
                                    .count()
                            == 1) {
                return KeyPath.join(path, own.get());
            }
        }
        return path + "[" + index + "]";
    }

    private static Optional<String> called(Object item, List<String> keys) {
        List<String> words = new ArrayList<>();
        for (String key : keys) {
            if (item instanceof Map<?, ?> map && map.get(key) instanceof String text && !text.contains("\"]")) {
                words.add(text);
            }
        }
        return words.size() == keys.size() ? Optional.of(String.join("@", words)) : Optional.empty();
    }

    /**
     * {@code base} with other inputs.
     *
     * @throws IllegalArgumentException if the lines make no scenario
     */
    public Scenario with(Scenario base, Map<String, String> lines) {
        Map<String, Object> kept = new LinkedHashMap<>();
        for (KeyShape key : shape.keys()) {
            if (Resolver.OUTSIDE_HASH.contains(key.name())) {
                kept.put(key.name(), key.in(base.spec()));
            }
        }
        ScenarioSpec spec = (ScenarioSpec) Restore.record(shape, lines, kept);
        SortedMap<String, Object> tree = Canonical.tree(spec, shape, Resolver.OUTSIDE_HASH);
        return new Scenario(
                base.name(),
                spec,
                Canonical.hash(tree),
                Canonical.flat(tree),
                base.axisValues(),
                List.of(),
                List.of(),
                List.of());
    }

    /** The records that hold the line at {@code path} and can be exchanged as a whole, outermost first. */
    public List<Holder> holders(String path, Map<String, String> lines) {
        List<Holder> holders = new ArrayList<>();
        Shape at = shape;
        String done = "";
        for (KeyPath.Step step : KeyPath.parse(path).steps()) {
            if (at instanceof RecordShape record) {
                at = record.key(step.key()).map(KeyShape::shape).orElse(null);
            } else if (at instanceof Shape.ListOf list) {
                at = list.element();
            } else if (at instanceof Shape.MapOf map) {
                at = map.value();
            }
            if (at == null) {
                return holders;
            }
            done = step.isIndex() ? done + "[" + step.index() + "]" : KeyPath.join(done, step.key());
            at = entered(at, done, lines, holders);
        }
        return holders;
    }

    /** The shape inside {@code at}, which stands at {@code path}; notes it when it can be exchanged. */
    private static Shape entered(Shape at, String path, Map<String, String> lines, List<Holder> holders) {
        Shape inner = at instanceof Shape.SourcedOf sourced ? sourced.value() : at;
        if (inner instanceof Shape.Family family) {
            holders.add(new Holder(path, ""));
            String kind = lines.get(KeyPath.join(path, "kind"));
            return family.kinds().stream()
                    .filter(member -> Canonical.json(member.kind().name()).equals(kind))
                    .findFirst()
                    .map(Shape.KindShape::shape)
                    .orElse(null);
        }
        if (inner instanceof RecordShape record) {
            record.libraryKind().ifPresent(kind -> holders.add(new Holder(path, kind)));
        }
        return inner;
    }
}
