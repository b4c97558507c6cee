package windtunnel.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import windtunnel.core.unit.Numbers;
import windtunnel.model.compute.StepShare;
import windtunnel.report.layouts.LayoutWords;
import windtunnel.report.story.Words;
import windtunnel.scenario.layouts.LayoutAnswer;
import windtunnel.scenario.layouts.Ranked;

/** The layouts of a job on a terminal of 80 columns: the best first, then the table, then why, then what to paste. */
public final class LayoutsText {
    private static final String LEAD = "          ";
    /** A colon with a blank at which no line is broken. */
    private static final String UNBROKEN = ":\u00a0";

    private final LayoutAnswer answer;
    private final Ansi ansi;
    private final StringBuilder out = new StringBuilder();

    private LayoutsText(LayoutAnswer answer, Style style) {
        this.answer = answer;
        this.ansi = new Ansi(style.color());
    }

    /** The best layout in one line. */
    public static String quiet(LayoutAnswer answer) {
        return answer.ranked().isEmpty()
                ? "no layout fits\n"
                : Numbers.duration(answer.ranked().get(0).found().stepNanos() * 1e-9) + " a step: "
                        + LayoutWords.layout(answer.ranked().get(0).found().layout()) + "\n";
    }

    /**
     * The whole answer.
     *
     * @param top rows of the table
     * @param version of the program, for the last line
     */
    public static String render(LayoutAnswer answer, int top, String version, Style style) {
        LayoutsText text = new LayoutsText(answer, style);
        text.head();
        if (answer.ranked().isEmpty()) {
            text.nothing();
        } else {
            text.best(answer.ranked().get(0));
            text.counts();
            text.line("");
            text.table(answer.ranked().subList(0, Math.min(top, answer.ranked().size())));
            text.why();
            text.paste();
        }
        text.line("");
        text.line(text.ansi.dim(
                "version " + version + ", scenario " + answer.head().hash()));
        return text.out.toString();
    }

    private void head() {
        LayoutAnswer.Head head = answer.head();
        paragraph("", head.name());
        paragraph("", "layouts of " + head.model() + " on " + head.cluster());
        String fixed = head.wanted().values().isEmpty()
                ? ""
                : ", with " + head.wanted().text();
        paragraph("", "by " + head.by().name().toLowerCase(Locale.ROOT) + fixed);
        line("");
    }

    private void best(Ranked best) {
        labelled(
                "best",
                (several() ? best.nodes() + " nodes, " : "")
                        + LayoutWords.layout(best.found().layout()));
        labelled(
                "step",
                Numbers.duration(best.found().stepNanos() * 1e-9) + ", MFU "
                        + Numbers.percent(best.found().mfu(), 1));
        labelled(
                "run",
                Numbers.duration(best.runSeconds()) + " and " + LayoutWords.dollars(best.runUsd()) + " for "
                        + Numbers.grouped(answer.head().steps(), 0)
                        + " undisturbed steps, nodes only ($"
                        + Numbers.significant(best.usdPerMillionTokens(), 3) + " per million tokens)");
        labelled(
                "memory",
                LayoutWords.gib(best.found().memory().totalBytes()) + " of "
                        + LayoutWords.gib(answer.head().hbmBytes()) + " on stage "
                        + best.found().memory().stage() + ", "
                        + LayoutWords.gib(best.headroomBytes()) + " free");
    }

    private boolean several() {
        return answer.ranked().stream().mapToInt(Ranked::nodes).distinct().count() > 1;
    }

    private void counts() {
        LayoutAnswer.Counts counts = answer.counts();
        labelled(
                "tried",
                Numbers.grouped(counts.tried(), 0) + " layouts: " + Numbers.grouped(counts.fit(), 0) + " fit, "
                        + Numbers.grouped(counts.outOfMemory(), 0) + " run out of memory"
                        + (answer.head().every()
                                ? ""
                                : "; below is the best of each of " + Numbers.grouped(counts.splits(), 0)
                                        + " ways to split the GPUs"));
    }

