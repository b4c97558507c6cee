package windtunnel.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import windtunnel.model.kinds.Kinds;
import windtunnel.report.files.GateMarkdown;
import windtunnel.report.gate.GitHubAnnotations;
import windtunnel.report.gate.JUnitXml;
import windtunnel.report.text.GateText;
import windtunnel.report.text.Style;
import windtunnel.scenario.explain.ModelVersion;
import windtunnel.scenario.gate.Baseline;
import windtunnel.scenario.gate.BaselineFile;
import windtunnel.scenario.gate.Gate;
import windtunnel.scenario.gate.Policy;
import windtunnel.scenario.gate.PolicyException;
import windtunnel.scenario.gate.PolicyRule;
import windtunnel.scenario.gate.Row;
import windtunnel.scenario.gate.ScenarioVerdict;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.RecordFile;
import windtunnel.scenario.yaml.Finding;

/** The gate of continuous integration. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Compare scenarios with their baselines; ends with 3 when time, cost or goodput got worse.",
        footer = {
            "",
            "Example: windtunnel check scenarios/*.yaml --baseline baselines --markdown comment.md",
            "         windtunnel check scenarios/*.yaml --baseline baselines --update"
        })
final class CheckCommand implements Callable<Integer> {
    @ParentCommand
    private Windtunnel root;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Scenario files.")
    private List<Path> files;

    @Option(names = "--baseline", paramLabel = "DIR", required = true, description = "Folder of the baselines.")
    private Path folder;

    @Option(
            names = "--policy",
            paramLabel = "F",
            description = "What may change by how much; by default windtunnel-policy.yaml in DIR, if it is there.")
    private Path policyFile;

    @Option(names = "--update", description = "Write baselines of what the scenarios answer now.")
    private boolean update;

    @Option(names = "--junit", paramLabel = "F", description = "Write a JUnit report.")
    private Path junit;

    @Option(names = "--markdown", paramLabel = "F", description = "Write a comment for a pull request.")
    private Path markdown;

    @Option(
            names = "--annotations",
            description = "Print annotations for GitHub; by default when GITHUB_ACTIONS is true.",
            negatable = true)
    private Boolean annotations;

    @Option(
            names = "--max-increase",
            paramLabel = "PCT",
            description = "Fail when any cost rises by more than PCT percent.")
    private Double mostIncrease;

    @Mixin
    private ScenarioOptions options;

    @Override
    public Integer call() {
        Console console = root.console();
        requireDifferentBaselines();
        if (mostIncrease != null && !(mostIncrease >= 0)) {
            throw new InputException("--max-increase is a percentage of at least 0");
        }
        Gate gate = new Gate(
                Kinds.all(), Catalog.builtIn(), Version.number(), ModelVersion.of(Version.number()), options.threads());
        if (update) {
            return write(gate, console);
        }
        Optional<Policy> policy = policy(console);
        if (policy.isEmpty()) {
            return Exit.INPUT;
        }
        requireSomeBaseline();
        List<ScenarioVerdict> verdicts = new ArrayList<>();
        for (Path file : files) {
            verdicts.add(check(gate, file, policy.get()));
        }
        report(verdicts, console);
        boolean closed = verdicts.stream().anyMatch(verdict -> verdict.level() == Row.Level.FAIL);
        return closed ? Exit.UNMET : Exit.OK;
    }

    private void requireDifferentBaselines() {
        Map<Path, Path> seen = new LinkedHashMap<>();
        for (Path file : files) {
            Path former = seen.putIfAbsent(BaselineFile.of(folder, file), file);
            if (former != null) {
                throw new InputException(former + " and " + file + " would share the baseline "
                        + BaselineFile.of(folder, file) + "; give their files different names");
            }
        }
    }

    private void requireSomeBaseline() {
        if (files.stream().noneMatch(file -> Files.exists(BaselineFile.of(folder, file)))) {
            throw new InputException(
                    "there is no baseline of any of these scenarios in " + folder + "; write them with --update");
        }
    }

    private ScenarioVerdict check(Gate gate, Path file, Policy policy) {
        try {
            return gate.check(file, folder, policy, options.overrides());
        } catch (BaselineFile.Unusable | PolicyException e) {
            throw new InputException(e.getMessage());
        }
    }

    private Integer write(Gate gate, Console console) {
        List<Baseline> baselines = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (Path file : files) {
            gate.baseline(file, options.overrides(), findings).ifPresent(baselines::add);
        }
        findings.forEach(finding -> console.tell(finding.toString()));
        if (!findings.isEmpty()) {
            console.tell("windtunnel: no baseline was written.");
            return Exit.INPUT;
        }
        for (int i = 0; i < files.size(); i++) {
            Path target = BaselineFile.of(folder, files.get(i));
            try {
                BaselineFile.write(target, baselines.get(i));
            } catch (IOException e) {
                throw new InputException(target + " cannot be written");
            }
            if (!root.quiet()) {
                console.out().println("wrote " + target);
            }
        }
        console.out().flush();
        return Exit.OK;
    }

    private Optional<Policy> policy(Console console) {
        Path standard = folder.resolve(Policy.FILE);
        Path file = policyFile != null ? policyFile : standard;
        Policy policy = Policy.standard();
        if (policyFile != null || Files.exists(standard)) {
            RecordFile.Content<PolicyRule> content = RecordFile.list(file, PolicyRule.class);
            content.findings().forEach(finding -> console.tell(finding.toString()));
            if (content.findings().stream().anyMatch(Finding::isError)) {
                return Optional.empty();
            }
            policy = Policy.of(content.records());
        }
        return Optional.of(mostIncrease == null ? policy : policy.withMostIncrease(mostIncrease));
    }

    private void report(List<ScenarioVerdict> verdicts, Console console) {
        console.out().print(GateText.render(verdicts, new Style(console.colorOut(), true)));
        boolean annotate = annotations != null ? annotations : "true".equals(System.getenv("GITHUB_ACTIONS"));
        if (annotate) {
            console.out().print(GitHubAnnotations.render(verdicts, CheckCommand::line));
        }
        console.out().flush();
        if (junit != null) {
            save(junit, JUnitXml.render(verdicts));
        }
        if (markdown != null) {
            save(markdown, GateMarkdown.render(verdicts));
        }
    }

    /** The line of the scenario's text where the last key of a path stands first, or 1. */
    private static int line(ScenarioVerdict verdict, String path) {
        String key = path.substring(Math.max(path.lastIndexOf('.'), path.lastIndexOf(']')) + 1);
        try {
            List<String> lines = Files.readAllLines(verdict.file(), StandardCharsets.UTF_8);
            Pattern pattern = Pattern.compile("(^|[\\s{,-])" + Pattern.quote(key) + "\\s*:");
            for (int i = 0; i < lines.size(); i++) {
                if (!key.isEmpty() && pattern.matcher(lines.get(i)).find()) {
                    return i + 1;
                }
            }
        } catch (IOException e) {
            return 1;
        }
        return 1;
    }

    private static void save(Path file, String text) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (UncheckedIOException | IOException e) {
            throw new InputException(file + " cannot be written");
        }
    }
}
