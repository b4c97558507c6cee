package windtunnel.report.story;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import windtunnel.core.unit.Numbers;
import windtunnel.scenario.run.Outcome;

/**
 * What to change first against waits for data: the changes that were tried, in words and figures.
 *
 * @param verdict one sentence on the best of them
 * @param rows change, waiting left, cost of the same work, what that saves
 */
public record WhatFirst(String verdict, List<List<String>> rows) {
    private static final double GONE = 0.01;

    /** Titles of the columns. */
    public static final List<String> COLUMNS = List.of("one change", "waiting left", "same work costs", "saves");

    /** The changes of {@code outcome}; without rows when none was tried. */
    public static WhatFirst of(Outcome outcome) {
        List<List<String>> rows = new ArrayList<>();
        for (Outcome.Tried tried : outcome.advice()) {
            rows.add(List.of(
                    tried.words(),
                    tried.usd().isPresent() ? Numbers.percent(tried.starvation(), 1) : "-",
                    tried.usd()
                            .map(WhatFirst::dollars)
                            .orElse(tried.why().contains("no price") ? "no price" : "refused"),
                    tried.usd()
                            .map(usd -> dollars(tried.baseUsd().subtract(usd)))
                            .orElse("-")));
        }
        return new WhatFirst(verdict(outcome.advice()), rows);
    }

    private static String verdict(List<Outcome.Tried> all) {
        List<Outcome.Tried> priced =
                all.stream().filter(tried -> tried.usd().isPresent()).toList();
        if (priced.isEmpty()) {
            return "No change could be priced; name prices for what is tried below.";
        }
        Outcome.Tried best = priced.get(0);
        BigDecimal saved = best.baseUsd().subtract(best.usd().orElseThrow());
        String gone = best.starvation() <= GONE
                ? "The cheapest single change that ends the waiting is "
                : "No single change ends the waiting; the first to make is ";
        String money = saved.signum() >= 0
                ? "; the same work costs " + dollars(saved) + " less."
                : "; it costs " + dollars(saved.negate()) + " more than it saves.";
        return gone + best.words() + money;
    }

    private static String dollars(BigDecimal usd) {
        return Numbers.usd(usd.setScale(2, RoundingMode.HALF_EVEN));
    }
}
