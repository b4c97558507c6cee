package windtunnel.report.compare;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Numbers;
import windtunnel.report.story.OddsWords;
import windtunnel.report.story.Words;
import windtunnel.scenario.compare.Comparison;
import windtunnel.scenario.compare.Paired;
import windtunnel.scenario.compare.Versus;
import windtunnel.scenario.explain.Movement;
import windtunnel.scenario.stats.Odds;

/** A comparison as people read it; the same words on a terminal and on a page. */
public final class CompareWords {
    private static final double HALF_CENT = 0.005;
    private static final double SMALL = 0.001;

    private CompareWords() {}

    /** The metrics that a table shows first, of those that all designs have: money, time, regret, goodput, odds. */
    public static List<String> headline(Comparison comparison) {
        List<String> names = new ArrayList<>();
        for (Paired metric : comparison.versus().get(0).metrics()) {
            String name = metric.metric();
            boolean run = List.of("run.cost", "run.wall_time", "run.deadline_met", "run.budget_met")
                    .contains(name);
            boolean everywhere =
                    comparison.versus().stream().allMatch(v -> v.metric(name).isPresent());
            if ((run || name.endsWith(".goodput") || name.endsWith(".regret")) && everywhere) {
                names.add(name);
            }
        }
        names.sort(java.util.Comparator.comparingInt(CompareWords::rank).thenComparing(name -> name));
        return names;
    }

    private static int rank(String name) {
        int known = List.of("run.cost", "run.wall_time").indexOf(name);
        return known >= 0 ? known : name.endsWith(".regret") ? 2 : name.endsWith(".goodput") ? 3 : 4;
    }

    /** The metric's name in a table. */
    public static String label(String metric) {
        return switch (metric) {
            case "run.cost" -> "cost";
            case "run.wall_time" -> "time";
            case "run.deadline_met" -> "deadline met";
            case "run.budget_met" -> "budget met";
            default -> metric;
        };
    }

    /** A value in the metric's unit; odds in percent with their interval. */
    public static String value(Paired metric, double value) {
        boolean probability = metric.metric().endsWith("_met");
        if (!probability || metric.n() == 1) {
            return Words.value(value, unit(metric));
        }
        return OddsWords.of(Odds.of(metric.n(), (int) Math.round(value * metric.n())));
    }

    private static String unit(Paired metric) {
        return metric.metric().endsWith("_met") ? "share" : metric.unit();
    }

    /** The difference with its sign and interval: {@code +$26.10 +- $1.20}. */
    public static String difference(Paired metric) {
        String text = signed(metric, metric.delta());
        return metric.halfWidth() == 0 ? text : text + " \u00b1 " + plain(metric, metric.halfWidth());
    }

    private static String signed(Paired metric, double delta) {
        return (delta > 0 ? "+" : delta < 0 ? "-" : "") + plain(metric, Math.abs(delta));
    }

    private static String plain(Paired metric, double value) {
        return switch (unit(metric)) {
            case "USD" -> Words.dollars(new BigDecimal(value));
            case "share" -> Numbers.significant(value * 100, 3) + " points";
            default -> Words.value(value, metric.unit());
        };
    }

    /** The difference in percent of the first mean, or empty. */
    public static String relative(Paired metric) {
        if (metric.relative().isEmpty() || metric.relative().getAsDouble() == 0) {
            return "";
        }
        double share = metric.relative().getAsDouble();
        return (share > 0 ? "+" : "") + Numbers.percent(share, 1);
    }

    /** Who wins, in a sentence for each of cost, time and goodput. */
    public static List<String> sentences(Versus versus) {
        List<String> sentences = new ArrayList<>();
        versus.metric("run.cost").ifPresent(m -> sentences.add(sentence(versus, m, "is cheaper", false)));
        versus.metric("run.wall_time").ifPresent(m -> sentences.add(sentence(versus, m, "is done sooner", false)));
        for (Paired m : versus.metrics()) {
            if (m.metric().endsWith(".goodput") && !m.equal()) {
                sentences.add(sentence(versus, m, "has the better " + m.metric(), true));
            }
        }
        return sentences;
    }

    private static String sentence(Versus versus, Paired m, String verb, boolean moreIsBetter) {
        int betterA = moreIsBetter ? m.lowerB() : m.lowerA();
        int betterB = moreIsBetter ? m.lowerA() : m.lowerB();
        String a = versus.a().label();
        String b = versus.b().label();
        if (m.equal()) {
            return a + " and " + b + " are equal in " + label(m.metric()) + " in every run.";
        }
        boolean first = betterA >= betterB;
        String subject = (first ? a : b) + " " + verb;
        if (m.n() == 1) {
            return subject + " than " + (first ? b : a) + " (one run).";
        }
        Odds odds = Odds.of(m.n(), Math.max(betterA, betterB));
        String share = subject + " in " + odds.successes() + " of " + m.n() + " seeds: "
                + OddsWords.sentence(odds.share(), odds.low95(), odds.high95());
        return m.distinct()
                ? share + "."
                : share + "; the mean difference is not distinguishable from 0: its interval spans 0.";
    }

    /** Whether a row is worth telling: at least half a cent, and a thousandth of the largest difference. */
    public static boolean counts(Movement m, Versus versus) {
        double largest =
                versus.movements().largest().map(l -> Math.abs(l.usd())).orElse(0.0);
        return Math.abs(m.usd()) >= Math.max(HALF_CENT, largest * SMALL);
    }

    /** What the intervals of several comparisons hold for; empty for one. */
    public static Optional<String> together(Comparison comparison) {
        int comparisons = comparison.versus().size();
        return comparisons == 1 || comparison.designs().get(0).replications() == 1
                ? Optional.empty()
                : Optional.of("The intervals of all " + comparisons
                        + " comparisons hold together with 95 %: each is one of "
                        + Numbers.percent(1 - 0.05 / comparisons, 1) + " (Bonferroni).");
    }

    /** How much the same luck for both is worth, for the metric where it is defined. */
    public static Optional<String> pairing(Paired metric) {
        if (metric.varianceRatio().isEmpty()) {
            return Optional.empty();
        }
        double ratio = metric.varianceRatio().getAsDouble();
        String correlation = metric.correlation().isEmpty()
                ? ""
                : "Correlation of the designs: "
                        + Numbers.fixed(metric.correlation().getAsDouble(), 2) + ". ";
        String text = correlation + "Variance ratio of the difference in " + label(metric.metric())
                + ", independent to same seeds: " + Numbers.significant(ratio, 3) + "; ";
        return Optional.of(text
                + (ratio > 1
                        ? "the same luck makes the interval " + Numbers.significant(Math.sqrt(ratio), 3)
                                + " times narrower."
                        : "the same luck makes the interval no narrower here."));
    }
}
