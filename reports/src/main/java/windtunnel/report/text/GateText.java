package windtunnel.report.text;

import java.util.List;
import windtunnel.report.gate.GateWords;
import windtunnel.report.story.Words;
import windtunnel.scenario.explain.Cause;
import windtunnel.scenario.explain.InputChange;
import windtunnel.scenario.gate.Row;
import windtunnel.scenario.gate.ScenarioVerdict;

/** The gate's findings on a terminal of 80 columns: scenario by scenario, the count last. */
public final class GateText {
    private static final int MOST_MOVEMENTS = 4;
    private static final int MOST_OTHER = 4;

    private final Ansi ansi;
    private final StringBuilder out = new StringBuilder();

    private GateText(Style style) {
        this.ansi = new Ansi(style.color());
    }

    /** All verdicts; scenarios that pass without a note take one line. */
    public static String render(List<ScenarioVerdict> verdicts, Style style) {
        GateText text = new GateText(style);
        verdicts.forEach(text::scenario);
        text.out.append(GateWords.summary(verdicts)).append('\n');
        return text.out.toString();
    }

    private void scenario(ScenarioVerdict verdict) {
        String level = GateWords.level(verdict.level());
        String painted = switch (verdict.level()) {
            case FAIL -> ansi.bad(level);
            case WARN -> ansi.warn(level);
            case FINE -> ansi.good(level);
        };
        List<String> head =
                Layout.wrap(Words.plain(GateWords.file(verdict) + " (" + verdict.name() + ")"), Layout.COLUMNS - 6);
        out.append(painted).append("  ").append(head.get(0)).append('\n');
        head.stream().skip(1).forEach(line -> out.append("      ").append(line).append('\n'));
        rows(verdict);
        verdict.notes().forEach(note -> paragraph("      note: ", note));
        causes(verdict);
        if (verdict.causes().isEmpty()) {
            for (InputChange change : verdict.changes()) {
                paragraph("      changed: ", change.path() + ": " + change.before() + " -> " + change.now());
            }
        }
    }

    /** All failures, and the first few of the other rows. */
    private void rows(ScenarioVerdict verdict) {
        int other = 0;
        for (Row row : verdict.notable()) {
            other += row.level() == Row.Level.FAIL ? 0 : 1;
            if (other <= MOST_OTHER || row.level() == Row.Level.FAIL) {
                row(row);
            }
        }
        if (other > MOST_OTHER) {
            out.append("      and ").append(other - MOST_OTHER).append(" more that moved\n");
        }
    }

    private void row(Row row) {
        StringBuilder text = new StringBuilder(row.metric());
        if (row.before().isPresent() && row.now().isPresent()) {
            text.append(' ').append(GateWords.before(row)).append(" -> ").append(GateWords.now(row));
            text.append(GateWords.change(row).isEmpty() ? "" : " (" + GateWords.change(row) + ")");
        } else if (row.before().isPresent() || row.now().isPresent()) {
            text.append(' ').append(GateWords.before(row)).append(GateWords.now(row));
        }
        text.append(row.why().isEmpty() ? "" : "; " + row.why());
        paragraph("      " + GateWords.verdict(row.verdict()) + ": ", text.toString());
    }

    private void causes(ScenarioVerdict verdict) {
        int number = 0;
        for (Cause cause : verdict.causes()) {
            paragraph("      why " + ++number + ": ", GateWords.cause(cause));
            GateWords.movements(cause, verdict.notable(), MOST_MOVEMENTS)
                    .forEach(text -> paragraph("             ", text));
        }
    }

    private void paragraph(String lead, String text) {
        String before = lead;
        for (String line : text.split("\n")) {
            for (String wrapped : Layout.wrap(Words.plain(line), Layout.COLUMNS - lead.length())) {
                out.append(before).append(wrapped).append('\n');
                before = " ".repeat(lead.length());
            }
        }
    }
}
