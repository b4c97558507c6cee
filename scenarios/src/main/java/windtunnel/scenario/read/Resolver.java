package windtunnel.scenario.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import windtunnel.model.key.Issues;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.Experiment;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.ScenarioSpec;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.shape.Canonical;
import windtunnel.scenario.shape.RecordShape;
import windtunnel.scenario.shape.Shapes;
import windtunnel.scenario.uncertain.Uncertain;
import windtunnel.scenario.yaml.Finding;
import windtunnel.scenario.yaml.KeyPath;
import windtunnel.scenario.yaml.Origin;
import windtunnel.scenario.yaml.Position;
import windtunnel.scenario.yaml.YamlNode;
import windtunnel.scenario.yaml.YamlText;

/** Turns the tree of one scenario file into scenarios: its own values, and one for each combination of axis values. */
final class Resolver {
    /** Keys that change nothing about the question, or only how often it is asked. */
    static final Set<String> OUTSIDE_HASH =
            Set.of("name", "seed", "replications", "expect", "axes", "uncertain", "notes");

    private static final String AXES = "axes";
    private static final String UNCERTAIN = "uncertain";
    private static final String VARY = "--vary";
    private static final int MOST_TRIED = 1000;

    private final RecordShape shape;
    private final Binder binder;
    private final PathSetter setter;
    private final String fileName;
    private final Purpose purpose;

    Resolver(List<Kinds.Kind> kinds, Catalog catalog, DataFiles files, String fileName, Purpose purpose) {
        Shapes shapes = new Shapes(kinds);
        this.shape = shapes.record(ScenarioSpec.class);
        this.binder = new Binder(shapes, catalog, files);
        this.setter = new PathSetter(shape, catalog);
        this.fileName = fileName;
        this.purpose = purpose;
    }

    /** The tree with every {@code path=value} and every axis {@code path=a | b} applied; empty after a finding. */
    Optional<YamlNode.Mapping> withSets(
            YamlNode.Mapping tree, List<String> sets, List<String> varies, List<Finding> findings) {
        YamlNode.Mapping changed = tree;
        int before = findings.size();
        for (int i = 0; i < sets.size(); i++) {
            changed = withSet(changed, new Argument("--set", sets.get(i), i + 1), findings);
        }
        for (int i = 0; i < varies.size(); i++) {
            changed = withSet(changed, new Argument(VARY, varies.get(i), i + 1), findings);
        }
        return findings.size() == before ? Optional.of(changed) : Optional.empty();
    }

    /** An option {@code path=value}, the {@code line}-th of its kind. */
    private record Argument(String option, String text, int line) {
        Position at(int column) {
            return new Position(Origin.scenario(option), line, column);
        }
    }

    private YamlNode.Mapping withSet(YamlNode.Mapping tree, Argument argument, List<Finding> findings) {
        String text = argument.text();
        int equals = text.indexOf('=');
        if (equals <= 0) {
            findings.add(Finding.error(argument.at(1), "", "'" + text + "' is not written as path=value"));
            return tree;
        }
        String path = text.substring(0, equals).trim();
        boolean vary = argument.option().equals(VARY);
        Optional<YamlNode> value = vary
                ? alternatives(argument, equals + 1, findings)
                : fragment(text.substring(equals + 1), argument.at(equals + 2), findings);
        if (value.isEmpty()) {
            return tree;
        }
        try {
            KeyPath key = KeyPath.parse(vary ? AXES + "[\"" + path + "\"]" : path);
            return setter.set(tree, key, value.get());
        } catch (PathProblem e) {
            findings.add(Finding.error(argument.at(e.offset() + 1), path, e.getMessage(), e.suggestion()));
        } catch (IllegalArgumentException e) {
            findings.add(Finding.error(argument.at(1), path, e.getMessage()));
        }
        return tree;
    }

