package windtunnel.report.gate;

import java.util.List;
import java.util.function.ToIntBiFunction;
import windtunnel.scenario.explain.Cause;
import windtunnel.scenario.gate.Row;
import windtunnel.scenario.gate.ScenarioVerdict;

/** The gate's findings as workflow commands, which GitHub shows beside the lines of a change. */
public final class GitHubAnnotations {
    private GitHubAnnotations() {}

    /**
     * One line for each failure and warning.
     *
     * @param line finds the line of a path in a scenario, 1 when it is not written there
     */
    public static String render(List<ScenarioVerdict> verdicts, ToIntBiFunction<ScenarioVerdict, String> line) {
        StringBuilder text = new StringBuilder();
        for (ScenarioVerdict verdict : verdicts) {
            for (Row row : verdict.rows()) {
                if (row.level() != Row.Level.FINE) {
                    text.append(annotation(verdict, row, line)).append('\n');
                }
            }
        }
        return text.toString();
    }

    private static String annotation(ScenarioVerdict verdict, Row row, ToIntBiFunction<ScenarioVerdict, String> line) {
        String command = row.level() == Row.Level.FAIL ? "error" : "warning";
        int at = verdict.causes().stream()
                .flatMap(cause -> cause.change().stream())
                .findFirst()
                .map(change -> line.applyAsInt(verdict, change.path()))
                .orElse(1);
        StringBuilder message = new StringBuilder(GateWords.verdict(row.verdict())).append(": ");
        message.append(row.metric());
        if (row.before().isPresent() && row.now().isPresent()) {
            message.append(' ').append(GateWords.before(row)).append(" -> ").append(GateWords.now(row));
            message.append(" (").append(GateWords.change(row)).append(')');
        }
        message.append(row.why().isEmpty() ? "" : ", " + row.why());
        for (Cause cause : verdict.causes()) {
            message.append("\nbecause of ").append(GateWords.cause(cause));
        }
        String file = verdict.file().toString().replace('\\', '/');
        return "::" + command + " file=" + property(file) + ",line=" + at + ",title="
                + property("windtunnel: " + verdict.name()) + "::" + data(message.toString());
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
