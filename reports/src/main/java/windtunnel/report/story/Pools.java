package windtunnel.report.story;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Numbers;
import windtunnel.model.cost.Bill;
import windtunnel.scenario.run.Outcome;

/** Where machines came from, and what not knowing the market cost; means over the runs. */
public final class Pools {
    /** Titles of the columns. */
    public static final List<String> COLUMNS = List.of("pool", "node-hours", "mean price", "dollars", "evictions");

    private static final int CENTS = 2;

    private Pools() {}

    /** A row for each market and zone, in the order of the bill; empty where machines do not come from pools. */
    public static List<List<String>> rows(Outcome outcome) {
        List<List<String>> rows = new ArrayList<>();
        if (Metrics.find(outcome, "market.nodes_cost").isEmpty()) {
            return rows;
        }
        for (Bill.Item item : outcome.bill().items()) {
            boolean nodes = item.unit().equals("node-h") || item.unit().equals("GPU-h");
            if (nodes && item.quantity().signum() > 0) {
                rows.add(row(outcome, item));
            }
        }
        return rows;
    }

    private static List<String> row(Outcome outcome, Bill.Item item) {
        int open = item.item().lastIndexOf('(');
        String where = item.item().substring(open + 1, item.item().length() - 1);
        String zone = where.startsWith("spot, ") ? where.substring("spot, ".length()) : where;
        BigDecimal price = item.usd().divide(item.quantity(), MathContext.DECIMAL64);
        String unit = item.unit().equals("GPU-h") ? "/GPU-h" : "/h";
        Optional<Outcome.MetricSummary> evictions = Metrics.find(outcome, zone + ".evictions");
        return List.of(
                Words.plain(where),
                Words.value(item.quantity().doubleValue(), "1"),
                Words.dollars(price, CENTS) + unit,
                Words.dollars(item.usd(), CENTS),
                evictions.map(metric -> Words.value(metric.mean(), "1")).orElse(""));
    }

    /** What the best course in hindsight would have cost, in a sentence; empty where no policy chose. */
    public static Optional<String> hindsight(Outcome outcome) {
        Optional<Outcome.MetricSummary> best = Metrics.find(outcome, "market.hindsight_cost");
        Optional<Outcome.MetricSummary> regret = Metrics.find(outcome, "market.regret");
        Optional<Outcome.MetricSummary> moves = Metrics.find(outcome, "market.moves");
        if (best.isEmpty() || regret.isEmpty() || moves.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("in hindsight, machines in time could have cost "
                + Words.dollars(new BigDecimal(Numbers.json(best.get().mean())), CENTS)
                + " at best; the policy, which does not know the market, pays "
                + Words.value(regret.get().mean(), "share") + " more, and the job begins on other machines "
                + Words.value(moves.get().mean(), "1") + " times");
    }
}