    /** The values between bars with blanks around them, from {@code from} on. */
    private static Optional<YamlNode> alternatives(Argument argument, int from, List<Finding> findings) {
        List<YamlNode> items = new ArrayList<>();
        int before = findings.size();
        for (String alternative : argument.text().substring(from).split(" \\| ", -1)) {
            fragment(alternative.trim(), argument.at(from + 1), findings).ifPresent(items::add);
        }
        return findings.size() == before
                ? Optional.of(YamlNode.Sequence.of(items, argument.at(from + 1)))
                : Optional.empty();
    }

    private static Optional<YamlNode> fragment(String text, Position at, List<Finding> findings) {
        YamlText.Parsed parsed = YamlText.fragment(text, at);
        findings.addAll(parsed.findings());
        return parsed.root();
    }

    /** The experiment that {@code tree} describes, if it has no error. */
    Optional<Experiment> experiment(YamlNode.Mapping tree, List<Finding> findings) {
        Findings out = new Findings();
        Optional<ScenarioSpec> spec = bind(tree, out);
        findings.addAll(out.list());
        if (out.more()) {
            String most = "has more than " + YamlText.MOST_FINDINGS + " mistakes; the rest is not shown";
            findings.add(Finding.error(tree.position(), "", most));
        }
        Map<String, List<YamlNode>> axes = axes(tree);
        checkAxes(tree, axes, findings);
        spec.flatMap(ScenarioSpec::uncertain).ifPresent(inputs -> checkUncertain(tree, inputs, findings));
        return spec.map(
                s -> new Experiment(scenario(s, out, Map.of(), notices(axes)), axes, values -> point(tree, values)));
    }

    private Optional<ScenarioSpec> bind(YamlNode.Mapping tree, Findings out) {
        Optional<ScenarioSpec> spec =
                binder.bind(shape, tree, Place.root(), out).map(ScenarioSpec.class::cast);
        return spec.filter(s -> {
            Findings together = new Findings();
            boolean passes = RecordBinder.passes(
                    (Issues issues) -> CrossChecks.check(s, purpose, issues), tree, Place.root(), together);
            together.list().forEach(out::addTogether);
            return passes;
        });
    }

    private Scenario scenario(ScenarioSpec spec, Findings out, Map<String, String> axisValues, List<String> notices) {
        SortedMap<String, Object> canonical = Canonical.tree(spec, shape, OUTSIDE_HASH);
        return new Scenario(
                spec.name().orElse(fileName),
                spec,
                Canonical.hash(canonical),
                Canonical.flat(canonical),
                axisValues,
                out.defaults(),
                out.list().stream().filter(finding -> !finding.isError()).toList(),
                notices);
    }

    private static List<String> notices(Map<String, List<YamlNode>> axes) {
        if (axes.isEmpty()) {
            return List.of();
        }
        long points = Experiment.points(axes);
        return List.of("the file's own values are run; its axes make " + points + " combination"
                + (points == 1 ? "" : "s") + ", which are not run");
    }

    private static Map<String, List<YamlNode>> axes(YamlNode.Mapping tree) {
        Map<String, List<YamlNode>> axes = new LinkedHashMap<>();
        tree.value(AXES)
                .filter(YamlNode.Mapping.class::isInstance)
                .ifPresent(node -> ((YamlNode.Mapping) node)
                        .entries()
                        .forEach((path, entry) -> axes.put(
                                path,
                                entry.value() instanceof YamlNode.Sequence list
                                        ? list.items()
                                        : List.of(entry.value()))));
        return axes;
    }

    /**
     * Tries the values of each axis alone, so that a sweep does not meet a misspelt value after hours. Values that can be read and
     * not be run are warned of. What only a combination has, and values beyond the first thousand of an axis, are found when the
     * experiment is expanded.
     */
    private void checkAxes(YamlNode.Mapping tree, Map<String, List<YamlNode>> axes, List<Finding> findings) {
        YamlNode block = tree.value(AXES).orElse(tree);
        if (Experiment.points(axes) > Experiment.MOST_POINTS) {
            findings.add(Finding.error(
                    block.position(),
                    AXES,
                    "make " + Experiment.points(axes) + " combinations; at most " + Experiment.MOST_POINTS
                            + " are possible"));
            return;
        }
        Findings all = new Findings();
        axes.forEach((path, values) -> {
            Position at = ((YamlNode.Mapping) block).entries().get(path).keyPosition();
            for (YamlNode value : values.subList(0, Math.min(values.size(), MOST_TRIED))) {
                Findings out = new Findings();
                withAxis(tree, path, value, at, out).ifPresent(changed -> bind(changed, out));
                out.list().stream()
                        .filter(Finding::isError)
                        .filter(finding -> !findings.contains(finding))
                        .forEach(finding -> all.add(out.isTogether(finding) ? leftOut(finding, path, value) : finding));
            }
        });
        all.list().stream().filter(finding -> !findings.contains(finding)).forEach(findings::add);
    }

