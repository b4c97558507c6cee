package windtunnel.report.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntBiFunction;
import windtunnel.scenario.gate.Row;
import windtunnel.scenario.gate.ScenarioVerdict;

/** The gate's findings as workflow commands, which GitHub shows beside the lines of a change. */
public final class GitHubAnnotations {
    private static final int MOST_LINES = 6;

    private GitHubAnnotations() {}

    /**
     * One line for each scenario that fails or warns: GitHub shows ten of a step.
     *
     * @param line finds the line of a path in a scenario, 1 when it is not written there
     */
    public static String render(List<ScenarioVerdict> verdicts, ToIntBiFunction<ScenarioVerdict, String> line) {
        StringBuilder text = new StringBuilder();
        for (ScenarioVerdict verdict : verdicts) {
            if (verdict.level() != Row.Level.FINE) {
                text.append(annotation(verdict, line)).append('\n');
            }
        }
        return text.toString();
    }

    private static String annotation(ScenarioVerdict verdict, ToIntBiFunction<ScenarioVerdict, String> line) {
        String command = verdict.level() == Row.Level.FAIL ? "error" : "warning";
        int at = verdict.causes().stream()
                .flatMap(cause -> cause.change().stream())
                .findFirst()
                .map(change -> line.applyAsInt(verdict, change.path()))
                .orElse(1);
        List<String> message = new ArrayList<>();
        verdict.rows().stream()
                .filter(row -> row.level() == verdict.level())
                .limit(MOST_LINES)
                .forEach(row -> message.add(row(row)));
        verdict.causes().stream()
                .limit(MOST_LINES)
                .forEach(cause -> message.add("because of " + GateWords.cause(cause)));
        String file = verdict.file().toString().replace('\\', '/');
        return "::" + command + " file=" + property(file) + ",line=" + at + ",title="
                + property("windtunnel: " + verdict.name()) + "::" + data(String.join("\n", message));
    }

    private static String row(Row row) {
        boolean both = row.before().isPresent() && row.now().isPresent();
        String values = both
                ? " " + GateWords.before(row) + " -> " + GateWords.now(row) + " (" + GateWords.change(row) + ")"
                : "";
        return GateWords.verdict(row.verdict()) + ": " + row.metric() + values
                + (row.why().isEmpty() ? "" : ", " + row.why());
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
