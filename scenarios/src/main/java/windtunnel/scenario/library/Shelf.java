package windtunnel.scenario.library;

import java.util.List;
import java.util.Optional;
import windtunnel.scenario.yaml.Finding;
import windtunnel.scenario.yaml.Origin;
import windtunnel.scenario.yaml.Position;
import windtunnel.scenario.yaml.TextFile;

/** One place where library files lie. */
interface Shelf {
    /** The kinds of which it has entries, sorted. */
    List<String> kinds();

    /** Its entries of {@code kind}, sorted by name; empty for a kind it has nothing of. */
    List<Catalog.Entry> entries(String kind);

    /** The text of {@code path} below the shelf, such as {@code gpu/h100-sxm-80gb.yaml}; empty when there is none. */
    Optional<String> text(String path, Position asked) throws TextFile.Unreadable;

    /** How messages call the file at {@code path}. */
    Origin origin(String path);

    /** What is wrong with the shelf's files of {@code kind} before any is used. */
    List<Finding> findings(String kind);
}
