package windtunnel.report.files;

import java.util.ArrayList;
import java.util.List;
import windtunnel.core.unit.Numbers;
import windtunnel.scenario.stats.Odds;
import windtunnel.scenario.stats.Risk;
import windtunnel.scenario.stats.Summary;

/** The member {@code uncertain} of result.json, and the table of all draws. */
final class RiskJson {
    private RiskJson() {}

    static Json of(Risk risk) {
        Json figures = new Json();
        risk.figures().forEach((name, figure) -> figures.put(name, figure(figure)));
        Json goals = new Json();
        risk.goals().forEach((name, goal) -> goals.put(name, goal(goal)));
        return new Json()
                .put("draws", risk.draws())
                .put("runs", risk.runs())
                .put("metrics", figures)
                .put("goals", goals)
                .put("noise", risk.noise())
                .put("inputs", risk.drivers().stream().map(RiskJson::driver).toList());
    }

    private static Json figure(Risk.Figure figure) {
        Summary all = figure.split().all();
        Json json = new Json()
                .put("unit", figure.unit())
                .put("n", all.n())
                .put("mean", all.mean())
                .put("halfWidth95", figure.split().halfWidth95())
                .put("p10", all.p10())
                .put("p50", all.p50())
                .put("p90", all.p90())
                .put("p95", all.p95());
        return Double.isNaN(figure.split().inputs())
                ? json
                : json.put("varianceOfInputs", figure.split().inputs())
                        .put("varianceOfLuck", figure.split().luck());
    }

    private static Json goal(Risk.Goal goal) {
        Odds odds = goal.odds();
        return new Json()
                .put("met", goal.met())
                .put("of", goal.of())
                .put("effective", odds.trials())
                .put("low95", odds.low95())
                .put("high95", odds.high95());
    }

    private static Json driver(Risk.Driver driver) {
        Json effects = new Json();
        driver.effects()
                .forEach((name, effect) -> effects.put(
                        name,
                        new Json().put("rankCorrelation", effect.correlation()).put("thirdToThird", effect.swing())));
        return new Json().put("path", driver.path()).put("effects", effects);
    }

    /** {@code draws.csv}: one line for each run, with the values of its draw, its seed and its figures. */
    static String csv(Risk risk) {
        List<String> paths = List.copyOf(risk.drawn().get(0).keySet());
        List<String> head = new ArrayList<>(List.of("draw", "run", "seed"));
        paths.forEach(path -> head.add(quoted(path)));
        risk.figures().forEach((name, figure) -> head.add(quoted(name)));
        StringBuilder csv = new StringBuilder(String.join(",", head)).append('\n');
        for (int d = 0; d < risk.draws(); d++) {
            for (int r = 0; r < risk.runs(); r++) {
                List<String> row = new ArrayList<>(List.of(
                        Integer.toString(d),
                        Integer.toString(r),
                        Long.toString(risk.seeds().get(d))));
                for (String path : paths) {
                    row.add(quoted(risk.drawn().get(d).get(path)));
                }
                for (Risk.Figure figure : risk.figures().values()) {
                    row.add(Numbers.json(figure.values()[d][r]));
                }
                csv.append(String.join(",", row)).append('\n');
            }
        }
        return csv.toString();
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
