package windtunnel.scenario.explain;

/**
 * How far one figure moved.
 *
 * @param part what kind of figure it is
 * @param name of the metric, ledger row or bill item
 * @param unit of {@code delta}
 * @param delta now minus before
 * @param usd dollars now minus before; 0 for a metric
 */
public record Movement(Part part, String name, String unit, double delta, double usd) {
    /** Where a figure stands. */
    public enum Part {
        /** A metric. */
        METRIC,
        /** A row of the ledger. */
        LEDGER,
        /** A line of the bill. */
        BILL
    }
}
