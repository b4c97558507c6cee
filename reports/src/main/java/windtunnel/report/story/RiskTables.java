package windtunnel.report.story;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import windtunnel.core.unit.Numbers;
import windtunnel.scenario.run.Outcome;
import windtunnel.scenario.stats.Odds;
import windtunnel.scenario.stats.Risk;
import windtunnel.scenario.stats.Summary;

/**
 * What uncertain inputs make of a scenario, as tables of text.
 *
 * @param title draws and runs
 * @param figures quantiles over all runs of all draws
 * @param goals sentences on deadline and budget
 * @param spread how much of each figure's variance is due to the inputs and to luck
 * @param drivers what each input does to cost and time
 * @param note how to read the correlations
 */
public record RiskTables(
        String title,
        List<List<String>> figures,
        List<String> goals,
        List<List<String>> spread,
        List<List<String>> drivers,
        String note) {
    private static final String COST = "run.cost";
    private static final String TIME = "run.wall_time";
    private static final List<String> TOLD = List.of(TIME, COST);

    /** The tables of a study. */
    public static RiskTables of(Outcome outcome) {
        Risk risk = outcome.risk().orElseThrow();
        List<String> names = new ArrayList<>(TOLD);
        risk.figures().keySet().stream()
                .filter(name -> name.endsWith(".goodput"))
                .forEach(names::add);
        names.removeIf(name -> !risk.figures().containsKey(name));
        int inputs = risk.drivers().size();
        return new RiskTables(
                "With " + inputs + (inputs == 1 ? " uncertain input: " : " uncertain inputs: ") + risk.draws()
                        + " draws x " + risk.runs() + (risk.runs() == 1 ? " run" : " runs"),
                figures(risk, names),
                goals(outcome, risk),
                risk.runs() == 1 ? List.of() : spread(risk, names),
                drivers(risk),
                "Correlation of ranks; below " + Numbers.fixed(risk.noise(), 2)
                        + " it may be accident. Third to third: mean of the draws with the largest third of the input's values, less that with the smallest.");
    }

    private static List<List<String>> figures(Risk risk, List<String> names) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "mean", "P10", "P50", "P90", "P95"));
        for (String name : names) {
            Risk.Figure figure = risk.figures().get(name);
            Summary all = figure.split().all();
            rows.add(List.of(
                    label(name),
                    value(all.mean(), figure) + " \u00b1 "
                            + plusMinus(figure.split().halfWidth95(), figure),
                    value(all.p10(), figure),
                    value(all.p50(), figure),
                    value(all.p90(), figure),
                    value(all.p95(), figure)));
        }
        return rows;
    }

    /** The odds of the goals over all draws of uncertain inputs, in a sentence; empty without such inputs or goals. */
    public static String oddsSentence(Outcome outcome) {
        List<String> parts = new ArrayList<>();
        for (String goal : List.of("deadline", "budget")) {
            outcome.risk()
                    .map(risk -> risk.goals().get("run." + goal + "_met"))
                    .ifPresent(met -> parts.add(OddsWords.of(
                                    (double) met.met() / met.of(),
                                    met.odds().low95(),
                                    met.odds().high95())
                            + " for the " + goal));
        }
        return parts.isEmpty() ? "" : "With the inputs uncertain they are " + String.join(" and ", parts) + ".";
    }

    private static List<String> goals(Outcome outcome, Risk risk) {
        List<String> sentences = new ArrayList<>();
        for (String name : List.of("run.deadline_met", "run.budget_met")) {
            if (!risk.goals().containsKey(name)) {
                continue;
            }
            boolean deadline = name.equals("run.deadline_met");
            String limit = deadline
                    ? outcome.head().deadlineSeconds().map(Numbers::duration).orElse("")
                    : outcome.head().budgetUsd().map(Words::dollars).orElse("");
            Risk.Goal goal = risk.goals().get(name);
            Odds odds = goal.odds();
            sentences.add((deadline ? "deadline " : "budget ") + limit + " met in " + goal.met() + " of " + goal.of()
                    + " runs: "
                    + OddsWords.sentence((double) goal.met() / goal.of(), odds.low95(), odds.high95()));
        }
        return sentences;
    }

    private static List<List<String>> spread(Risk risk, List<String> names) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Where the spread comes from", "inputs", "luck"));
        for (String name : names) {
            double share = risk.figures().get(name).split().inputShare();
            rows.add(
                    Double.isNaN(share)
                            ? List.of(label(name), "none", "none")
                            : List.of(label(name), Numbers.percent(share, 0), Numbers.percent(1 - share, 0)));
        }
        return rows;
    }

    private static List<List<String>> drivers(Risk risk) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("What matters", "cost", "third to third", "time", "third to third"));
        for (Risk.Driver driver : risk.drivers()) {
            List<String> row = new ArrayList<>();
            row.add(driver.path());
            for (String name : List.of(COST, TIME)) {
                Risk.Effect effect = driver.effects().get(name);
                Risk.Figure figure = risk.figures().get(name);
                row.add(effect == null ? "" : signed(Numbers.fixed(effect.correlation(), 2)));
                row.add(effect == null ? "" : signed(change(effect.swing(), figure)));
            }
            rows.add(row);
        }
        return rows;
    }

    private static String change(double swing, Risk.Figure figure) {
        double mean = Math.abs(figure.split().all().mean());
        return Math.abs(swing) <= 1e-9 * mean ? "0" : value(swing, figure);
    }

    private static String signed(String text) {
        return text.startsWith("-") || text.equals("0") || text.equals("0.00") ? text : "+" + text;
    }

    private static String value(double value, Risk.Figure figure) {
        return switch (figure.unit()) {
            case "s" -> Numbers.duration(value);
            case "USD" -> dollars(value);
            default -> Words.value(value, figure.unit());
        };
    }

    private static String plusMinus(double half, Risk.Figure figure) {
        return switch (figure.unit()) {
            case "s" -> Numbers.duration(half, 2);
            case "USD" -> dollars(half);
            case "share" -> Numbers.fixed(new BigDecimal(half).movePointRight(2), 1);
            default -> Words.value(half, figure.unit());
        };
    }

    /** Cents only where they are not false precision. */
    private static String dollars(double usd) {
        return Words.dollars(new BigDecimal(usd), Math.abs(usd) >= 1000 ? 0 : 2);
    }

    private static String label(String name) {
        return switch (name) {
            case COST -> "cost";
            case TIME -> "time";
            default -> Words.plain(name);
        };
    }
}
