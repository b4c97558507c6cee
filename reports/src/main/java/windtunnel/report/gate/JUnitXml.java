package windtunnel.report.gate;

import java.util.List;
import windtunnel.report.story.Markup;
import windtunnel.scenario.explain.Cause;
import windtunnel.scenario.gate.Row;
import windtunnel.scenario.gate.ScenarioVerdict;

/** The gate's findings as a JUnit report: a suite for each scenario, a test case for each metric. */
public final class JUnitXml {
    private static final int MOST_MOVEMENTS = 4;
    private static final int MOST_CAUSES = 4;

    private JUnitXml() {}

    /** The file's text. */
    public static String render(List<ScenarioVerdict> verdicts) {
        StringBuilder xml =
                new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"windtunnel\"");
        counts(xml, verdicts.stream().flatMap(v -> v.rows().stream()).toList());
        for (ScenarioVerdict verdict : verdicts) {
            xml.append("  <testsuite name=\"")
                    .append(Markup.escape(verdict.name()))
                    .append('"');
            counts(xml, verdict.rows());
            verdict.rows().forEach(row -> test(xml, verdict, row));
            xml.append("  </testsuite>\n");
        }
        return xml.append("</testsuites>\n").toString();
    }

    private static void counts(StringBuilder xml, List<Row> rows) {
        long failed = rows.stream().filter(row -> row.level() == Row.Level.FAIL).count();
        xml.append(" tests=\"").append(rows.size());
        xml.append("\" failures=\"").append(failed).append("\" errors=\"0\" skipped=\"0\">\n");
    }

    private static void test(StringBuilder xml, ScenarioVerdict verdict, Row row) {
        xml.append("    <testcase classname=\"").append(Markup.escape(verdict.name()));
        xml.append("\" name=\"").append(Markup.escape(row.metric())).append('"');
        if (row.level() == Row.Level.FINE) {
            xml.append("/>\n");
            return;
        }
        String message = message(row);
        xml.append(">\n");
        if (row.level() == Row.Level.FAIL) {
            xml.append("      <failure type=\"").append(GateWords.verdict(row.verdict()));
            xml.append("\" message=\"").append(Markup.escape(message)).append("\">");
            xml.append(Markup.escape(why(verdict))).append("</failure>\n");
        } else {
            xml.append("      <system-out>").append(Markup.escape("warning: " + message));
            xml.append("</system-out>\n");
        }
        xml.append("    </testcase>\n");
    }

    private static String message(Row row) {
        String values = row.before().isEmpty() || row.now().isEmpty()
                ? ""
                : GateWords.before(row) + " -> " + GateWords.now(row) + " (" + GateWords.change(row) + ")";
        String text = GateWords.verdict(row.verdict()) + " " + values;
        return row.why().isEmpty() ? text : text.strip() + ": " + row.why();
    }

    private static String why(ScenarioVerdict verdict) {
        StringBuilder text = new StringBuilder();
        for (Cause cause : verdict.causes()
                .subList(0, Math.min(MOST_CAUSES, verdict.causes().size()))) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append(GateWords.cause(cause))
                    .append(" (");
            text.append(String.join(", ", GateWords.movements(cause, verdict.notable(), MOST_MOVEMENTS)))
                    .append(')');
        }
        return text.toString();
    }
}
