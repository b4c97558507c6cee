package windtunnel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import windtunnel.scenario.read.ScenarioLanguage;

/** Writes a commented scenario to start from, and beside it the schema by which editors complete and check it. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Write a commented scenario to start from, and the schema for editors beside it.",
        footer = {"", "Example: windtunnel init --template queue shared.yaml && windtunnel run shared.yaml"})
final class InitCommand implements Callable<Integer> {
    /** The schema's file, which the scenario's first line names. */
    static final String SCHEMA = "windtunnel.schema.json";

    @ParentCommand
    private Windtunnel root;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "The new scenario; by default ${DEFAULT-VALUE}.",
            defaultValue = "scenario.yaml")
    private Path file;

    @Option(
            names = "--template",
            paramLabel = "T",
            description = "What to start from: training, vision or queue.",
            defaultValue = "training")
    private Template template;

    @Option(names = "--force", description = "Write over FILE if it is there.")
    private boolean force;

    /** What to start from. */
    enum Template {
        /** A training run on machines that fail. */
        TRAINING,
        /** Images from an object store. */
        VISION,
        /** Teams that share a cluster. */
        QUEUE
    }

    @Override
    public Integer call() {
        if (Files.exists(file) && !force) {
            throw new InputException(file + " is there already; name another file, or use --force to write over it");
        }
        Path schema = file.resolveSibling(SCHEMA);
        String text = "# yaml-language-server: $schema=" + SCHEMA + "\n" + text(template);
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            Files.writeString(file, text, StandardCharsets.UTF_8);
            Files.writeString(schema, ScenarioLanguage.builtIn().schema(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InputException(file + " cannot be written");
        }
        if (!root.quiet()) {
            root.console()
                    .out()
                    .println("wrote " + file + ", and " + schema + " for editors. Next: windtunnel run " + file);
            root.console().out().flush();
        }
        return Exit.OK;
    }

    private static String text(Template template) {
        String name = "templates/" + template.name().toLowerCase(Locale.ROOT) + ".yaml";
        try (InputStream stream = InitCommand.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
