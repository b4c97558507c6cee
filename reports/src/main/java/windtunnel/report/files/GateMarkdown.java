package windtunnel.report.files;

import java.util.ArrayList;
import java.util.List;
import windtunnel.report.gate.GateWords;
import windtunnel.scenario.explain.Cause;
import windtunnel.scenario.explain.InputChange;
import windtunnel.scenario.gate.Row;
import windtunnel.scenario.gate.ScenarioVerdict;

/** The gate's findings for a pull request: one short table, and what is behind each line folded away. */
public final class GateMarkdown {
    private static final int MOST_ROWS = 20;
    private static final int MOST_MOVEMENTS = 6;

    private GateMarkdown() {}

    /** The comment's text. */
    public static String render(List<ScenarioVerdict> verdicts) {
        MarkdownText out = new MarkdownText();
        out.heading(3, "windtunnel check: " + GateWords.summary(verdicts));
        List<List<String>> rows = new ArrayList<>();
        int left = 0;
        for (ScenarioVerdict verdict : verdicts) {
            for (Row row : verdict.notable()) {
                if (rows.size() < MOST_ROWS) {
                    rows.add(List.of(
                            GateWords.file(verdict),
                            GateWords.level(row.level()),
                            GateWords.verdict(row.verdict()),
                            row.metric(),
                            GateWords.before(row),
                            GateWords.now(row),
                            GateWords.change(row)));
                } else {
                    left++;
                }
            }
        }
        if (rows.isEmpty()) {
            out.paragraph("Nothing moved by more than is allowed.");
        } else {
            out.table(List.of("scenario", "gate", "class", "metric", "baseline:", "now:", "change:"), rows);
        }
        if (left > 0) {
            out.paragraph("and " + left + " rows more, see below");
        }
        verdicts.forEach(verdict -> details(out, verdict));
        return out.toString();
    }

    private static void details(MarkdownText out, ScenarioVerdict verdict) {
        if (verdict.notable().isEmpty()
                && verdict.notes().isEmpty()
                && verdict.changes().isEmpty()) {
            return;
        }
        out.raw("<details><summary>" + MarkdownText.escape(verdict.name() + ": why") + "</summary>\n\n");
        for (Cause cause : verdict.causes()) {
            out.item(GateWords.cause(cause));
            GateWords.movements(cause, verdict.notable(), MOST_MOVEMENTS)
                    .forEach(text -> out.raw("  - " + MarkdownText.escape(text) + "\n"));
        }
        if (verdict.causes().isEmpty()) {
            for (InputChange change : verdict.changes()) {
                out.item("changed input: " + change.path() + ": " + change.before() + " -> " + change.now());
            }
        }
        for (Row row : verdict.notable()) {
            out.item(GateWords.verdict(row.verdict()) + ": " + row.metric() + ": " + row.why());
        }
        verdict.notes().forEach(note -> out.item("note: " + note));
        out.raw("\n</details>\n\n");
    }
}
