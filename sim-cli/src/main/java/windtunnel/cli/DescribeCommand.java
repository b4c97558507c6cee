package windtunnel.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import windtunnel.scenario.read.ScenarioLanguage;
import windtunnel.scenario.shape.Description;
import windtunnel.scenario.shape.Descriptions;

/** Tells what a key of a scenario means. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description = "Tell what a key of a scenario means, its default and where that comes from.",
        footer = {"", "Example: windtunnel describe workloads.training.checkpoint.every"})
final class DescribeCommand implements Callable<Integer> {
    @ParentCommand
    private Windtunnel root;

    @Parameters(paramLabel = "KEY", description = "Path of a key, or its last word.")
    private String key;

    @Override
    public Integer call() {
        Descriptions descriptions = ScenarioLanguage.builtIn().descriptions();
        List<Description> found = descriptions.find(key);
        if (found.isEmpty()) {
            throw new InputException("no key is called '" + key + "'"
                    + descriptions
                            .nearest(key)
                            .map(near -> "; did you mean '" + near + "'?")
                            .orElse(""));
        }
        PrintWriter out = root.console().out();
        found.forEach(description -> print(description, out));
        out.flush();
        return Exit.OK;
    }

    private static void print(Description d, PrintWriter out) {
        out.println(d.path());
        out.println("  " + d.doc());
        line(out, "type", d.type());
        line(out, "how", d.written());
        line(out, "example", d.example());
        line(out, "choices", String.join(", ", d.choices()));
        line(out, "keys", String.join(", ", d.keys()));
        line(out, "default", d.def().orElse(d.required() ? "none: it must be given" : "absent"));
        line(out, "default is", d.tag().isEmpty() ? "" : d.tag() + ": " + d.source());
    }

    private static void line(PrintWriter out, String label, String value) {
        if (!value.isBlank()) {
            out.println("  " + label + ": " + value);
        }
    }
}
