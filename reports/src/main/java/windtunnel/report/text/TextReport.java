package windtunnel.report.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import windtunnel.report.story.Pools;
import windtunnel.report.story.StoredWords;
import windtunnel.report.story.Teams;
import windtunnel.report.story.Verdict;
import windtunnel.report.story.Waterfall;
import windtunnel.report.story.WhatFirst;
import windtunnel.report.story.Words;
import windtunnel.scenario.run.Outcome;

/** The answer on a terminal of 80 columns: the verdict first, seed, version and hashes last. */
public final class TextReport {
    private static final int MOST_BOTTLENECKS = 5;

    private final Outcome outcome;
    private final Style style;
    private final Ansi ansi;
    private final StringBuilder out = new StringBuilder();

    private TextReport(Outcome outcome, Style style) {
        this.outcome = outcome;
        this.style = style;
        this.ansi = new Ansi(style.color());
    }

    /** The whole answer, ending in a line feed. */
    public static String render(Outcome outcome, Style style) {
        TextReport report = new TextReport(outcome, style);
        report.head();
        report.verdict(Verdict.of(outcome));
        new RiskText(report.out, report.ansi).append(outcome);
        Waterfall fall = Waterfall.of(outcome, Words.decimals(outcome.bill().total()));
        new WaterfallText(style).append(report.out, fall);
        report.bottlenecks(fall);
        report.whatFirst(WhatFirst.of(outcome));
        report.teams();
        report.pools();
        report.saves();
        new LinkText(report.out, report.ansi).append(outcome);
        new CollectiveText(report.out, report.ansi).append(outcome);
        report.findings();
        report.identity();
        return report.out.toString();
    }

    /** The shortest answer: the verdict on one line (several when it does not fit), then the identity. */
    public static String quiet(Outcome outcome) {
        TextReport report = new TextReport(outcome, Style.PLAIN);
        Verdict verdict = Verdict.of(outcome);
        StringBuilder line = new StringBuilder(Words.plain(outcome.head().name())).append(":");
        for (Verdict.Figure figure : verdict.figures()) {
            line.append(line.charAt(line.length() - 1) == ':' ? " " : ", ")
                    .append(figure.label())
                    .append(' ')
                    .append(figure.mean());
        }
        if (verdict.cut().any()) {
            line.append("; ").append(verdict.cut().sentence());
        }
        verdict.goals()
                .forEach(goal ->
                        line.append("; ").append(goal.label()).append(' ').append(goal.odds()));
        report.paragraph("", line.toString());
        report.identity();
        return report.out.toString();
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    /** Wrapped text whose first line starts with {@code lead} and whose others are indented as far. */
    private void paragraph(String lead, String text) {
        int indent = Layout.width(lead);
        String before = lead;
        for (String wrapped : Layout.wrap(Words.plain(text), Layout.COLUMNS - indent)) {
            line(before + wrapped);
            before = " ".repeat(indent);
        }
    }

    private void head() {
        for (String wrapped : Layout.wrap(Words.plain(outcome.head().name()), Layout.COLUMNS)) {
            line(ansi.bold(wrapped));
        }
        paragraph("", outcome.head().cluster());
        line("");
    }

    private void verdict(Verdict verdict) {
        new FigureTable(ansi).append(out, verdict.figures());
        if (verdict.cut().any()) {
            Layout.wrap(verdict.cut().sentence(), Layout.COLUMNS).forEach(text -> line(ansi.bad(text)));
        }
        for (Verdict.Goal goal : verdict.goals()) {
            List<String> wrapped = Layout.wrap(goal.label() + " " + goal.limit() + " " + goal.odds(), Layout.COLUMNS);
            wrapped.forEach(text -> line(goal.likely() ? ansi.good(text) : ansi.bad(text)));
        }
        line("");
    }

    private void bottlenecks(Waterfall fall) {
        if (outcome.bottlenecks().isEmpty()) {
            return;
        }
        line("");
        line(ansi.bold("What costs most"));
        int number = 0;
        for (Outcome.Bottleneck b : fall.printed(outcome.bottlenecks())) {
            if (++number > MOST_BOTTLENECKS) {
                break;
            }
            paragraph(
                    number + ". ",
                    b.what() + ", " + b.where() + ": " + fall.dollars(b) + ", " + fall.percent(b) + " of the GPU time");
            if (!b.why().isBlank()) {
                paragraph("   ", b.why());
            }
        }
    }

    private void whatFirst(WhatFirst first) {
        if (first.rows().isEmpty()) {
            return;
        }
        line("");
        line(ansi.bold("What to change first"));
        paragraph("", first.verdict());
        int words = Layout.COLUMNS - 3 * (2 + 15);
        List<List<String>> rows = new java.util.ArrayList<>();
        rows.add(WhatFirst.COLUMNS);
        rows.addAll(first.rows());
        for (List<String> row : rows) {
            List<String> wrapped = Layout.wrap(Words.plain(row.get(0)), words);
            for (int i = 0; i < wrapped.size(); i++) {
                StringBuilder text = new StringBuilder(Layout.left(wrapped.get(i), words));
                for (int column = 1; i == wrapped.size() - 1 && column < row.size(); column++) {
                    text.append("  ").append(Layout.right(row.get(column), 15));
                }
                line(text.toString().stripTrailing());
            }
        }
    }

    private void teams() {
        table("Who waited, and who pays", Teams.COLUMNS, Teams.rows(outcome));
    }

    private void pools() {
        table("Where machines come from", Pools.COLUMNS, Pools.rows(outcome));
        Pools.hindsight(outcome).ifPresent(text -> paragraph("", text));
    }

    private void table(String title, List<String> columns, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        line("");
        line(ansi.bold(title));
        List<List<String>> all = new ArrayList<>();
        all.add(columns);
        all.addAll(rows);
        int[] widths = new int[columns.size()];
        all.forEach(row -> Arrays.setAll(widths, i -> Math.max(widths[i], Layout.width(row.get(i)))));
        for (List<String> row : all) {
            StringBuilder text = new StringBuilder(Layout.left(row.get(0), widths[0]));
            for (int i = 1; i < widths.length; i++) {
                text.append("  ").append(Layout.right(row.get(i), widths[i]));
            }
            line(text.toString().stripTrailing());
        }
    }

    private void saves() {
        if (!outcome.bursts().isEmpty()) {
            line("");
        }
        outcome.bursts().forEach(burst -> paragraph("", StoredWords.burst(burst)));
        outcome.stored().forEach(saves -> new StoredText(ansi).append(out, saves));
    }

    private void findings() {
        if (!outcome.issues().isEmpty() || !outcome.notes().isEmpty()) {
            line("");
        }
        for (Outcome.Finding finding : outcome.issues()) {
            String path = finding.path().isBlank() ? "" : finding.path() + ": ";
            List<String> wrapped =
                    Layout.wrap(Words.plain(finding.level() + ": " + path + finding.message()), Layout.COLUMNS);
            wrapped.forEach(text -> line(ansi.warn(text)));
        }
        outcome.notes().forEach(note -> paragraph("", "note: " + note));
    }

    private void identity() {
        Outcome.Head head = outcome.head();
        String text = "seed " + head.seed() + ", version " + head.version() + ", scenario " + head.hash()
                + ", fingerprint " + outcome.fingerprint();
        if (style.color() || out.indexOf("\n\n") >= 0) {
            line("");
        }
        Layout.wrap(Words.plain(text), Layout.COLUMNS).forEach(wrapped -> line(ansi.dim(wrapped)));
    }
}
