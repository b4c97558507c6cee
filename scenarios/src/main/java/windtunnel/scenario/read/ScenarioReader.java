package windtunnel.scenario.read;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.yaml.Finding;
import windtunnel.scenario.yaml.Includes;
import windtunnel.scenario.yaml.Limits;
import windtunnel.scenario.yaml.Origin;
import windtunnel.scenario.yaml.YamlNode;
import windtunnel.scenario.yaml.YamlText;

/** Reads scenario files; every mistake is a finding with file, line, column and path, and none is an exception. */
public final class ScenarioReader {
    private static final String LIBRARY_FOLDER = "library";

    private final List<Kinds.Kind> kinds;
    private final Catalog catalog;
    private final Purpose purpose;

    /**
     * A reader for families with {@code kinds} and a library.
     *
     * @param runnable whether what cannot be run or priced is an error, as it is for whoever wants an answer
     */
    public ScenarioReader(List<Kinds.Kind> kinds, Catalog catalog, boolean runnable) {
        this(kinds, catalog, runnable ? Purpose.RUN : Purpose.DESCRIBE);
    }

    private ScenarioReader(List<Kinds.Kind> kinds, Catalog catalog, Purpose purpose) {
        this.kinds = kinds;
        this.catalog = catalog;
        this.purpose = purpose;
    }

    /**
     * As {@link #read(Path, List)}, for whoever looks for a layout: that of the file may be impossible, which is a warning then, and the job
     * must be one whose layout is open.
     */
    public static ReadResult readForLayouts(Path file, List<String> sets) {
        return new ScenarioReader(Kinds.all(), Catalog.builtIn(), Purpose.LAYOUTS).readFile(file, sets);
    }

    /**
     * Reads {@code file} with the kinds and the library of the program, and a folder {@code library} beside the file if there
     * is one.
     *
     * @param sets values in place of the file's: {@code path=value}
     */
    public static ReadResult read(Path file, List<String> sets) {
        return new ScenarioReader(Kinds.all(), Catalog.builtIn(), true).readFile(file, sets);
    }

    /**
     * As {@link #read(Path, List)}, with further axes.
     *
     * @param varies axes beside those of the file, or in place of one of the same path: {@code path=a | b | c}
     */
    public static ReadResult read(Path file, List<String> sets, List<String> varies) {
        return new ScenarioReader(Kinds.all(), Catalog.builtIn(), true).readFile(file, sets, varies);
    }

    /** As {@link #readForLayouts(Path, List)}, of a text and with this reader's kinds and library. */
    public ReadResult readTextForLayouts(String text, String name) {
        return new ScenarioReader(kinds, catalog, Purpose.LAYOUTS).readText(text, name, List.of());
    }

    /** As {@link #read(Path, List)}, with this reader's kinds and library. */
    public ReadResult readFile(Path file, List<String> sets) {
        return readFile(file, sets, List.of());
    }

    /** As {@link #read(Path, List, List)}, with this reader's kinds and library. */
    public ReadResult readFile(Path file, List<String> sets, List<String> varies) {
        Catalog all = catalogOf(file);
        String name = file.getFileName() == null
                ? file.toString()
                : file.getFileName().toString();
        return resolve(Includes.read(file, Limits.STANDARD), all, DataFiles.beside(file), stem(name), sets, varies);
    }

    /** The library that a scenario in {@code file} sees: with a folder {@code library} beside it in front. */
    public Catalog catalogOf(Path file) {
        Path folder = file.toAbsolutePath().resolveSibling(LIBRARY_FOLDER);
        return Files.isDirectory(folder) ? catalog.with(folder) : catalog;
    }

    /** Reads a scenario from {@code text}, which messages call {@code name}; it cannot include files. */
    public ReadResult readText(String text, String name, List<String> sets) {
        YamlText.Parsed parsed = YamlText.parse(text, Origin.scenario(name), Limits.STANDARD);
        return resolve(parsed, catalog, DataFiles.none(), stem(name), sets, List.of());
    }

    private static String stem(String file) {
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    private ReadResult resolve(
            YamlText.Parsed parsed,
            Catalog library,
            DataFiles files,
            String name,
            List<String> sets,
            List<String> varies) {
        List<Finding> findings = new ArrayList<>(parsed.findings());
        if (parsed.root().isEmpty()) {
            return result(Optional.empty(), findings);
        }
        YamlNode root = parsed.root().get();
        if (!(root instanceof YamlNode.Mapping tree)) {
            findings.add(Finding.error(root.position(), "", "is " + root.words() + "; a scenario is a map"));
            return result(Optional.empty(), findings);
        }
        Resolver resolver = new Resolver(kinds, library, files, name, purpose);
        Optional<YamlNode.Mapping> changed = resolver.withSets(tree, sets, varies, findings);
        return changed.isEmpty()
                ? result(Optional.empty(), findings)
                : result(resolver.experiment(changed.get(), findings), findings);
    }

    private static ReadResult result(Optional<windtunnel.scenario.Experiment> experiment, List<Finding> findings) {
        List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(
                Comparator.comparing(Finding::file).thenComparing(Finding::line).thenComparing(Finding::column));
        boolean failed = sorted.stream().anyMatch(Finding::isError);
        return new ReadResult(failed ? Optional.empty() : experiment, List.copyOf(sorted));
    }
}
