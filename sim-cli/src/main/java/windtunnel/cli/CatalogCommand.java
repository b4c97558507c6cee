package windtunnel.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import windtunnel.core.unit.Nearest;
import windtunnel.scenario.library.Catalog;

/** Shows what the library holds and where each value comes from. */
@Command(
        name = "catalog",
        mixinStandardHelpOptions = true,
        description = "Show what the library holds and where each value comes from.",
        footer = {"", "Example: windtunnel catalog show gpu h100-sxm-80gb"})
final class CatalogCommand {
    @ParentCommand
    private Windtunnel root;

    private PrintWriter out() {
        return root.console().out();
    }

    private static String kind(String kind) {
        List<String> kinds = Catalog.builtIn().kinds();
        if (!kinds.contains(kind)) {
            String nearest = Nearest.of(kind, kinds);
            throw new InputException("the library has no kind '" + kind + "'"
                    + (nearest == null ? "." : "; did you mean '" + nearest + "'?") + " Kinds are "
                    + String.join(", ", kinds) + ".");
        }
        return kind;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List all entries, or those of one kind.")
    int list(
            @Parameters(
                            paramLabel = "KIND",
                            arity = "0..1",
                            description = "Such as node, gpu, price or model; without it, all kinds are listed.")
                    String kind) {
        Catalog catalog = Catalog.builtIn();
        List<String> kinds = kind == null ? catalog.kinds() : List.of(kind(kind));
        for (String each : kinds) {
            for (Catalog.Entry entry : catalog.list(each)) {
                out().println(each + " " + entry.name());
            }
        }
        out().flush();
        return Exit.OK;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Show one entry with its sources.")
    int show(
            @Parameters(paramLabel = "KIND", description = "Such as node, gpu, price or model.") String kind,
            @Parameters(paramLabel = "NAME", description = "Name or alias.") String name) {
        Catalog catalog = Catalog.builtIn();
        Catalog.Entry entry = catalog.find(kind(kind), name)
                .orElseThrow(() -> new InputException("the library has no " + kind + " '" + name + "'"
                        + catalog.nearest(kind, name)
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse("")));
        String text = catalog.text(entry);
        out().print(text);
        sources(text);
        out().flush();
        return Exit.OK;
    }

    private void sources(String text) {
        Catalog catalog = Catalog.builtIn();
        catalog.sources().list().stream()
                .filter(source -> text.contains(source.id()))
                .forEach(source -> out().println("# " + source.id() + ": " + source.what() + " (" + source.where()
                        + ", " + source.date() + ")"));
    }
}
