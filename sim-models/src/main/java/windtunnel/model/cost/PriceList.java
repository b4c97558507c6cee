package windtunnel.model.cost;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import windtunnel.core.unit.Nearest;
import windtunnel.core.unit.Price;
import windtunnel.model.hardware.PriceBook;
import windtunnel.model.hardware.Sourced;

/** The prices of one scenario: a price book with the user's overrides, by item and market. */
public final class PriceList {
    private final Map<String, Priced> byItem = new TreeMap<>();

    /**
     * A price with its provenance.
     *
     * @param price dollars per unit
     * @param grade A to D, derived, or empty for a price of the user's own
     */
    public record Priced(Sourced<Price> price, String grade) {}

    /** All entries of {@code book}; the first of an item and market counts. */
    public static PriceList of(PriceBook book) {
        PriceList list = new PriceList();
        for (PriceBook.Entry entry : book.entries()) {
            list.byItem.putIfAbsent(id(entry.item(), entry.market()), new Priced(entry.price(), entry.grade()));
        }
        return list;
    }

    /** A list without any price. */
    public static PriceList empty() {
        return new PriceList();
    }

    private static String id(String item, String market) {
        return item + "@" + market;
    }

    /** Puts the user's own price in place of whatever the book says for {@code item}, in every market. */
    public void override(String item, Sourced<Price> price) {
        byItem.put(id(item, "*"), new Priced(price, ""));
    }

    /** The price of {@code item} in {@code market}, an override first. */
    public Optional<Priced> find(String item, String market) {
        Priced own = byItem.get(id(item, "*"));
        return Optional.ofNullable(own != null ? own : byItem.get(id(item, market.isEmpty() ? "on-demand" : market)));
    }

    /** The item of this list whose name is nearest to {@code item}, if any is near. */
    public Optional<String> nearest(String item) {
        return Optional.ofNullable(Nearest.of(
                item,
                byItem.keySet().stream()
                        .map(id -> id.substring(0, id.indexOf('@')))
                        .toList()));
    }
}
