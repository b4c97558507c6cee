package windtunnel.model.cost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import windtunnel.core.measure.Usage;
import windtunnel.core.unit.Price;
import windtunnel.model.Meters;
import windtunnel.model.hardware.Sourced;

/**
 * Usage x prices = bill; a pure function, so a finished run can be priced again.
 *
 * <p>Meters that are priced: {@code node-ns} (a node held, price per hour or per GPU-hour, or the integral of a price that varies),
 * {@code stored-byte-ns} (provisioned capacity or stored objects, price per GB-, GiB- or TiB-month of 730 hours, or per TiB-hour), {@code early-deletion-byte-ns} (the
 * rest of the shortest stay that is paid, at the price of storing), {@code requests} (price per 1k or 10k) and {@code retrieved-bytes}
 * (price per GB or GiB). A fee for requests or retrieval that the prices do not name is not charged. Arithmetic is decimal with 34 digits.
 */
public final class CostModel {
    /** Meter of held nodes, in node-nanoseconds. */
    public static final String NODE = Meters.NODE;
    /** Meter of provisioned storage, in byte-nanoseconds. */
    public static final String STORED = Meters.STORED;

    /** Meter of requests to an object store. */
    public static final String REQUESTS = Meters.REQUESTS;

    private static final BigDecimal NANOS_PER_HOUR = new BigDecimal("3600000000000");
    private static final BigDecimal HOURS_PER_MONTH = new BigDecimal(730);
    private static final Map<String, BigDecimal> BYTES = new java.util.TreeMap<>(Map.ofEntries(
            Map.entry("GB-month", new BigDecimal("1e9")),
            Map.entry("GiB-month", BigDecimal.valueOf(1L << 30)),
            Map.entry("TiB-month", BigDecimal.valueOf(1L << 40)),
            Map.entry("TiB-h", BigDecimal.valueOf(1L << 40))));

    private CostModel() {}

    /**
     * Prices every row.
     *
     * @param usage meters of one run, or means over runs multiplied by their number with {@code runs} given
     * @param runs number of runs that the quantities are sums of, at least 1
     * @param prices what things cost; a missing price throws
     * @param gpusPerNode GPUs of a node by SKU name, for prices per GPU-hour
     */
    public static Bill bill(List<Usage.Row> usage, int runs, PriceList prices, Map<String, Integer> gpusPerNode) {
        List<Bill.Item> items = new ArrayList<>();
        for (Usage.Row row : usage) {
            if (row.key().meter().equals(Meters.PAID)) {
                continue;
            }
            Optional<BigInteger> paid = paid(usage, row.key());
            if (paid.isPresent()) {
                items.add(overTime(row, paid.get(), runs));
                continue;
            }
            Optional<PriceList.Priced> priced =
                    prices.find(row.key().sku(), row.key().market());
            if (priced.isEmpty() && isFee(row)) {
                continue;
            }
            BigDecimal mean = new BigDecimal(row.quantity()).divide(BigDecimal.valueOf(runs), MathContext.DECIMAL128);
            PriceList.Priced found = priced.orElseThrow(() -> new IllegalStateException("no price for " + row.key()));
            items.add(item(row, mean, found, gpusPerNode));
        }
        return new Bill(items);
    }

    /** Whether a row is a fee that a class of storage may not have; what must have a price is checked before the run. */
    private static boolean isFee(Usage.Row row) {
        return row.key().meter().equals(REQUESTS) || row.key().meter().equals(Meters.RETRIEVED);
    }

    /** The price over time of the nodes that a meter counts, where it is a price of its own. */
    private static Optional<BigInteger> paid(List<Usage.Row> usage, Usage.Key nodes) {
        return usage.stream()
                .filter(row -> row.key().meter().equals(Meters.PAID))
                .filter(row -> row.key().sku().equals(nodes.sku())
                        && row.key().market().equals(nodes.market())
                        && row.key().zone().equals(nodes.zone())
                        && nodes.meter().equals(NODE))
                .map(Usage.Row::quantity)
                .findFirst();
    }

    /** Nodes whose price varied: the integral of the price over held time, and the mean price for people. */
    private static Bill.Item overTime(Usage.Row row, BigInteger paid, int runs) {
        BigDecimal all = BigDecimal.valueOf(runs);
        BigDecimal hours = new BigDecimal(row.quantity())
                .divide(NANOS_PER_HOUR, MathContext.DECIMAL128)
                .divide(all, MathContext.DECIMAL128);
        BigDecimal usd = new BigDecimal(paid)
                .divide(NANOS_PER_HOUR, MathContext.DECIMAL128)
                .movePointLeft(9)
                .divide(all, MathContext.DECIMAL128);
        BigDecimal mean = hours.signum() == 0 ? BigDecimal.ZERO : usd.divide(hours, MathContext.DECIMAL32);
        return new Bill.Item(
                row.key().sku() + market(row.key()),
                hours,
                "node-h",
                new Price(mean.setScale(4, RoundingMode.HALF_EVEN), "h").toString(),
                usd,
                "mean of the pool's own price over held time",
                "",
                "assumed",
                "");
    }

