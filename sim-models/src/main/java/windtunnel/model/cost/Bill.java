package windtunnel.model.cost;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a run costs, in exact US dollars.
 *
 * @param items one line for each priced meter, in the order of the meters
 */
public record Bill(List<Item> items) {
    /**
     * One line of the bill.
     *
     * @param item what was bought: {@code azure-nd96isr-h100-v5 (on-demand)}
     * @param quantity how much, in {@code unit}
     * @param unit unit of the quantity: {@code node-h}, {@code GB-month}
     * @param price price as quoted
     * @param usd exact dollars
     * @param source where the price comes from
     * @param asOf date of the price
     * @param tag kind of knowledge, lower case
     * @param grade grade of the source, empty for the user's own price
     */
    public record Item(
            String item,
            BigDecimal quantity,
            String unit,
            String price,
            BigDecimal usd,
            String source,
            String asOf,
            String tag,
            String grade) {}

    /** Sum of all lines. */
    public BigDecimal total() {
        return items.stream().map(Item::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
