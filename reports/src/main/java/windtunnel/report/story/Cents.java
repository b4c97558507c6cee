package windtunnel.report.story;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import windtunnel.core.unit.Apportion;

/** Rounds parts so that the printed rows add up to the printed total. */
public final class Cents {
    private static final BigDecimal SLACK = new BigDecimal("1e-6");

    private Cents() {}

    /**
     * The parts rounded to {@code decimals} digits, adding up to {@code total} rounded half-even.
     *
     * <p>Parts that carry the dust of a division are made to sum exactly first; parts that miss the total by more than dust
     * throw, since a ledger that disagrees with the bill must never be printed.
     */
    public static List<BigDecimal> spread(List<BigDecimal> parts, BigDecimal total, int decimals) {
        if (parts.isEmpty()) {
            return List.of();
        }
        BigDecimal gap = total.subtract(parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        if (gap.abs().compareTo(SLACK.multiply(total.abs().max(BigDecimal.ONE))) > 0) {
            throw new IllegalStateException("rows sum to " + total.subtract(gap) + ", the total is " + total);
        }
        List<BigDecimal> exact = new ArrayList<>(parts);
        int largest = 0;
        for (int i = 1; i < exact.size(); i++) {
            largest = exact.get(i).compareTo(exact.get(largest)) > 0 ? i : largest;
        }
        exact.set(largest, exact.get(largest).add(gap));
        return Apportion.round(exact, decimals);
    }

    /** The parts rounded to {@code decimals} digits, adding up to their own sum rounded half-even. */
    public static List<BigDecimal> spread(List<BigDecimal> parts, int decimals) {
        return spread(parts, parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add), decimals);
    }
}
