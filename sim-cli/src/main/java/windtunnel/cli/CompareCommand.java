package windtunnel.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import windtunnel.model.kinds.Kinds;
import windtunnel.report.compare.ComparisonJson;
import windtunnel.report.files.OutputFolder;
import windtunnel.report.files.ResultFolderException;
import windtunnel.report.html.ComparisonPage;
import windtunnel.report.text.CompareText;
import windtunnel.report.text.Style;
import windtunnel.scenario.Experiment;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.compare.Comparison;
import windtunnel.scenario.compare.ComparisonException;
import windtunnel.scenario.compare.Design;
import windtunnel.scenario.compare.ResultReader;
import windtunnel.scenario.read.Inputs;
import windtunnel.scenario.run.ExperimentRunner;
import windtunnel.scenario.run.Outcome;

/** Puts designs side by side under the same luck. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Compare designs under the same luck: who wins, by how much, how surely, and why.",
        footer = {"", "Example: windtunnel compare spot.yaml on-demand.yaml --replications 100 --seed 1"})
final class CompareCommand implements Callable<Integer> {
    private static final String JSON = "comparison.json";
    private static final String PAGE = "comparison.html";
    private static final int MOST = 26;

    @ParentCommand
    private Windtunnel root;

    @Parameters(
            paramLabel = "DESIGN",
            arity = "2..*",
            description = "Scenario files, or folders of finished runs with the same seed and replications.")
    private List<Path> designs;

    @Mixin
    private ScenarioOptions options;

    @Option(names = "--out", paramLabel = "DIR", description = "Write comparison.json and comparison.html there.")
    private Path out;

    @Option(names = "--force", description = "Write into DIR even if it holds something else.")
    private boolean force;

    @Option(names = "--format", paramLabel = "F", description = "text or json.", defaultValue = "text")
    private RunCommand.Format format;

    @Override
    public Integer call() {
        Console console = root.console();
        if (designs.size() > MOST) {
            throw new InputException("at most " + MOST + " designs can be compared; use sweep for more");
        }
        checkFolder();
        Inputs inputs = new Inputs(Kinds.all());
        List<Optional<Experiment>> read = new ArrayList<>();
        for (Path design : designs) {
            read.add(Files.isDirectory(design) ? Optional.empty() : Reading.read(design, options.overrides(), console));
        }
        for (int i = 0; i < designs.size(); i++) {
            if (read.get(i).isEmpty() && !Files.isDirectory(designs.get(i))) {
                return Exit.INPUT;
            }
        }
        try {
            List<Design> known = new ArrayList<>();
            for (int i = 0; i < designs.size(); i++) {
                String label = Character.toString((char) ('A' + i));
                known.add(
                        read.get(i).isEmpty()
                                ? ResultReader.read(label, designs.get(i))
                                : simulated(label, read.get(i).get().scenario(), inputs, console));
            }
            answer(Comparison.of(known, inputs), console);
        } catch (ComparisonException | ResultFolderException e) {
            throw new InputException(e.getMessage());
        }
        return Exit.OK;
    }

    private void checkFolder() {
        if (out != null) {
            try {
                OutputFolder.check(out, Set.of(JSON, PAGE), force);
            } catch (ResultFolderException e) {
                throw new InputException(e.getMessage());
            }
        }
    }

    private Design simulated(String label, Scenario scenario, Inputs inputs, Console console) {
        Progress progress = new Progress(console, scenario.replications());
        Outcome outcome = new ExperimentRunner(options.threads(), progress::done).run(scenario, Version.number());
        progress.close();
        return Design.of(label, outcome, inputs.lines(scenario));
    }

    private void answer(Comparison comparison, Console console) {
        String json = ComparisonJson.render(comparison, Version.number());
        console.out()
                .print(
                        format == RunCommand.Format.JSON
                                ? json
                                : CompareText.render(comparison, new Style(console.colorOut(), true)));
        console.out().flush();
        if (out != null) {
            Map<String, byte[]> files = new TreeMap<>();
            files.put(JSON, json.getBytes(StandardCharsets.UTF_8));
            files.put(PAGE, ComparisonPage.render(comparison, Version.number()).getBytes(StandardCharsets.UTF_8));
            OutputFolder.write(out, files);
        }
    }
}
