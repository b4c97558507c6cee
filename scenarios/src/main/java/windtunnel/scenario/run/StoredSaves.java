package windtunnel.scenario.run;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import windtunnel.model.cost.CostModel;
import windtunnel.model.cost.PriceList;
import windtunnel.model.retention.Place;
import windtunnel.model.retention.Policy;
import windtunnel.model.retention.Shelf;

/**
 * The stored checkpoints of one workload in the first run: how many bytes lay where, and what other rules would have cost.
 *
 * @param workload whose they are
 * @param saveBytes size of one save
 * @param places classes of storage in the order in which saves come there
 * @param levels how many saves were in each place from an instant on
 * @param endNanos end of the run
 * @param policies the rules as written first, then others for the same saves
 */
public record StoredSaves(
        String workload,
        long saveBytes,
        List<String> places,
        List<Shelf.Level> levels,
        long endNanos,
        List<PolicyCost> policies) {

    /**
     * What rules cost over the run.
     *
     * @param name what they are, in a few words
     * @param rules all of them, in words
     * @param storing dollars for what was stored
     * @param early dollars for stays that were paid and not used
     * @param moves dollars for moves between classes, where the prices have them
     * @param saves saves that are left at the end
     * @param sameSaves whether the same saves are kept as by the rules as written
     */
    public record PolicyCost(
            String name,
            String rules,
            BigDecimal storing,
            BigDecimal early,
            BigDecimal moves,
            int saves,
            boolean sameSaves) {
        PolicyCost called(String other) {
            return new PolicyCost(other, rules, storing, early, moves, saves, sameSaves);
        }

        /** All dollars. */
        public BigDecimal total() {
            return storing.add(early).add(moves);
        }
    }

    /** The rules as written. */
    public PolicyCost written() {
        return policies.get(0);
    }

    /** The cheapest rules that keep the same saves, if they are cheaper than the written ones by a cent. */
    public Optional<PolicyCost> better() {
        return policies.stream()
                .filter(PolicyCost::sameSaves)
                .min(Comparator.comparing(PolicyCost::total))
                .filter(best -> written().total().subtract(best.total()).compareTo(new BigDecimal("0.01")) >= 0);
    }

    /** Those of a run whose saves are billed, by workload. */
    static List<StoredSaves> of(Map<String, Shelf> shelves, long endNanos, PriceList prices) {
        List<StoredSaves> list = new ArrayList<>();
        shelves.forEach((workload, shelf) -> {
            if (!shelf.policy().places().get(0).item().isEmpty()) {
                list.add(of(workload, shelf, endNanos, prices));
            }
        });
        return List.copyOf(list);
    }

    private static StoredSaves of(String workload, Shelf shelf, long endNanos, PriceList prices) {
        Policy written = shelf.policy();
        Shelf asWritten = shelf.under(written, endNanos);
        List<PolicyCost> costs = new ArrayList<>();
        costs.add(cost("as written", asWritten, true, prices));
        written.alternatives().stream()
                .filter(other -> !other.equals(written))
                .map(other -> cost("next best for the same saves", shelf.under(other, endNanos), true, prices))
                .min(Comparator.comparing(PolicyCost::total))
                .map(other -> other.total().compareTo(costs.get(0).total()) < 0
                        ? other.called("cheapest for the same saves")
                        : other)
                .ifPresent(costs::add);
        Policy one = written.in(written.places().subList(0, 1));
        if (costs.stream().noneMatch(cost -> cost.rules().equals(one.words()))) {
            costs.add(cost("never moved", shelf.under(one, endNanos), true, prices));
        }
        if (!written.newestOnly().equals(written)) {
            costs.add(cost("the newest only", shelf.under(written.newestOnly(), endNanos), false, prices));
        }
        return new StoredSaves(
                workload,
                shelf.bytes(),
                written.places().stream().map(Place::item).toList(),
                asWritten.levels(),
                endNanos,
                List.copyOf(costs));
    }

    private static PolicyCost cost(String name, Shelf shelf, boolean sameSaves, PriceList prices) {
        BigDecimal storing = BigDecimal.ZERO;
        BigDecimal early = BigDecimal.ZERO;
        BigDecimal moves = BigDecimal.ZERO;
        List<Place> places = shelf.policy().places();
        for (int i = 0; i < places.size(); i++) {
            var price =
                    prices.find(places.get(i).item(), "").orElseThrow().price().value();
            storing = storing.add(CostModel.stored(shelf.stored(i), price));
            early = early.add(CostModel.stored(shelf.early(i), price));
            BigInteger moved = BigInteger.valueOf(shelf.moves(i)).multiply(BigInteger.valueOf(shelf.files()));
            moves = moves.add(prices.find(places.get(i).moveItem(), "")
                    .map(found -> CostModel.requests(moved, found.price().value()))
                    .orElse(BigDecimal.ZERO));
        }
        return new PolicyCost(name, shelf.policy().words(), storing, early, moves, shelf.saves(), sameSaves);
    }
}
