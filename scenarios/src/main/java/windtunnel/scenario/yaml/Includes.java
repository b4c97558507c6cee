package windtunnel.scenario.yaml;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a file with everything that it includes: {@code include: other.yaml}, or a list of files, later ones over earlier
 * ones and the file's own keys over all. Included files lie in the folder of the first file or below, links followed.
 */
public final class Includes {
    /** The key that names other files. */
    public static final String KEY = "include";

    private final Path root;
    private final Limits limits;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Path> open = new ArrayList<>();
    private int files;

    private Includes(Path root, Limits limits) {
        this.root = root;
        this.limits = limits;
    }

    /** Reads {@code file}; messages name it as it was given. */
    public static YamlText.Parsed read(Path file, Limits limits) {
        String name = file.toString().replace('\\', '/');
        Origin origin = Origin.scenario(name);
        Position start = new Position(origin, 1, 1);
        Path real;
        try {
            real = file.toRealPath();
        } catch (IOException | SecurityException e) {
            return new YamlText.Parsed(
                    Optional.empty(), List.of(Finding.error(start, "", "'" + name + "' does not exist")));
        }
        Includes includes = new Includes(real.getParent(), limits);
        Optional<YamlNode> node = includes.load(real, start, origin);
        return new YamlText.Parsed(node, List.copyOf(includes.findings));
    }

    private Optional<YamlNode> load(Path real, Position asked, Origin origin) {
        Optional<YamlNode> own;
        try {
            YamlText.Parsed parsed = YamlText.parse(TextFile.read(real, asked, origin, limits), origin, limits);
            findings.addAll(parsed.findings());
            own = parsed.root();
        } catch (TextFile.Unreadable e) {
            findings.add(e.finding());
            return Optional.empty();
        }
        if (own.isPresent()
                && own.get() instanceof YamlNode.Mapping mapping
                && mapping.value(KEY).isPresent()) {
            open.add(real);
            YamlNode merged = merged(mapping, real);
            open.remove(open.size() - 1);
            return Optional.of(merged);
        }
        return own;
    }

    private YamlNode merged(YamlNode.Mapping mapping, Path real) {
        YamlNode value = mapping.value(KEY).orElseThrow();
        List<YamlNode> names = value instanceof YamlNode.Sequence list ? list.items() : List.of(value);
        Optional<YamlNode.Mapping> base = Optional.empty();
        for (YamlNode name : names) {
            Optional<YamlNode.Mapping> next = included(name, real.getParent());
            Optional<YamlNode.Mapping> below = base;
            base = next.map(above -> below.map(above::over).orElse(above)).or(() -> below);
        }
        YamlNode.Mapping own = mapping.without(KEY);
        return base.map(own::over).orElse(own);
    }

    private Optional<YamlNode.Mapping> included(YamlNode name, Path folder) {
        if (!(name instanceof YamlNode.Scalar scalar) || scalar.type() != CoreType.TEXT) {
            return refuse(name.position(), "takes the name of a file, or a list of names");
        }
        Optional<Path> target = resolve(scalar, folder);
        if (target.isEmpty()) {
            return Optional.empty();
        }
        if (open.contains(target.get())) {
            return refuse(scalar.position(), "includes '" + scalar.text() + "', which includes this file again");
        }
        if (++files > limits.files()) {
            return refuse(scalar.position(), "includes more than " + limits.files() + " files");
        }
        String shown = open.get(0).getParent().relativize(target.get()).toString();
        Origin origin = Origin.scenario(sibling(scalar.position().origin().name(), scalar.text(), shown));
        Optional<YamlNode> node = load(target.get(), scalar.position(), origin);
        if (node.isPresent() && !(node.get() instanceof YamlNode.Mapping)) {
            return refuse(node.get().position(), "is " + node.get().words() + "; an included file holds a map");
        }
        return node.map(YamlNode.Mapping.class::cast);
    }

    private Optional<Path> resolve(YamlNode.Scalar name, Path folder) {
        Path real;
        try {
            Path relative = Path.of(name.text());
            if (relative.isAbsolute()) {
                refuse(name.position(), "names '" + name.text() + "'; an include is relative to this file");
                return Optional.empty();
            }
            Path plain = folder.resolve(relative).normalize();
            real = plain.startsWith(root) ? plain.toRealPath() : plain;
        } catch (IOException | InvalidPathException | SecurityException e) {
            refuse(name.position(), "names '" + name.text() + "', which does not exist");
            return Optional.empty();
        }
        if (!real.startsWith(root)) {
            refuse(name.position(), "names '" + name.text() + "', which is outside the scenario's folder");
            return Optional.empty();
        }
        return Optional.of(real);
    }

    /** How messages call an included file: beside the name of the file that includes it, as the user gave that one. */
    private static String sibling(String includer, String name, String shown) {
        int slash = includer.lastIndexOf('/');
        return slash < 0 ? shown.replace('\\', '/') : includer.substring(0, slash + 1) + name.replace('\\', '/');
    }

    private Optional<YamlNode.Mapping> refuse(Position at, String message) {
        findings.add(Finding.error(at, KEY, message));
        return Optional.empty();
    }
}
