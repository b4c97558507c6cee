package windtunnel.scenario.shape;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import windtunnel.core.unit.Nearest;
import windtunnel.scenario.yaml.KeyPath;

/** Answers what a key means, by its path in a scenario, by its path in a library entry, or by the end of such a path. */
public final class Descriptions {
    private final Map<String, Description> byPath = new LinkedHashMap<>();
    private final RecordShape root;

    /** The keys of files whose top has the shape {@code root}. */
    public Descriptions(RecordShape root, Shapes shapes) {
        this.root = root;
        collect(root, "", new LinkedHashSet<>());
        for (RecordShape shape : shapes.reachable(root)) {
            shape.libraryKind().ifPresent(kind -> collect(shape, kind, new LinkedHashSet<>()));
        }
    }

    /** All keys, those of the scenario first, then those of the library's kinds. */
    public List<Description> all() {
        return List.copyOf(byPath.values());
    }

    /**
     * What {@code path} may mean: one description, or several when the path is short ({@code tokens}) or leaves the kind open,
     * or none.
     */
    public List<Description> find(String path) {
        Description exact = byPath.get(path);
        if (exact != null) {
            return List.of(exact);
        }
        Map<String, Description> walked = new LinkedHashMap<>();
        try {
            walk(root, KeyPath.parse(path).steps(), "", null, walked);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
        if (!walked.isEmpty()) {
            return List.copyOf(walked.values());
        }
        return byPath.values().stream()
                .filter(description -> description.path().endsWith("." + path))
                .toList();
    }

    /** The path that is nearest to a misspelt one, if any is near. */
    public Optional<String> nearest(String path) {
        if (path.length() > 100) {
            return Optional.empty();
        }
        Set<String> words = new LinkedHashSet<>();
        if (path.indexOf('.') < 0) {
            byPath.keySet().forEach(known -> words.add(known.substring(known.lastIndexOf('.') + 1)));
        }
        words.addAll(byPath.keySet());
        return Optional.ofNullable(Nearest.of(path, words));
    }

    private void collect(Shape shape, String path, Set<RecordShape> open) {
        if (shape instanceof RecordShape record) {
            boolean elsewhere = record.libraryKind().isPresent() && !open.isEmpty();
            if (!elsewhere && open.add(record)) {
                for (KeyShape key : record.keys()) {
                    String at = KeyPath.join(path, key.name());
                    byPath.putIfAbsent(at, describe(at, key));
                    collect(key.shape(), at, open);
                }
                open.remove(record);
            }
        } else if (shape instanceof Shape.ListOf list) {
            collect(list.element(), path, open);
        } else if (shape instanceof Shape.MapOf map) {
            collect(map.value(), path, open);
        } else if (shape instanceof Shape.SourcedOf sourced) {
            collect(sourced.value(), path, open);
        } else if (shape instanceof Shape.Family family) {
            for (Shape.KindShape kind : family.kinds()) {
                String at = KeyPath.join(path, kind.kind().name());
                byPath.putIfAbsent(at, describe(at, kind));
                collect(kind.shape(), at, open);
            }
        }
    }

    private static void walk(
            Shape shape, List<KeyPath.Step> steps, String done, Description here, Map<String, Description> found) {
        if (steps.isEmpty()) {
            if (here != null) {
                found.putIfAbsent(here.path(), here);
            }
            return;
        }
        KeyPath.Step step = steps.get(0);
        List<KeyPath.Step> rest = steps.subList(1, steps.size());
        if (shape instanceof RecordShape record && !step.isIndex()) {
            record.key(step.key()).ifPresent(key -> {
                String at = KeyPath.join(done, key.name());
                walk(key.shape(), rest, at, describe(at, key), found);
            });
        } else if (shape instanceof Shape.ListOf list) {
            boolean family = list.element() instanceof Shape.Family;
            walk(list.element(), family && !step.isIndex() ? steps : rest, done, here, found);
            if (family && !step.isIndex() && found.isEmpty()) {
                walk(list.element(), rest, done, here, found);
            }
        } else if (shape instanceof Shape.MapOf map) {
            walk(map.value(), rest, done, here, found);
        } else if (shape instanceof Shape.SourcedOf sourced) {
            walk(sourced.value(), steps, done, here, found);
        } else if (shape instanceof Shape.Family family) {
            for (Shape.KindShape kind : family.kinds()) {
                String at = KeyPath.join(done, kind.kind().name());
                boolean named = kind.kind().name().equals(step.key());
                walk(kind.shape(), named ? rest : steps, at, named ? describe(at, kind) : null, found);
            }
        }
    }

    private static Description describe(String path, KeyShape key) {
        return new Description(
                path,
                key.doc(),
                key.shape().words(),
                written(key.shape()),
                key.example(),
                key.required(),
                key.def(),
                key.tag(),
                key.source(),
                choices(key.shape()),
                key.shape() instanceof RecordShape record ? record.keyNames() : List.of());
    }

    private static Description describe(String path, Shape.KindShape kind) {
        List<String> keys = kind.shape().keyNames();
        String example = "{ kind: " + kind.kind().name() + " }";
        return new Description(
                path, kind.kind().doc(), "map", "", example, false, Optional.empty(), "", "", List.of(), keys);
    }

    private static List<String> choices(Shape shape) {
        if (shape instanceof Shape.Choice choice) {
            return choice.choices();
        }
        if (shape instanceof Shape.Family family) {
            return family.kinds().stream().map(kind -> kind.kind().name()).toList();
        }
        return shape instanceof Shape.ListOf list ? choices(list.element()) : List.of();
    }

    /** How a quantity is written, as its own error message says. */
    static String written(Shape shape) {
        Shape inner = shape instanceof Shape.SourcedOf sourced ? sourced.value() : shape;
        if (!(inner instanceof Shape.Text text)) {
            return "";
        }
        try {
            text.parser().parse("?");
            return "";
        } catch (IllegalArgumentException e) {
            String message = e.getMessage() == null ? "" : e.getMessage();
            int hint = message.lastIndexOf("; ");
            return hint < 0 ? "" : message.substring(hint + 2);
        }
    }
}
