package windtunnel.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import windtunnel.report.files.OutputFolder;
import windtunnel.report.files.ResultFolderException;
import windtunnel.report.html.SweepPage;
import windtunnel.report.store.Database;
import windtunnel.report.store.Parquet;
import windtunnel.report.sweep.SweepCsv;
import windtunnel.report.sweep.SweepJson;
import windtunnel.report.text.Style;
import windtunnel.report.text.SweepText;
import windtunnel.scenario.Experiment;
import windtunnel.scenario.explain.ModelVersion;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.sweep.Sweep;
import windtunnel.scenario.sweep.SweepException;
import windtunnel.scenario.sweep.SweepResult;
import windtunnel.scenario.sweep.SweepSource;
import windtunnel.scenario.sweep.WorkEngine;
import windtunnel.scenario.yaml.Finding;

/** Runs all combinations of alternatives. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        description = "Run every combination of a scenario's axes; a killed sweep goes on with --resume.",
        footer = {
            "",
            "Example: windtunnel sweep scenarios/examples/03-slow-link.yaml --vary \"cluster.nodes.count=4 | 8\" --out s"
        })
final class SweepCommand implements Callable<Integer> {
    private static final Set<String> FILES = Set.of(
            "journal.jsonl", "points.csv", "runs.csv", "points.parquet", "runs.parquet", "sweep.json", "sweep.html");

    @ParentCommand
    private Windtunnel root;

    @Parameters(paramLabel = "FILE", description = "Scenario file.")
    private Path file;

    @Option(
            names = "--vary",
            paramLabel = "\"PATH=A | B\"",
            description = "Values to try, in addition to the axes of the file; may be repeated.")
    private List<String> varies = new ArrayList<>();

    @Mixin
    private ScenarioOptions options;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for finished runs and results; by default the scenario's name and '-sweep'.")
    private Path out;

    @Option(names = "--force", description = "Write into DIR even if it holds something else.")
    private boolean force;

    @Option(names = "--resume", description = "Go on where a killed sweep stopped.")
    private boolean resume;

    @Option(names = "--engine", paramLabel = "E", description = "Where runs are made: local.", defaultValue = "local")
    private String engine;

    @Option(names = "--format", paramLabel = "F", description = "text or json.", defaultValue = "text")
    private RunCommand.Format format;

    @Override
    public Integer call() {
        Console console = root.console();
        if (out == null) {
            String name = file.getFileName().toString();
            out = Path.of((name.indexOf('.') > 0 ? name.substring(0, name.lastIndexOf('.')) : name) + "-sweep");
        }
        SweepSource source = new SweepSource(file.toString(), options.overrides(), List.copyOf(varies));
        ReadResult read = source.read();
        List<Finding> told = read.experiment().isPresent() ? read.findings() : read.errors();
        told.forEach(finding -> console.tell(finding.toString()));
        if (read.experiment().isEmpty()) {
            console.tell("windtunnel: nothing was run.");
            return Exit.INPUT;
        }
        try {
            OutputFolder.check(out, FILES, force);
            SweepResult result = run(source, read.experiment().get(), console);
            write(result, console);
            answer(result, console);
            console.tell("windtunnel: tables and page are in " + out);
        } catch (SweepException | ResultFolderException e) {
            throw new InputException(e.getMessage());
        } catch (UncheckedIOException e) {
            throw new InputException("not everything could be written to " + out + " ("
                    + e.getCause().getMessage() + "); finished runs are kept, and --resume goes on");
        }
        return Exit.OK;
    }

    private SweepResult run(SweepSource source, Experiment experiment, Console console) {
        Sweep sweep = new Sweep(source, experiment, ModelVersion.of(Version.number()));
        WorkEngine chosen = Sweep.engine(engine);
        refuseForgottenResume();
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new InputException(out + " cannot be made");
        }
        Progress progress = new Progress(console, sweep.runs());
        SweepResult result = sweep.run(chosen, options.threads(), out, resume, progress::sweep);
        progress.close();
        return result;
    }

    /** Finished runs are not thrown away by accident. */
    private void refuseForgottenResume() {
        Path journal = out.resolve("journal.jsonl");
        if (!resume && !force && Files.exists(journal)) {
            throw new InputException(
                    out + " holds finished runs of a sweep; use --resume to go on, or --force to begin anew");
        }
    }

    private void write(SweepResult result, Console console) {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("points.csv", bytes(SweepCsv.points(result)));
        files.put("runs.csv", bytes(SweepCsv.runs(result)));
        files.put("sweep.json", bytes(SweepJson.render(result)));
        files.put("sweep.html", bytes(SweepPage.render(result)));
        try {
            OutputFolder.write(out, files);
            if (Database.present()) {
                Parquet.write(out, "points", "runs");
            } else {
                console.tell("windtunnel: no Parquet files, lib/duckdb_jdbc.jar beside windtunnel.jar is missing");
            }
        } catch (ResultFolderException e) {
            throw new InputException(e.getMessage() + "; finished runs are kept");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void answer(SweepResult result, Console console) {
        console.out()
                .print(
                        format == RunCommand.Format.JSON
                                ? SweepJson.render(result)
                                : SweepText.render(result, new Style(console.colorOut(), true)));
        console.out().flush();
    }
}
