package windtunnel.scenario.sweep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sweep yields; the same for any engine and any number of workers.
 *
 * @param version of windtunnel
 * @param name of the scenario
 * @param plan 16 hex digits of all its questions
 * @param seed root seed of the file
 * @param start instant at which simulated time begins, if dates are wanted
 * @param axes values to try by path, as text
 * @param points all combinations in order
 */
public record SweepResult(
        String version,
        String name,
        String plan,
        long seed,
        Optional<Instant> start,
        Map<String, List<String>> axes,
        List<PointResult> points) {
    /** The metric that says how dear a combination is. */
    public static final String COST = "run.cost";
    /** The metric that says how long it takes. */
    public static final String TIME = "run.wall_time";

    /** The combinations than which none is both cheaper and faster, cheapest first; means count. */
    public List<PointResult> front() {
        List<PointResult> sorted = new ArrayList<>(points.stream()
                .filter(p -> p.mean(COST).isPresent() && p.mean(TIME).isPresent())
                .toList());
        sorted.sort(Comparator.comparingDouble((PointResult p) -> p.mean(COST).getAsDouble())
                .thenComparingDouble(p -> p.mean(TIME).getAsDouble())
                .thenComparingInt(PointResult::index));
        List<PointResult> front = new ArrayList<>();
        double fastest = Double.POSITIVE_INFINITY;
        for (PointResult point : sorted) {
            double time = point.mean(TIME).getAsDouble();
            if (time < fastest) {
                front.add(point);
                fastest = time;
            }
        }
        return List.copyOf(front);
    }

    /** How many runs there are. */
    public int runs() {
        return points.stream().mapToInt(point -> point.runs().size()).sum();
    }

    /** How many combinations cannot be run. */
    public long infeasible() {
        return points.stream().filter(point -> !point.feasible()).count();
    }
}
