package windtunnel.scenario.explain;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import windtunnel.scenario.run.Outcome;

/**
 * The figures of an answer that are compared with those of another.
 *
 * @param metrics by full name
 * @param ledger GPU time and money by workload and state; parts of lost work are left out
 * @param bill what was bought
 */
public record Figures(SortedMap<String, Value> metrics, List<LedgerRow> ledger, List<BillRow> bill) {
    private static final MathContext DIGITS = new MathContext(15);

    /**
     * A metric.
     *
     * @param unit of its values
     * @param n replications
     * @param mean over the replications
     * @param halfWidth95 half the width of the mean's 95 % interval, 0 for one replication
     */
    public record Value(String unit, int n, double mean, double halfWidth95) {}

    /**
     * A row of the ledger.
     *
     * @param workload owner, or empty for a state of no workload
     * @param state name of the state
     * @param gpuSeconds mean GPU-seconds
     * @param usd mean dollars, to 15 digits
     */
    public record LedgerRow(String workload, String state, double gpuSeconds, BigDecimal usd) {
        /** The row's name: {@code train: COMPUTE}. */
        public String name() {
            return workload.isEmpty() ? state : workload + ": " + state;
        }
    }

    /**
     * A line of the bill.
     *
     * @param item what was bought
     * @param quantity how much, in {@code unit}, to 15 digits
     * @param unit unit of the quantity
     * @param price price as quoted
     * @param usd dollars, to 15 digits
     */
    public record BillRow(String item, BigDecimal quantity, String unit, String price, BigDecimal usd) {}

    /** The figures of an outcome. */
    public static Figures of(Outcome outcome) {
        SortedMap<String, Value> metrics = new TreeMap<>();
        outcome.metrics().forEach(m -> metrics.put(m.name(), new Value(m.unit(), m.n(), m.mean(), m.halfWidth95())));
        List<LedgerRow> ledger = new ArrayList<>();
        for (Outcome.LedgerLine line : outcome.ledger()) {
            if (line.lostFrom() == null) {
                String workload = line.workload() == null ? "" : line.workload();
                ledger.add(new LedgerRow(workload, line.state().name(), line.gpuSeconds(), rounded(line.usd())));
            }
        }
        List<BillRow> bill = outcome.bill().items().stream()
                .map(item -> new BillRow(
                        item.item(), rounded(item.quantity()), item.unit(), item.price(), rounded(item.usd())))
                .toList();
        return new Figures(Collections.unmodifiableSortedMap(metrics), List.copyOf(ledger), bill);
    }

    private static BigDecimal rounded(BigDecimal value) {
        BigDecimal rounded = value.round(DIGITS);
        return new BigDecimal(
                rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString());
    }
}
