package windtunnel.report.story;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import windtunnel.core.unit.Numbers;
import windtunnel.scenario.run.Outcome;
import windtunnel.scenario.run.Outcome.MetricSummary;
import windtunnel.scenario.stats.Odds;

/**
 * The answer in a few figures.
 *
 * @param figures time, finish, cost and goodput
 * @param goals what was asked for and how likely it is met
 * @param cut runs that did not finish
 */
public record Verdict(List<Figure> figures, List<Goal> goals, Cut cut) {
    private static final String MORE = "> ";
    private static final String UNFINISHED = "; what was cut counts with its cost up to the horizon";

    /**
     * One headline number, already text.
     *
     * @param label {@code time}, {@code finish}, {@code cost}, {@code goodput}
     * @param mean mean, or the value of a single run
     * @param p10 quantiles over the replications; empty for a single run
     */
    public record Figure(String label, String mean, String p10, String p50, String p90) {
        /** Whether there are quantiles. */
        public boolean spread() {
            return !p10.isEmpty();
        }
    }

    /**
     * One goal.
     *
     * @param label {@code deadline} or {@code budget}
     * @param limit what was asked for, as text
     * @param n replications
     * @param met how many met it
     * @param probability share that met it
     * @param low95 lower bound of its 95 % interval
     * @param high95 upper bound
     * @param margin how far the mean is from the limit, as text: {@code 2.1 d to spare}
     * @param caveat what the odds do not say, or empty
     */
    public record Goal(
            String label,
            String limit,
            int n,
            long met,
            double probability,
            double low95,
            double high95,
            String margin,
            String caveat) {
        /** The odds in words. */
        public String odds() {
            if (n == 1) {
                return (met == 1 ? "met, " : "missed, ") + margin + caveat;
            }
            String met = "met in " + this.met + " of " + n + " runs: ";
            Odds odds = Odds.of(n, Math.toIntExact(this.met));
            if (odds.tooFew()) {
                return met + (likely() ? "missed" : "met") + " in at most " + Numbers.percent(odds.atMost(), 1)
                        + ", 95 % sure; seen too few times for a probability" + caveat;
            }
            return met + OddsWords.sentence(probability, low95, high95) + caveat;
        }

        /** Whether more runs meet it than miss it. */
        public boolean likely() {
            return probability >= 0.5;
        }
    }

    /** The verdict on an outcome. */
    public static Verdict of(Outcome outcome) {
        List<Figure> figures = new ArrayList<>();
        Cut cut = Cut.of(outcome);
        Optional<MetricSummary> wall = Metrics.find(outcome, "run.wall_time");
        wall.ifPresent(m -> figures.add(bounded(figure("time", m, v -> Numbers.durationLike(v, m.mean())), cut)));
        outcome.head().start().ifPresent(start -> wall.ifPresent(m -> figures.add(bounded(finish(start, m), cut))));
        Metrics.find(outcome, "run.cost")
                .ifPresent(m -> figures.add(cost(outcome.bill().total(), m)));
        List<MetricSummary> goodputs = Metrics.called(outcome, "goodput");
        for (MetricSummary m : goodputs) {
            String label = goodputs.size() == 1 ? "goodput" : "goodput of " + Words.plain(Metrics.owner(m.name()));
            figures.add(figure(label, m, v -> Words.value(v, m.unit())));
        }
        return new Verdict(List.copyOf(figures), goals(outcome, cut), cut);
    }

    /** The odds of all goals in a sentence; empty without goals, and for a single run, which has no odds. */
    public String odds() {
        StringBuilder text = new StringBuilder();
        for (Goal goal : goals) {
            if (goal.n() > 1) {
                text.append(text.isEmpty() ? "The odds are " : " and ");
                text.append(OddsWords.of(goal.probability(), goal.low95(), goal.high95()));
                text.append(" for the ").append(goal.label());
            }
        }
        return text.isEmpty() ? "" : text.append('.').toString();
    }

    /** The figure with this label. */
    public Optional<Figure> figure(String label) {
        return figures.stream().filter(f -> f.label().equals(label)).findFirst();
    }

    private static Figure figure(String label, MetricSummary m, DoubleFunction<String> text) {
        return m.n() == 1
                ? new Figure(label, text.apply(m.mean()), "", "", "")
                : new Figure(
                        label, text.apply(m.mean()), text.apply(m.p10()), text.apply(m.p50()), text.apply(m.p90()));
    }

    private static Figure finish(Instant start, MetricSummary m) {
        return figure("finish", m, seconds -> Words.instant(Words.after(start, seconds)));
    }

    /** A run that was cut would have taken longer: the mean, and quantiles that it reaches, are lower bounds. */
    private static Figure bounded(Figure f, Cut cut) {
        if (!cut.any()) {
            return f;
        }
        return new Figure(
                f.label(),
                MORE + f.mean(),
                bounded(f.p10(), cut.knows(0.1)),
                bounded(f.p50(), cut.knows(0.5)),
                bounded(f.p90(), cut.knows(0.9)));
    }

    private static String bounded(String text, boolean known) {
        return known || text.isEmpty() ? text : MORE + text;
    }

    /** The mean is the bill's own total, so that the headline is the sum of the rows to the cent. */
    private static Figure cost(BigDecimal total, MetricSummary m) {
        int decimals = Words.decimals(total);
        Figure all = figure("cost", m, usd -> Words.dollars(new BigDecimal(usd), decimals));
        return new Figure("cost", Words.dollars(total, decimals), all.p10(), all.p50(), all.p90());
    }

    private static List<Goal> goals(Outcome outcome, Cut cut) {
        List<Goal> goals = new ArrayList<>();
        outcome.head()
                .deadlineSeconds()
                .ifPresent(deadline -> Metrics.find(outcome, "run.deadline_met")
                        .ifPresent(m -> goals.add(goal(
                                "deadline", deadlineText(outcome, deadline), m, time(outcome, deadline, cut), ""))));
        outcome.head()
                .budgetUsd()
                .ifPresent(budget -> Metrics.find(outcome, "run.budget_met")
                        .ifPresent(m -> goals.add(goal(
                                "budget",
                                Words.dollars(budget),
                                m,
                                money(outcome, budget),
                                cut.any() ? UNFINISHED : ""))));
        return List.copyOf(goals);
    }

    private static Goal goal(String label, String limit, MetricSummary m, String margin, String caveat) {
        return new Goal(
                label, limit, m.n(), Math.round(m.mean() * m.n()), m.mean(), m.low95(), m.high95(), margin, caveat);
    }

    private static String deadlineText(Outcome outcome, double deadline) {
        String duration = Numbers.duration(deadline);
        return outcome.head()
                .start()
                .map(start -> duration + " (" + Words.instant(Words.after(start, deadline)) + ")")
                .orElse(duration);
    }

    private static String time(Outcome outcome, double deadline, Cut cut) {
        if (cut.any()) {
            return "not done by the horizon";
        }
        double left =
                deadline - Metrics.find(outcome, "run.wall_time").orElseThrow().mean();
        return Numbers.duration(Math.abs(left)) + (left >= 0 ? " to spare" : " too late");
    }

    private static String money(Outcome outcome, BigDecimal budget) {
        BigDecimal left = budget.subtract(outcome.bill().total());
        return Words.dollars(left.abs(), Words.decimals(budget)) + (left.signum() >= 0 ? " to spare" : " too much");
    }
}