    /** A value that can be read and not be run makes combinations that cannot be run, which is an answer, too. */
    private static Finding leftOut(Finding finding, String path, YamlNode value) {
        return Finding.warn(
                value.position(),
                KeyPath.join(AXES, path),
                "with " + text(value) + " alone, " + finding.path() + " " + finding.message()
                        + "; such combinations count as not feasible");
    }

    /**
     * Tries what lies in the middle and near the ends of each uncertain input, and every value of a list, so that a study does not meet a
     * value that cannot be read after hours.
     */
    private void checkUncertain(YamlNode.Mapping tree, Uncertain uncertain, List<Finding> findings) {
        YamlNode.Mapping block = (YamlNode.Mapping) tree.value(UNCERTAIN).orElseThrow();
        YamlNode.Mapping inputs = (YamlNode.Mapping) block.value("inputs").orElseThrow();
        uncertain.inputs().forEach((path, law) -> {
            Position at = inputs.entries().get(path).keyPosition();
            Findings out = new Findings();
            for (YamlNode value : law.samples(at)) {
                withValue(tree, KeyPath.join(UNCERTAIN + ".inputs", path), path, value, at, out)
                        .ifPresent(changed -> bind(changed, out));
            }
            out.list().stream()
                    .filter(Finding::isError)
                    .filter(finding -> !findings.contains(finding))
                    .forEach(findings::add);
        });
    }

    private Optional<YamlNode.Mapping> withAxis(
            YamlNode.Mapping tree, String path, YamlNode value, Position at, Findings out) {
        return withValue(tree, KeyPath.join(AXES, path), path, value, at, out);
    }

    private Optional<YamlNode.Mapping> withValue(
            YamlNode.Mapping tree, String place, String path, YamlNode value, Position at, Findings out) {
        Finding finding;
        try {
            KeyPath key = KeyPath.parse(path);
            String first = key.steps().get(0).key();
            if (!List.of(AXES, UNCERTAIN).contains(first)) {
                boolean known = place.startsWith(UNCERTAIN);
                return Optional.of(known ? setter.replace(tree, key, value) : setter.set(tree, key, value));
            }
            finding = Finding.error(at, place, "varies the " + first + " block itself");
        } catch (PathProblem e) {
            finding = Finding.error(at, place, e.getMessage(), e.suggestion());
        } catch (IllegalArgumentException e) {
            finding = Finding.error(at, place, e.getMessage());
        }
        out.add(finding);
        return Optional.empty();
    }

    private Experiment.Point point(YamlNode.Mapping tree, Map<String, YamlNode> values) {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((path, value) -> texts.put(path, text(value)));
        Findings out = new Findings();
        YamlNode.Mapping changed = tree;
        for (Map.Entry<String, YamlNode> axis : values.entrySet()) {
            changed = withAxis(changed, axis.getKey(), axis.getValue(), tree.position(), out)
                    .orElse(changed);
        }
        Optional<ScenarioSpec> spec = bind(changed, out);
        Optional<Scenario> scenario = spec.filter(s -> !out.hasErrors()).map(s -> scenario(s, out, texts, List.of()));
        return new Experiment.Point(texts, scenario, out.list());
    }

    private static String text(YamlNode value) {
        return value instanceof YamlNode.Scalar scalar ? scalar.text() : Canonical.text(value);
    }
}
