package windtunnel.report.html;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Numbers;
import windtunnel.model.LedgerState;
import windtunnel.report.story.Metrics;
import windtunnel.report.story.RiskTables;
import windtunnel.report.story.Verdict;
import windtunnel.report.story.Words;
import windtunnel.scenario.run.Outcome;

/** The answer in a sentence, in large figures, and as odds of the goals. */
final class VerdictSection {
    static final String ID = "verdict";

    private VerdictSection() {}

    static Section of(Outcome outcome) {
        Verdict verdict = Verdict.of(outcome);
        Html html = new Html();
        html.element("p", Words.unbroken(sentence(outcome, verdict)), "class", "answer")
                .raw("\n");
        html.raw("<dl class=\"figures\">\n");
        verdict.figures().forEach(figure -> figure(html, figure));
        html.raw("</dl>\n");
        if (!verdict.goals().isEmpty()) {
            html.raw("<ul class=\"goals\">\n");
            verdict.goals().forEach(goal -> goal(html, goal));
            html.raw("</ul>\n");
        }
        return new Section(ID, "The answer", "", html.toString());
    }

    private static String sentence(Outcome outcome, Verdict verdict) {
        boolean several = outcome.head().replications() > 1;
        StringBuilder text = new StringBuilder();
        if (verdict.cut().any()) {
            text.append(verdict.cut().sentence());
            cost(outcome, verdict)
                    .ifPresent(cost -> text.append(
                                    several
                                            ? ". Until then, or until it is done, a run costs "
                                            : ". Until then it costs ")
                            .append(cost)
                            .append(several ? " on average" : ""));
        } else {
            text.append(several ? "On average it ends after " : "It ends after ")
                    .append(verdict.figure("time").map(Verdict.Figure::mean).orElse("an unknown time"));
            outcome.head()
                    .start()
                    .flatMap(start -> Metrics.find(outcome, "run.wall_time")
                            .map(wall -> Words.longDay(Words.after(start, wall.mean()))))
                    .ifPresent(day -> text.append(", on ").append(day).append(","));
            cost(outcome, verdict).ifPresent(cost -> text.append(" and costs ").append(cost));
        }
        double computing = outcome.ledger().stream()
                .filter(line -> line.state() == LedgerState.COMPUTE && line.lostFrom() == null)
                .mapToDouble(Outcome.LedgerLine::share)
                .sum();
        if (computing > 0) {
            text.append("; ").append(Numbers.percent(computing, 0)).append(" of the GPU time advances the work");
        }
        text.append('.');
        for (String odds : List.of(verdict.odds(), RiskTables.oddsSentence(outcome))) {
            text.append(odds.isEmpty() ? "" : " ").append(odds);
        }
        return text.toString();
    }

    private static Optional<String> cost(Outcome outcome, Verdict verdict) {
        return outcome.bill().items().isEmpty()
                ? Optional.empty()
                : verdict.figure("cost").map(Verdict.Figure::mean);
    }

    private static void figure(Html html, Verdict.Figure figure) {
        html.raw("<div>").element("dt", figure.label()).open("dd");
        html.element("span", Words.shortened(figure.mean()), "class", "large");
        if (figure.spread()) {
            html.raw("<span class=\"range\">");
            quantile(html, "P10", figure.p10());
            quantile(html, "P50", figure.p50());
            quantile(html, "P90", figure.p90());
            html.raw("</span>");
        }
        html.raw("</dd></div>\n");
    }

    private static void quantile(Html html, String name, String value) {
        html.raw("<span>")
                .element("span", name, "class", "name")
                .raw(" ")
                .text(Words.shortened(value))
                .raw("</span> ");
    }

    private static void goal(Html html, Verdict.Goal goal) {
        html.open("li", "class", goal.likely() ? "likely" : "unlikely");
        html.raw("<span class=\"goal\">")
                .element("strong", goal.label())
                .text(" " + goal.limit())
                .raw("</span>");
        if (goal.n() > 1) {
            html.raw("<span class=\"odds\" aria-hidden=\"true\">");
            bar(html, "fill", 0, goal.probability());
            bar(html, "interval", goal.low95(), goal.high95() - goal.low95());
            html.raw("</span>");
        }
        html.element("span", goal.odds(), "class", "words");
        html.close("li");
    }

    private static void bar(Html html, String kind, double left, double width) {
        html.open("span", "class", kind, "style", "left:" + css(left) + ";width:" + css(width))
                .raw("</span>");
    }

    private static String css(double share) {
        return Numbers.fixed(new BigDecimal(share).movePointRight(2), 2) + "%";
    }
}
