package windtunnel.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import windtunnel.core.measure.RunResult;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.QuantityException;
import windtunnel.model.kinds.Kinds;
import windtunnel.report.files.ResultFolder;
import windtunnel.report.files.ResultFolderException;
import windtunnel.report.files.ResultJson;
import windtunnel.report.files.RunInfo;
import windtunnel.report.text.IntervalText;
import windtunnel.report.text.SensitivityText;
import windtunnel.report.text.StopLogText;
import windtunnel.report.text.Style;
import windtunnel.report.text.TextReport;
import windtunnel.scenario.Experiment;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.advise.Advisor;
import windtunnel.scenario.read.Inputs;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;
import windtunnel.scenario.risk.Audit;
import windtunnel.scenario.risk.RiskException;
import windtunnel.scenario.risk.RiskStudy;
import windtunnel.scenario.risk.Sensitivity;
import windtunnel.scenario.run.Expectations;
import windtunnel.scenario.run.ExperimentRunner;
import windtunnel.scenario.run.Outcome;
import windtunnel.scenario.stats.Precision;

/** Simulates one scenario and answers. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Simulate a scenario: when it finishes, what it costs, where the GPU-hours go.",
        footer = {"", "Example: windtunnel run scenarios/examples/01-first-run.yaml --out results"})
final class RunCommand implements Callable<Integer> {
    private static final int MOST_RUNS = 1000;
    private static final long MOST_STUDY = 1_000_000;

    @ParentCommand
    private Windtunnel root;

    @Parameters(paramLabel = "FILE", description = "Scenario file.")
    private Path file;

    @Mixin
    private ScenarioOptions options;

    @Option(
            names = "--precision",
            paramLabel = "P",
            description =
                    "Run until mean time and cost are known so well, such as 1%%; at most --replications times, or 1,000.")
    private String precision;

    @Option(names = "--out", paramLabel = "DIR", description = "Write result.json, report.html and the rest there.")
    private Path out;

    @Option(names = "--force", description = "Write into DIR even if it holds something else.")
    private boolean force;

    @Option(names = "--intervals", description = "Print 95 %% intervals of the mean and the quantiles, too.")
    private boolean intervals;

    @Option(
            names = "--sensitivity",
            description = "Vary every assumption that no source backs, and print what cost and time do.")
    private boolean sensitivity;

    @Option(names = "--no-advice", description = "Do not try changes against waits for data.")
    private boolean noAdvice;

    @Option(
            names = "--interruptions",
            description =
                    "Print every interruption of the typical run: when, why, what it cost, and with how many GPUs work went on.")
    private boolean interruptions;

    @Option(names = "--format", paramLabel = "F", description = "text or json.", defaultValue = "text")
    private Format format;

    /** Forms of the answer. */
    enum Format {
        /** For people. */
        TEXT,
        /** The same JSON as result.json. */
        JSON
    }

    @Override
    public Integer call() {
        Console console = root.console();
        checkFolder();
        Optional<Experiment> read = Reading.read(file, options.overrides(), console);
        if (read.isEmpty()) {
            return Exit.INPUT;
        }
        Experiment experiment = read.get();
        try (Interruption interruption = Interruption.listening()) {
            return answered(experiment, console, interruption);
        }
    }

    private int answered(Experiment experiment, Console console, Interruption interruption) {
        Scenario scenario = experiment.scenario();
        Instant started = Instant.now();
        Outcome outcome = simulate(scenario, console, interruption);
        if (!interruption.stopped()) {
            outcome = noAdvice ? outcome : new Advisor(scenario, this::again).advise(outcome);
            outcome = risked(experiment, outcome, console);
        }
        double seconds = started.until(Instant.now(), ChronoUnit.NANOS) * 1e-9;
        Optional<String> unwritten = write(outcome, started, seconds);
        answer(outcome, console);
        if (interruption.stopped()) {
            return Exit.INTERRUPTED;
        }
        audit(scenario, outcome, console);
        if (unwritten.isPresent()) {
            throw new InputException(unwritten.get());
        }
        List<String> unmet = Expectations.unmet(scenario.expect(), outcome);
        unmet.forEach(console::tell);
        return unmet.isEmpty() ? Exit.OK : Exit.UNMET;
    }

    private void checkFolder() {
        if (out != null) {
            try {
                ResultFolder.check(out, force);
            } catch (ResultFolderException e) {
                throw new InputException(e.getMessage());
            }
        }
    }

    private Outcome simulate(Scenario scenario, Console console, Interruption interruption) {
        Optional<Precision> wanted = wanted(scenario);
        Progress progress = new Progress(console, wanted.map(Precision::most).orElse(scenario.replications()));
        IntConsumer counted = done -> {
            interruption.finishedSome();
            progress.done(done);
        };
        ExperimentRunner runner = new ExperimentRunner(options.threads(), counted, interruption::stopped);
        Outcome outcome = wanted.isPresent()
                ? runner.run(scenario, Version.number(), wanted.get())
                : runner.run(scenario, Version.number());
        progress.close();
        return outcome;
    }

    /** The outcome with what uncertain inputs make of it, where the file has some. */
    private Outcome risked(Experiment experiment, Outcome outcome, Console console) {
        long runs = RiskStudy.runs(experiment.scenario());
        if (runs == 0) {
            return outcome;
        }
        if (runs > MOST_STUDY) {
            throw new InputException("uncertain inputs: " + runs + " runs are more than " + MOST_STUDY
                    + "; use fewer draws or replications");
        }
        Progress progress = new Progress(console, Math.toIntExact(runs));
        try {
            return outcome.risking(new RiskStudy(experiment, options.threads(), progress::done).run());
        } catch (RiskException e) {
            throw new InputException(e.getMessage());
        } finally {
            progress.close();
        }
    }

    private void audit(Scenario scenario, Outcome outcome, Console console) {
        if (!sensitivity) {
            return;
        }
        ExperimentRunner runner = new ExperimentRunner(options.threads(), done -> {});
        Audit audit = new Sensitivity(
                        new Inputs(Kinds.all()), scenario, variant -> runner.run(variant, Version.number()))
                .of(outcome);
        console.out().print("\n" + SensitivityText.render(audit, new Style(console.colorOut(), true)));
        console.out().flush();
    }

    private ReadResult again(List<String> sets) {
        List<String> all = new ArrayList<>(options.overrides());
        all.addAll(sets);
        return ScenarioReader.read(file, all);
    }

    private Optional<Precision> wanted(Scenario scenario) {
        if (precision == null) {
            return Optional.empty();
        }
        int most = options.replicationsGiven() ? scenario.replications() : MOST_RUNS;
        try {
            double share = Fraction.parse(precision.replaceFirst("%$", " %")).value();
            if (share > 0 && share < 1) {
                return Optional.of(new Precision(share, most));
            }
        } catch (QuantityException e) {
            throw new InputException("--precision: " + e.getMessage());
        }
        throw new InputException("--precision must lie between 0 and 100 %, not at '" + precision + "'");
    }

    /** Writes the result folder; why it could not be written, if so, since an answer that took long is not thrown away for that. */
    private Optional<String> write(Outcome outcome, Instant started, double seconds) {
        if (out == null) {
            return Optional.empty();
        }
        long events = outcome.runs().stream().mapToLong(RunResult::events).sum();
        RunInfo info = new RunInfo(
                started.truncatedTo(ChronoUnit.SECONDS).toString(),
                seconds,
                events,
                options.threads(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.version"));
        try {
            ResultFolder.write(out, outcome, info, force);
            return Optional.empty();
        } catch (ResultFolderException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void answer(Outcome outcome, Console console) {
        String text;
        if (format == Format.JSON) {
            text = ResultJson.render(outcome);
        } else if (root.quiet()) {
            text = TextReport.quiet(outcome);
        } else {
            Style style = new Style(console.colorOut(), true);
            text = TextReport.render(outcome, style)
                    + (intervals ? "\n" + IntervalText.render(outcome, style) : "")
                    + (interruptions ? StopLogText.render(outcome, style) : "");
        }
        console.out().print(text);
        if (!text.endsWith("\n")) {
            console.out().println();
        }
        console.out().flush();
    }
}
