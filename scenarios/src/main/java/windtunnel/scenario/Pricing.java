package windtunnel.scenario;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import windtunnel.core.unit.Numbers;
import windtunnel.core.unit.Price;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.Storage;
import windtunnel.model.Workload;
import windtunnel.model.cost.PriceList;
import windtunnel.model.hardware.PriceBook;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.hardware.Tag;

/**
 * What the things of a scenario cost, own prices in place of the book's, and what has no price.
 *
 * @param prices by item and market
 * @param gpusPerNode GPUs of a node by SKU name
 * @param missing things that have no price, in words
 */
public record Pricing(PriceList prices, Map<String, Integer> gpusPerNode, List<String> missing) {

    /** The prices of a scenario. */
    public static Pricing of(ScenarioSpec spec) {
        ClusterSpec.Nodes nodes = spec.cluster().nodes();
        PriceList list = spec.prices()
                .flatMap(Prices::use)
                .map(book -> PriceList.of(discounted(book, spec.prices().orElseThrow())))
                .orElseGet(PriceList::empty);
        spec.prices()
                .ifPresent(prices -> prices.override()
                        .forEach((item, price) -> list.override(
                                item.equals(Prices.GPU) ? nodes.sku().name() : item, price)));
        int gpus = Math.toIntExact(nodes.sku().gpus().value().value());
        Map<String, Integer> gpusPerNode = new TreeMap<>(Map.of(nodes.sku().name(), gpus));
        return new Pricing(list, gpusPerNode, missing(spec, list));
    }

    private static PriceBook discounted(PriceBook book, Prices prices) {
        if (prices.discount().value() == 0) {
            return book;
        }
        BigDecimal factor = BigDecimal.ONE.subtract(
                new BigDecimal(Numbers.json(prices.discount().value())));
        List<PriceBook.Entry> entries = new ArrayList<>();
        for (PriceBook.Entry entry : book.entries()) {
            Sourced<Price> full = entry.price();
            Price less =
                    new Price(full.value().usd().multiply(factor), full.value().per());
            String source = full.source() + ", less a discount of " + prices.discount();
            entries.add(new PriceBook.Entry(
                    entry.item(),
                    entry.market(),
                    new Sourced<>(less, source, full.asOf(), Tag.ASSUMED),
                    entry.grade()));
        }
        return new PriceBook(book.name(), book.aliases(), book.region(), entries);
    }

    private static List<String> missing(ScenarioSpec spec, PriceList list) {
        List<String> missing = new ArrayList<>();
        ClusterSpec.Nodes nodes = spec.cluster().nodes();
        String sku = nodes.sku().name();
        for (String market : markets(spec)) {
            if (list.find(sku, market).isEmpty()) {
                missing.add(noPrice(sku + " (" + market + ")", sku, "$4/GPU-h", list));
            }
        }
        for (Storage storage : spec.cluster().storage()) {
            for (String item : storage.priceItems()) {
                if (list.find(item, "").isEmpty()) {
                    boolean requests = item.endsWith("/read") || item.endsWith("/write");
                    missing.add(noPrice(item, item, requests ? "$0.004/10k" : "$0.145/GB-month", list));
                }
            }
        }
        for (Workload workload : spec.workloads()) {
            for (String item : workload.priceItems()) {
                if (list.find(item, "").isEmpty()) {
                    missing.add(noPrice(item, item, "$0.02/GB-month", list));
                }
            }
        }
        return missing;
    }

    /** Where nodes are bought at the price of a book. */
    private static List<String> markets(ScenarioSpec spec) {
        ClusterSpec.Nodes nodes = spec.cluster().nodes();
        for (Disruption disruption : spec.disruptions()) {
            if (disruption.markets(nodes).isPresent()) {
                return disruption.markets(nodes).get();
            }
        }
        return List.of(nodes.market());
    }

    /** What an hour of a node costs on {@code market}, in 1e-9 US dollars; nothing without a price. */
    public OptionalLong nanoUsdPerHour(String sku, String market) {
        Optional<PriceList.Priced> found = prices.find(sku, market);
        if (found.isEmpty()) {
            return OptionalLong.empty();
        }
        Price price = found.get().price().value();
        int gpus = price.per().equals("GPU-h") ? gpusPerNode.get(sku) : 1;
        return OptionalLong.of(
                price.usd().movePointRight(9).multiply(BigDecimal.valueOf(gpus)).longValue());
    }

    private static String noPrice(String what, String item, String example, PriceList list) {
        String near = list.nearest(item)
                .filter(n -> !n.equals(item))
                .map(n -> " (nearest is '" + n + "')")
                .orElse("");
        return "there is no price for " + what + near + "; name a price book that has it with 'prices: NAME', or give"
                + " your own: prices: { override: { " + item + ": " + example + " } }";
    }
}
