package windtunnel.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;
import windtunnel.scenario.yaml.Finding;

/** Tells what is wrong with scenario files, without running them. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description = "Tell what is wrong with scenario files, without running them.",
        footer = {"", "Example: windtunnel lint scenarios/examples/*.yaml"})
final class LintCommand implements Callable<Integer> {
    @ParentCommand
    private Windtunnel root;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Scenario files.")
    private List<Path> files;

    @Option(names = "--strict", description = "Warnings count as errors.")
    private boolean strict;

    @Override
    public Integer call() {
        Console console = root.console();
        boolean failed = false;
        for (Path file : files) {
            ReadResult result = ScenarioReader.read(file, List.of());
            result.findings().forEach(finding -> console.out().println(finding));
            boolean errors = result.findings().stream().anyMatch(Finding::isError);
            failed |= errors || strict && !result.findings().isEmpty();
            if (result.findings().isEmpty() && !root.quiet()) {
                console.out().println(file + ": fine");
            }
        }
        console.out().flush();
        return failed ? Exit.INPUT : Exit.OK;
    }
}
