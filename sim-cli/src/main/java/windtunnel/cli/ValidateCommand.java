package windtunnel.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import windtunnel.core.unit.Nearest;
import windtunnel.report.validation.AccuracyPage;
import windtunnel.report.validation.Agreement;
import windtunnel.report.validation.ValidationCsv;
import windtunnel.report.validation.ValidationJson;
import windtunnel.report.validation.ValidationText;
import windtunnel.scenario.validate.CaseException;
import windtunnel.scenario.validate.CaseFolder;
import windtunnel.scenario.validate.Validation;

/** Holds the models to published measurements. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Hold the models to published measurements and print the errors.",
        footer = {"", "Example: windtunnel validate --category collectives --out results"})
final class ValidateCommand implements Callable<Integer> {
    @ParentCommand
    private Windtunnel root;

    @Option(names = "--cases", paramLabel = "DIR", description = "Case files, in place of those of the program.")
    private Path cases;

    @Option(
            names = "--category",
            paramLabel = "C",
            description = "Only this category: collectives, training, storage, reliability, spot, serving.")
    private String category;

    @Option(names = "--out", paramLabel = "DIR", description = "Write validation.csv and validation.json there.")
    private Path out;

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description = "Write a Markdown page of the errors there, and its charts beside it.")
    private Path page;

    @Override
    public Integer call() {
        checkCategory();
        Validation validation;
        try {
            CaseFolder folder = cases == null ? CaseFolder.builtIn() : CaseFolder.of(cases);
            validation = Validation.of(folder, Optional.ofNullable(category));
        } catch (CaseException e) {
            throw new InputException(e.getMessage());
        }
        if (out != null) {
            write("--out", out.resolve("validation.csv"), ValidationCsv.render(validation));
            write("--out", out.resolve("validation.json"), ValidationJson.render(validation, Version.number()));
        }
        if (page != null) {
            write("--page", page, AccuracyPage.render(validation));
            Agreement.files(validation).forEach((name, svg) -> write("--page", page.resolveSibling(name), svg));
        }
        root.console().out().print(ValidationText.render(validation));
        root.console().out().flush();
        return Exit.OK;
    }

    private void checkCategory() {
        List<String> known = Validation.categories();
        if (category != null && !known.contains(category)) {
            String near = Nearest.of(category, known);
            throw new InputException("--category: there is no category '" + category + "'"
                    + (near == null ? "." : "; did you mean '" + near + "'?") + " Categories are "
                    + String.join(", ", known) + ".");
        }
    }

    private static void write(String option, Path file, String text) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, file.getFileName().toString(), ".tmp");
            Files.writeString(temporary, text, StandardCharsets.UTF_8);
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new InputException(option + ": cannot write " + file + ": " + e.getMessage());
        }
    }
}
