package windtunnel.scenario.gate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import windtunnel.model.InfeasibleException;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.explain.Explainer;
import windtunnel.scenario.explain.Figures;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.Inputs;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;
import windtunnel.scenario.run.Expectations;
import windtunnel.scenario.run.ExperimentRunner;
import windtunnel.scenario.run.Outcome;
import windtunnel.scenario.yaml.Finding;

/** Compares scenarios with their baselines, under a policy, and finds out why they differ. */
public final class Gate {
    private final List<Kinds.Kind> kinds;
    private final Catalog catalog;
    private final String version;
    private final String models;
    private final int workers;

    /**
     * A gate.
     *
     * @param version of windtunnel
     * @param models version of its models
     * @param workers threads, at least 1
     */
    public Gate(List<Kinds.Kind> kinds, Catalog catalog, String version, String models, int workers) {
        this.kinds = kinds;
        this.catalog = catalog;
        this.version = version;
        this.models = models;
        this.workers = workers;
    }

    private ScenarioReader reader() {
        return new ScenarioReader(kinds, catalog, true);
    }

    private Outcome run(Scenario scenario) {
        return new ExperimentRunner(workers, done -> {}).run(scenario, version);
    }

    /**
     * The baseline that {@code file} makes today.
     *
     * @param sets values in place of the file's
     * @return empty when the file has errors, which are added to {@code findings}
     */
    public Optional<Baseline> baseline(Path file, List<String> sets, List<Finding> findings) {
        ReadResult read = reader().readFile(file, sets);
        findings.addAll(read.errors());
        return read.experiment().map(experiment -> {
            Scenario scenario = experiment.scenario();
            return Baseline.of(scenario, run(scenario), models, new Inputs(kinds), reader().catalogOf(file));
        });
    }

    /**
     * The verdict on one scenario.
     *
     * @param folder where the baselines lie
     * @param sets values in place of the file's
     * @throws BaselineFile.Unusable if there is a baseline and it cannot be used
     */
    public ScenarioVerdict check(Path file, Path folder, Policy policy, List<String> sets)
            throws BaselineFile.Unusable {
        Path baselineFile = BaselineFile.of(folder, file);
        if (!Files.exists(baselineFile)) {
            return fresh(file, sets);
        }
        Baseline baseline = BaselineFile.read(baselineFile);
        ReadResult read = reader().readFile(file, sets);
        if (read.experiment().isEmpty()) {
            return stopped(file, baseline.name(), findings(read.errors()));
        }
        Scenario own = read.experiment().get().scenario();
        boolean sameLuck = own.seed() == baseline.seed() && own.replications() == baseline.replications();
        Scenario scenario = sameLuck ? own : withLuck(file, sets, baseline);
        List<String> notes = new ArrayList<>();
        if (!sameLuck) {
            notes.add("run with the baseline's seed " + baseline.seed() + " and " + baseline.replications()
                    + " replications; the file says seed " + own.seed() + " and " + own.replications());
        }
        if (!scenario.name().equals(baseline.name()) && !scenario.hash().equals(baseline.hash())) {
            throw new BaselineFile.Unusable(
                    baselineFile,
                    "belongs to '" + baseline.name() + "', but " + file + " is called '" + scenario.name() + "'");
        }
        try {
            return compared(file, policy, baseline, scenario, notes);
        } catch (InfeasibleException e) {
            return stopped(file, scenario.name(), e.getMessage());
        }
    }

    private ScenarioVerdict compared(
            Path file, Policy policy, Baseline baseline, Scenario scenario, List<String> notes) {
        Outcome outcome = run(scenario);
        Inputs inputs = new Inputs(kinds);
        Baseline now = Baseline.of(scenario, outcome, models, inputs, reader().catalogOf(file));
        List<Row> rows = new ArrayList<>(Judge.rows(policy, baseline.figures(), now.figures()));
        for (String unmet : Expectations.unmet(scenario.expect(), outcome)) {
            rows.add(row(Row.Verdict.LIMIT, Row.Level.FAIL, unmet));
        }
        rows.sort(Comparator.comparing(Row::level).thenComparing(Row::verdict));
        Explainer explainer = new Explainer(inputs, replay -> Figures.of(run(replay)));
        Explainer.Present present = new Explainer.Present(scenario, now.models(), now.library(), now.figures());
        boolean moved = rows.stream()
                .anyMatch(row -> row.verdict() == Row.Verdict.DRIFT
                        || row.verdict() == Row.Verdict.IMPROVED
                        || row.verdict() == Row.Verdict.LIMIT);
        age(baseline, now, notes);
        return new ScenarioVerdict(
                file,
                scenario.name(),
                List.copyOf(rows),
                explainer.changes(baseline.past(), present),
                moved ? explainer.explain(baseline.past(), present) : List.of(),
                notes);
    }

    private Scenario withLuck(Path file, List<String> sets, Baseline baseline) {
        List<String> all = new ArrayList<>(sets);
        all.add("seed=" + baseline.seed());
        all.add("replications=" + baseline.replications());
        return reader().readFile(file, all).experiment().orElseThrow().scenario();
    }

    /** Says what is older in the baseline than in the answer of today. */
    private static void age(Baseline baseline, Baseline now, List<String> notes) {
        if (!baseline.hash().equals(now.hash())) {
            notes.add("the scenario has changed since the baseline was written (" + baseline.hash() + " -> "
                    + now.hash() + ")");
        }
        if (!baseline.models().equals(now.models())) {
            notes.add("the baseline was written by models " + baseline.models() + ", this is " + now.models());
        }
    }

    private ScenarioVerdict fresh(Path file, List<String> sets) {
        ReadResult read = reader().readFile(file, sets);
        if (read.experiment().isEmpty()) {
            return stopped(file, file.getFileName().toString(), findings(read.errors()));
        }
        Scenario scenario = read.experiment().get().scenario();
        List<Row> rows = new ArrayList<>();
        try {
            for (String unmet : Expectations.unmet(scenario.expect(), run(scenario))) {
                rows.add(row(Row.Verdict.LIMIT, Row.Level.FAIL, unmet));
            }
        } catch (InfeasibleException e) {
            return stopped(file, scenario.name(), e.getMessage());
        }
        rows.add(row(Row.Verdict.ADDED, Row.Level.WARN, "there is no baseline yet; write one with --update"));
        return new ScenarioVerdict(file, scenario.name(), rows, List.of(), List.of(), List.of());
    }

    private static ScenarioVerdict stopped(Path file, String name, String why) {
        Row row = row(Row.Verdict.STOPPED_WORKING, Row.Level.FAIL, why);
        return new ScenarioVerdict(file, name, List.of(row), List.of(), List.of(), List.of());
    }

    private static Row row(Row.Verdict verdict, Row.Level level, String why) {
        return new Row(Row.SCENARIO, "", verdict, level, OptionalDouble.empty(), OptionalDouble.empty(), why);
    }

    private static String findings(List<Finding> errors) {
        return errors.stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }
}
