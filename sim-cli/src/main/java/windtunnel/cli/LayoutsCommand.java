package windtunnel.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import windtunnel.core.unit.Nearest;
import windtunnel.model.compute.search.LayoutKey;
import windtunnel.model.compute.search.Wanted;
import windtunnel.report.layouts.LayoutsJson;
import windtunnel.report.text.LayoutsText;
import windtunnel.report.text.Style;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.layouts.By;
import windtunnel.scenario.layouts.LayoutAnswer;
import windtunnel.scenario.layouts.LayoutSearch;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;
import windtunnel.scenario.yaml.Finding;

/** Searches the parallel layouts of a training job. */
@Command(
        name = "layouts",
        mixinStandardHelpOptions = true,
        description = {
            "Rank every parallel layout of a training job that fits into memory, and say why the best one wins.",
            "",
            "Tried are all ways to split the GPUs (tensor, pipeline, context, data, expert), with every schedule, number of chunks,"
                    + " micro-batch, sharding and recomputation. Steps are undisturbed: put the best layout into the file and"
                    + " run it for failures, data and checkpoints."
        },
        footer = {
            "",
            "Example: windtunnel layouts scenarios/examples/10-choose-a-layout.yaml --top 5 --fix tensor=8 --fix \"micro=1|2\""
        })
final class LayoutsCommand implements Callable<Integer> {
    private static final int MOST_NODES = 1_000_000;

    @ParentCommand
    private Windtunnel root;

    @Parameters(paramLabel = "FILE", description = "Scenario file with one training job.")
    private Path file;

    @Option(names = "--by", paramLabel = "B", description = "time, cost or memory (headroom).", defaultValue = "time")
    private String by;

    @Option(names = "--top", paramLabel = "N", description = "Rows of the table.", defaultValue = "10")
    private int top;

    @Option(
            names = "--fix",
            paramLabel = "KEY=VALUE",
            description =
                    "Only layouts with this value, or one of a|b; may be repeated. Keys: tensor, pipeline, context,"
                            + " data, virtual, expert, expert-tensor, micro, schedule, sequence-parallel, sharding, recompute.")
    private List<String> fixes = new ArrayList<>();

    @Option(names = "--nodes", paramLabel = "N,N", description = "Try these numbers of nodes, in place of the file's.")
    private String nodes;

    @Option(names = "--every", description = "Rank every layout, not only the best of each split of the GPUs.")
    private boolean every;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Value in place of the file's; may be repeated.")
    private List<String> sets = new ArrayList<>();

    @Option(names = "--workers", paramLabel = "N", description = "Threads; by default one for each core.")
    private Integer workers;

    @Option(names = "--format", paramLabel = "F", description = "text or json.", defaultValue = "text")
    private RunCommand.Format format;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    @Override
    public Integer call() {
        By rankedBy = rankedBy();
        Wanted wanted = wanted();
        if (top < 1) {
            throw new InputException("--top must be at least 1");
        }
        List<Scenario> scenarios = new ArrayList<>();
        for (List<String> overrides : overrides()) {
            Optional<Scenario> scenario = read(overrides);
            if (scenario.isEmpty()) {
                return Exit.INPUT;
            }
            scenarios.add(scenario.get());
        }
        LayoutAnswer answer = new LayoutSearch(rankedBy, wanted, every).search(scenarios, threads());
        if (answer.counts().tried() == 0) {
            throw new InputException(nothing(answer, wanted));
        }
        print(answer);
        return Exit.OK;
    }

    private void print(LayoutAnswer answer) {
        Console console = root.console();
        String text;
        if (json || format == RunCommand.Format.JSON) {
            text = LayoutsJson.render(answer, top, Version.number());
        } else if (root.quiet()) {
            text = LayoutsText.quiet(answer);
        } else {
            text = LayoutsText.render(answer, top, Version.number(), new Style(console.colorOut(), true));
        }
        console.out().print(text);
        console.out().flush();
    }

    private static String nothing(LayoutAnswer answer, Wanted wanted) {
        String where = answer.head().model() + " on " + answer.head().cluster();
        return wanted.values().isEmpty()
                ? "there is no layout of " + where + ": the GPUs, the global batch and the model share no divisors"
                : "--fix: no layout of " + where + " has " + wanted.text()
                        + "; tensor x pipeline x context x data must be the GPUs, and divide heads, layers, sequence and"
                        + " global batch";
    }

    private By rankedBy() {
        List<String> names = Arrays.stream(By.values())
                .map(one -> one.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!names.contains(by)) {
            throw new InputException("--by: there is no '" + by + "'" + near(by, names));
        }
        return By.valueOf(by.toUpperCase(Locale.ROOT));
    }

    private static String near(String word, List<String> known) {
        String near = Nearest.of(word, known);
        return (near == null ? "." : "; did you mean '" + near + "'?") + " Known are " + String.join(", ", known) + ".";
    }

    private Wanted wanted() {
        Map<LayoutKey, List<String>> values = new EnumMap<>(LayoutKey.class);
        for (String fix : fixes) {
            int equals = fix.indexOf('=');
            if (equals <= 0) {
                throw new InputException("--fix: '" + fix + "' is not written as KEY=VALUE, such as tensor=8");
            }
            String name = fix.substring(0, equals).strip();
            if (!LayoutKey.names().contains(name)) {
                throw new InputException("--fix: no layout has a key '" + name + "'" + near(name, LayoutKey.names()));
            }
            LayoutKey key = LayoutKey.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
            List<String> list = Arrays.stream(fix.substring(equals + 1).split("\\|", -1))
                    .map(String::strip)
                    .toList();
            list.forEach(value -> check(key, value));
            if (values.put(key, list) != null) {
                throw new InputException("--fix: '" + name + "' is fixed twice; write " + name + "=A|B");
            }
        }
        return new Wanted(values);
    }

    private static void check(LayoutKey key, String value) {
        if (key.choices().isEmpty() && !value.matches("[1-9][0-9]{0,6}")) {
            throw new InputException("--fix: " + key.text() + " is a whole number from 1, not '" + value + "'");
        }
        if (!key.choices().isEmpty() && !key.choices().contains(value)) {
            throw new InputException(
                    "--fix: " + key.text() + " cannot be '" + value + "'" + near(value, key.choices()));
        }
    }

    /** The values in place of the file's, for each cluster that is tried. */
    private List<List<String>> overrides() {
        if (nodes == null) {
            return List.of(sets);
        }
        List<List<String>> all = new ArrayList<>();
        for (String count : nodes.split(",", -1)) {
            if (!count.strip().matches("[1-9][0-9]{0,6}") || Integer.parseInt(count.strip()) > MOST_NODES) {
                throw new InputException("--nodes: '" + count + "' is no number of nodes; write --nodes 16,32,64");
            }
            List<String> overrides = new ArrayList<>(sets);
            overrides.add("cluster.nodes.count=" + count.strip());
            all.add(overrides);
        }
        return all;
    }

    private Optional<Scenario> read(List<String> overrides) {
        ReadResult result = ScenarioReader.readForLayouts(file, overrides);
        List<Finding> told = result.experiment().isPresent()
                ? result.findings().stream()
                        .filter(finding -> !finding.path().endsWith(".parallel"))
                        .toList()
                : result.errors();
        Reading.tell(told, result.experiment().isEmpty(), file, root.console());
        return result.experiment().map(experiment -> experiment.scenario());
    }

    private int threads() {
        if (workers != null && workers < 1) {
            throw new InputException("--workers must be at least 1");
        }
        return workers == null ? Runtime.getRuntime().availableProcessors() : workers;
    }
}