    private static String market(Usage.Key key) {
        String zone = key.zone().isEmpty() ? "" : ", " + key.zone();
        return key.market().isEmpty() ? "" : " (" + key.market() + zone + ")";
    }

    private static Bill.Item item(
            Usage.Row row, BigDecimal amount, PriceList.Priced priced, Map<String, Integer> gpusPerNode) {
        Sourced<Price> price = priced.price();
        String per = price.value().per();
        BigDecimal hours = amount.divide(NANOS_PER_HOUR, MathContext.DECIMAL128);
        BigDecimal quantity;
        String unit;
        switch (row.key().meter()) {
            case NODE -> {
                boolean perGpu = per.equals("GPU-h");
                int gpus = perGpu ? gpusPerNode.get(row.key().sku()) : 1;
                quantity = hours.multiply(BigDecimal.valueOf(gpus));
                unit = perGpu ? "GPU-h" : "node-h";
            }
            case STORED, Meters.EARLY -> {
                BigDecimal stored = hours.divide(bytesPer(per, row), MathContext.DECIMAL128);
                quantity = per.endsWith("-h") ? stored : stored.divide(HOURS_PER_MONTH, MathContext.DECIMAL128);
                unit = per;
            }
            case REQUESTS -> {
                unit = per.equals("h") ? "10k" : per;
                quantity = amount.divide(requestsPer(unit, row), MathContext.DECIMAL128);
            }
            case Meters.RETRIEVED -> {
                unit = per.equals("h") ? "GB" : per;
                quantity = amount.divide(retrieved(unit, row), MathContext.DECIMAL128);
            }
            default -> throw new IllegalStateException("no rule prices the meter " + row.key());
        }
        String early = row.key().meter().equals(Meters.EARLY) ? ", early deletion" : "";
        return new Bill.Item(
                row.key().sku() + early + market(row.key()),
                quantity,
                unit,
                price.value().toString(),
                quantity.multiply(price.value().usd(), MathContext.DECIMAL128),
                price.source(),
                price.asOf(),
                price.tag().text(),
                priced.grade());
    }

    private static BigDecimal retrieved(String per, Usage.Row row) {
        return switch (per) {
            case "GB" -> new BigDecimal("1e9");
            case "GiB" -> BigDecimal.valueOf(1L << 30);
            default -> throw new IllegalStateException("a price per " + per + " does not fit the meter " + row.key());
        };
    }

    /** Dollars for so many requests at a price per 1k or 10k. */
    public static BigDecimal requests(BigInteger count, Price price) {
        BigDecimal of = new BigDecimal(price.per().equals("1k") ? 1_000 : 10_000);
        return new BigDecimal(count).divide(of, MathContext.DECIMAL128).multiply(price.usd(), MathContext.DECIMAL128);
    }

    /** Dollars for {@code byteNanos} stored at a price per capacity and time. */
    public static BigDecimal stored(BigInteger byteNanos, Price price) {
        BigDecimal hours = new BigDecimal(byteNanos).divide(NANOS_PER_HOUR, MathContext.DECIMAL128);
        BigDecimal bytes = BYTES.get(price.per().equals("h") ? "TiB-h" : price.per());
        if (bytes == null) {
            throw new IllegalStateException("a price per " + price.per() + " does not fit what is stored");
        }
        BigDecimal units = hours.divide(bytes, MathContext.DECIMAL128);
        BigDecimal quantity = price.per().endsWith("h") && !price.per().endsWith("month")
                ? units
                : units.divide(HOURS_PER_MONTH, MathContext.DECIMAL128);
        return quantity.multiply(price.usd(), MathContext.DECIMAL128);
    }

    private static BigDecimal requestsPer(String per, Usage.Row row) {
        return switch (per) {
            case "1k" -> new BigDecimal(1_000);
            case "10k" -> new BigDecimal(10_000);
            default -> throw new IllegalStateException("a price per " + per + " does not fit the meter " + row.key());
        };
    }

    private static BigDecimal bytesPer(String per, Usage.Row row) {
        BigDecimal bytes = BYTES.get(per.equals("h") ? "TiB-h" : per);
        if (bytes == null) {
            throw new IllegalStateException("a price per " + per + " does not fit the meter " + row.key());
        }
        return bytes;
    }

    /** Dollars of each part when {@code total} is spread in proportion to {@code parts}, exact to 34 digits. */
    public static List<BigDecimal> attribute(BigDecimal total, List<BigInteger> parts) {
        BigInteger sum = parts.stream().reduce(BigInteger.ZERO, BigInteger::add);
        List<BigDecimal> dollars = new ArrayList<>();
        for (BigInteger part : parts) {
            dollars.add(
                    sum.signum() == 0
                            ? BigDecimal.ZERO
                            : total.multiply(new BigDecimal(part)).divide(new BigDecimal(sum), MathContext.DECIMAL128));
        }
        return dollars;
    }
}
