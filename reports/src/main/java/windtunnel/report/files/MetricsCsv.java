package windtunnel.report.files;

import java.util.Map;
import java.util.TreeMap;
import windtunnel.core.measure.RunResult;
import windtunnel.core.unit.Numbers;
import windtunnel.scenario.run.Outcome;

/** {@code metrics.csv}: {@code replication,metric,unit,value}, sorted by metric, then replication. */
public final class MetricsCsv {
    private MetricsCsv() {}

    /** The file's text, lines ending in line feeds. */
    public static String render(Outcome outcome) {
        Map<String, StringBuilder> byMetric = new TreeMap<>();
        for (RunResult run : outcome.runs()) {
            run.metrics()
                    .forEach((name, value) -> byMetric.computeIfAbsent(name, n -> new StringBuilder())
                            .append(run.replication())
                            .append(',')
                            .append(field(name))
                            .append(',')
                            .append(field(value.metric().unit()))
                            .append(',')
                            .append(Numbers.json(value.value()))
                            .append('\n'));
        }
        StringBuilder text = new StringBuilder("replication,metric,unit,value\n");
        byMetric.values().forEach(text::append);
        return text.toString();
    }

    /** A field, quoted as RFC 4180 wants it where it holds a comma, a quote or a line break. */
    private static String field(String text) {
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
