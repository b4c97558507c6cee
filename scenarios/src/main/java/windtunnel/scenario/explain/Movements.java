package windtunnel.scenario.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How far every figure moved; can be added up, so that causes and what no cause explains sum to the whole. */
public final class Movements {
    /** Share of a figure's size below which a difference is dust of rounding. */
    private static final double DUST = 1e-9;

    private final Map<Key, Moved> moved = new LinkedHashMap<>();

    private record Key(Movement.Part part, String name, String unit) {}

    private record Moved(double delta, double usd, double size, double sizeUsd) {
        Moved plus(Moved other, int sign) {
            return new Moved(
                    delta + sign * other.delta,
                    usd + sign * other.usd,
                    Math.max(size, other.size),
                    Math.max(sizeUsd, other.sizeUsd));
        }

        boolean none() {
            return Math.abs(delta) <= DUST * size && Math.abs(usd) <= DUST * sizeUsd;
        }
    }

    /** From {@code before} to {@code now}; a figure that one side lacks counts as 0 there. */
    public static Movements between(Figures before, Figures now) {
        Movements movements = new Movements();
        movements.add(now, 1);
        movements.add(before, -1);
        return movements;
    }

    private void add(Figures figures, int sign) {
        figures.metrics()
                .forEach((name, value) -> add(Movement.Part.METRIC, name, value.unit(), value.mean(), 0, sign));
        figures.ledger()
                .forEach(row -> add(
                        Movement.Part.LEDGER,
                        row.name(),
                        "GPU-s",
                        row.gpuSeconds(),
                        row.usd().doubleValue(),
                        sign));
        figures.bill()
                .forEach(row -> add(
                        Movement.Part.BILL,
                        row.item(),
                        row.unit(),
                        row.quantity().doubleValue(),
                        row.usd().doubleValue(),
                        sign));
    }

    private void add(Movement.Part part, String name, String unit, double value, double usd, int sign) {
        Moved one = new Moved(sign * value, sign * usd, Math.abs(value), Math.abs(usd));
        moved.merge(new Key(part, name, unit), one, (a, b) -> a.plus(b, 1));
    }

    /** What is left of these movements when {@code other} ones are taken away. */
    public Movements minus(Movements other) {
        Movements left = new Movements();
        left.moved.putAll(moved);
        other.moved.forEach((key, value) -> left.moved.merge(
                key, new Moved(-value.delta, -value.usd, value.size, value.sizeUsd), (a, b) -> a.plus(b, 1)));
        return left;
    }

    /** Whether nothing moved. */
    public boolean none() {
        return moved.values().stream().allMatch(Moved::none);
    }

    /** How far a metric moved, 0 when it did not. */
    public double metric(String name) {
        return list().stream()
                .filter(m -> m.part() == Movement.Part.METRIC && m.name().equals(name))
                .findFirst()
                .map(Movement::delta)
                .orElse(0.0);
    }

    /** What moved: rows of ledger and bill by dollars, largest first, then metrics by name. */
    public List<Movement> list() {
        List<Movement> list = new ArrayList<>();
        moved.forEach((key, value) -> {
            if (!value.none()) {
                list.add(new Movement(key.part(), key.name(), key.unit(), value.delta(), value.usd()));
            }
        });
        list.sort(Comparator.comparing((Movement m) -> m.part() == Movement.Part.METRIC)
                .thenComparing(m -> -Math.abs(m.usd()))
                .thenComparing(m -> m.part() == Movement.Part.METRIC ? 0 : -Math.abs(m.delta()))
                .thenComparing(Movement::name));
        return List.copyOf(list);
    }

    /** The row of a ledger or bill whose dollars moved furthest, if any did. */
    public Optional<Movement> largest() {
        return list().stream().filter(m -> m.part() != Movement.Part.METRIC).findFirst();
    }
}
