package windtunnel.scenario.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.shape.Shape;
import windtunnel.scenario.shape.Shapes;
import windtunnel.scenario.yaml.Finding;
import windtunnel.scenario.yaml.Limits;
import windtunnel.scenario.yaml.Origin;
import windtunnel.scenario.yaml.Position;
import windtunnel.scenario.yaml.TextFile;
import windtunnel.scenario.yaml.YamlText;

/** Reads files that hold a list of records, as strictly as scenarios are read. */
public final class RecordFile {
    private RecordFile() {}

    /**
     * The content of a file.
     *
     * @param records what it holds, in its order; empty when there is an error
     * @param findings what is wrong with it
     */
    public record Content<R extends Record>(List<R> records, List<Finding> findings) {}

    /** Reads {@code file}, whose elements are {@code type}. */
    public static <R extends Record> Content<R> list(Path file, Class<R> type) {
        Origin origin = Origin.scenario(file.toString());
        try {
            String text = TextFile.read(file, new Position(origin, 1, 1), origin, Limits.STANDARD);
            return list(text, origin, type);
        } catch (TextFile.Unreadable e) {
            return new Content<>(List.of(), List.of(e.finding()));
        }
    }

    /** Reads {@code text}, which findings call {@code origin}. */
    static <R extends Record> Content<R> list(String text, Origin origin, Class<R> type) {
        YamlText.Parsed parsed = YamlText.parse(text, origin, Limits.STANDARD);
        if (parsed.root().isEmpty()) {
            return new Content<>(List.of(), parsed.findings());
        }
        Shapes shapes = new Shapes(List.of());
        Findings out = new Findings();
        List<R> records = new ArrayList<>();
        new Binder(shapes, Catalog.builtIn(), DataFiles.none())
                .bind(new Shape.ListOf(shapes.record(type)), parsed.root().get(), Place.root(), out)
                .ifPresent(list -> ((List<?>) list).forEach(item -> records.add(type.cast(item))));
        return new Content<>(out.hasErrors() ? List.of() : List.copyOf(records), out.list());
    }
}