    private void nothing() {
        LayoutAnswer.Counts counts = answer.counts();
        line(ansi.bad("No layout fits.") + " All " + Numbers.grouped(counts.tried(), 0)
                + " that are possible run out of memory.");
        answer.closest()
                .ifPresent(closest -> labelled(
                        "closest", LayoutWords.layout(closest.layout()) + ": out of memory, " + closest.demand()));
        answer.today().problem().ifPresent(problem -> labelled("today", problem));
        answer.closest()
                .filter(closest -> closest.leastNodes() > closest.nodes())
                .ifPresent(
                        closest -> labelled(
                                "at least",
                                Numbers.grouped(closest.leastNodes(), 0)
                                        + " nodes: weights, gradients and optimizer state fill them alone, divided over all GPUs"));
        labelled("try", "more nodes (--nodes), GPUs with more memory, shorter sequences, or fewer fixed keys");
    }

    private void table(List<Ranked> rows) {
        LayoutColumns columns = new LayoutColumns(rows, several());
        line(ansi.dim(columns.head()));
        for (int i = 0; i < rows.size(); i++) {
            String row = columns.row(i);
            line(i == 0 ? ansi.bold(row) : row);
        }
        paragraph("", columns.legend());
        paragraph(
                "",
                "Steps closer than the model's error (docs/accuracy.md) are ties: of those take the simplest, or the one"
                        + " with more free memory.");
    }

    private void why() {
        Ranked best = answer.ranked().get(0);
        Optional<Ranked> second =
                answer.ranked().size() > 1 ? Optional.of(answer.ranked().get(1)) : Optional.empty();
        Optional<Ranked> today = answer.today()
                .ranked()
                .filter(own -> !own.found().layout().equals(best.found().layout()) || own.nodes() != best.nodes());
        shares(best, second, today);
        line("");
        second.ifPresent(other -> paragraph("", "The runner-up " + LayoutWords.loss(answer, best, other) + "."));
        if (answer.today().problem().isPresent()) {
            paragraph(
                    "",
                    answer.today()
                                    .layout()
                                    .map(layout ->
                                            "Today's layout (" + LayoutWords.layout(layout) + ") runs out of memory: ")
                                    .orElse("Today's layout ")
                            + answer.today().problem().get() + ".");
        } else if (today.isEmpty()) {
            paragraph("", "Today's layout is the best one.");
        } else {
            String place = answer.today().rank() > 1
                    ? ", which would be number " + answer.today().rank() + ","
                    : "";
            paragraph(
                    "",
                    "Today's layout (" + LayoutWords.layout(today.get().found().layout()) + ")" + place + " "
                            + LayoutWords.loss(answer, best, today.get()) + ".");
        }
    }

    private void shares(Ranked best, Optional<Ranked> second, Optional<Ranked> today) {
        List<Ranked> columns = new ArrayList<>(List.of(best));
        StringBuilder head = new StringBuilder(Layout.left("Where the step goes", 22));
        head.append(Layout.right("best", 18));
        second.ifPresent(other -> {
            columns.add(other);
            head.append(Layout.right("runner-up", 18));
        });
        today.ifPresent(other -> {
            columns.add(other);
            head.append(Layout.right("today", 18));
        });
        line("");
        line(ansi.bold(head.toString()));
        for (StepShare share : StepShare.values()) {
            if (columns.stream().anyMatch(one -> one.found().seconds().of(share) > 0)) {
                StringBuilder row = new StringBuilder(Layout.left(LayoutWords.label(share), 22));
                for (Ranked one : columns) {
                    double seconds = one.found().seconds().of(share);
                    row.append(Layout.right(Numbers.duration(seconds), 10));
                    row.append(Layout.right(
                            Numbers.percent(seconds / one.found().seconds().total(), 1), 8));
                }
                line(row.toString());
            }
        }
        StringBuilder total = new StringBuilder(Layout.left("step", 22));
        for (Ranked one : columns) {
            total.append(Layout.right(Numbers.duration(one.found().stepNanos() * 1e-9), 10));
            total.append(Layout.right("100.0 %", 8));
        }
        line(total.toString());
    }

    private void paste() {
        line("");
        line(ansi.bold("To paste into the job"));
        for (String yaml : answer.yaml()) {
            String indent = "    ";
            for (String part : Layout.wrap(yaml.replace(": ", UNBROKEN), Layout.COLUMNS - 8)) {
                line(indent + part.replace(UNBROKEN, ": "));
                indent = "        ";
            }
        }
    }

    private void labelled(String label, String text) {
        paragraph(Layout.left(label, LEAD.length()), text);
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
