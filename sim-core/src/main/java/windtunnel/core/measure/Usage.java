package windtunnel.core.measure;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Exact totals of what was used, by named meter; a finished run can be priced again from these alone. */
public final class Usage {
    private final Map<Key, ExactSum> meters = new TreeMap<>(Comparator.comparing(Key::meter)
            .thenComparing(Key::sku)
            .thenComparing(Key::market)
            .thenComparing(Key::zone)
            .thenComparing(Key::epoch));

    /**
     * What a meter counts.
     *
     * @param meter what is counted and in which unit: {@code node-ns}, {@code stored-byte-ns}, {@code moved-bytes}
     * @param sku the priced thing, a catalogue name
     * @param market {@code on-demand}, {@code spot} or empty
     * @param zone region or zone, or empty
     * @param epoch name of the price period, or empty
     */
    public record Key(String meter, String sku, String market, String zone, String epoch) {}

    /** One meter and its exact total. */
    public record Row(Key key, BigInteger quantity) {}

    /** Adds {@code count * amount} to a meter; negative amounts throw. */
    public void add(Key key, long count, long amount) {
        if (count < 0 || amount < 0) {
            throw new IllegalArgumentException("negative usage " + count + " x " + amount + " of " + key);
        }
        meters.computeIfAbsent(key, k -> new ExactSum()).add(count, amount);
    }

    /** Adds an exact amount to a meter; a negative one throws. */
    public void add(Key key, BigInteger amount) {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("negative usage " + amount + " of " + key);
        }
        meters.computeIfAbsent(key, k -> new ExactSum()).add(amount);
    }

    /** All meters, sorted by key. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        meters.forEach((key, sum) -> rows.add(new Row(key, sum.value())));
        return rows;
    }
}
