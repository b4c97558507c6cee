package windtunnel.report.text;

import java.util.ArrayList;
import java.util.List;
import windtunnel.report.compare.CompareWords;
import windtunnel.report.gate.GateWords;
import windtunnel.report.story.Words;
import windtunnel.scenario.compare.Comparison;
import windtunnel.scenario.compare.Design;
import windtunnel.scenario.compare.Paired;
import windtunnel.scenario.compare.Versus;
import windtunnel.scenario.explain.InputChange;
import windtunnel.scenario.explain.Movement;

/** A comparison on a terminal of 80 columns: who wins first, then the table, then why. */
public final class CompareText {
    private static final int MOST_ROWS = 8;

    private final Ansi ansi;
    private final StringBuilder out = new StringBuilder();

    private CompareText(Style style) {
        this.ansi = new Ansi(style.color());
    }

    /** The whole comparison. */
    public static String render(Comparison comparison, Style style) {
        CompareText text = new CompareText(style);
        for (Design design : comparison.designs()) {
            text.paragraph(design.label() + "  ", design.name() + ": " + design.cluster());
        }
        Design first = comparison.designs().get(0);
        text.line("seed " + first.seed() + ", " + first.replications()
                + (first.replications() == 1 ? " run" : " runs, the same luck for all"));
        CompareWords.together(comparison).ifPresent(sentence -> text.paragraph("", sentence));
        comparison.versus().forEach(versus -> text.versus(comparison, versus));
        return text.out.toString();
    }

    private void versus(Comparison comparison, Versus versus) {
        line("");
        CompareWords.sentences(versus).forEach(sentence -> paragraph("", sentence));
        line("");
        table(comparison, versus);
        versus.metric("run.cost").flatMap(CompareWords::pairing).ifPresent(text -> {
            line("");
            paragraph("", text);
        });
        why(versus);
        if (!versus.inputs().isEmpty()) {
            line("");
            line(ansi.bold("What the files say differently"));
            for (InputChange change : versus.inputs()) {
                paragraph("  ", change.path() + ": " + change.before() + " -> " + change.now());
            }
        }
    }

    private void table(Comparison comparison, Versus versus) {
        List<List<String>> rows = new ArrayList<>();
        String delta = versus.b().label() + " - " + versus.a().label();
        rows.add(List.of("", versus.a().label(), versus.b().label(), delta, ""));
        for (String name : CompareWords.headline(comparison)) {
            Paired m = versus.metric(name).orElseThrow();
            rows.add(List.of(
                    CompareWords.label(name),
                    CompareWords.value(m, m.meanA()),
                    CompareWords.value(m, m.meanB()),
                    CompareWords.difference(m),
                    CompareWords.relative(m)));
        }
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Layout.width(row.get(i)));
            }
        }
        widths[0] = Math.min(widths[0], 20);
        for (List<String> row : rows) {
            StringBuilder text = new StringBuilder(Layout.left(row.get(0), widths[0]));
            for (int i = 1; i < widths.length; i++) {
                text.append("  ").append(Layout.right(row.get(i), widths[i]));
            }
            line(text.toString().stripTrailing());
        }
    }

    private void why(Versus versus) {
        double largest =
                versus.movements().largest().map(m -> Math.abs(m.usd())).orElse(0.0);
        for (Movement.Part part : List.of(Movement.Part.BILL, Movement.Part.LEDGER)) {
            List<Movement> moved = versus.movements().list().stream()
                    .filter(m -> m.part() == part && CompareWords.counts(m, versus))
                    .limit(MOST_ROWS)
                    .toList();
            if (!moved.isEmpty()) {
                line("");
                line(ansi.bold(
                        part == Movement.Part.BILL ? "What is bought differently" : "Where the difference goes"));
                moved.forEach(m -> paragraph("  ", GateWords.text(m).replaceFirst("^(bill|ledger) ", "")));
            }
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private void paragraph(String lead, String text) {
        String before = lead;
        for (String wrapped : Layout.wrap(Words.plain(text), Layout.COLUMNS - Layout.width(lead))) {
            line(before + wrapped);
            before = " ".repeat(Layout.width(lead));
        }
    }
}
