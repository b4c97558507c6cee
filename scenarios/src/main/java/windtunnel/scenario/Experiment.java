package windtunnel.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import windtunnel.scenario.yaml.Finding;
import windtunnel.scenario.yaml.YamlNode;

/** A scenario, alternatives for some of its values, and replications; immutable. */
public final class Experiment {
    /** The most combinations of axis values that one experiment may have. */
    public static final long MOST_POINTS = 1_000_000;

    private final Scenario scenario;
    private final Map<String, List<YamlNode>> axes;
    private final Function<Map<String, YamlNode>, Point> resolver;

    /**
     * An experiment.
     *
     * @param scenario the file's own values
     * @param axes values to try by path, in the order of the file
     * @param resolver sets one value on each axis and binds the result
     */
    public Experiment(
            Scenario scenario, Map<String, List<YamlNode>> axes, Function<Map<String, YamlNode>, Point> resolver) {
        this.scenario = scenario;
        this.axes = axes;
        this.resolver = resolver;
    }

    /**
     * One combination of axis values.
     *
     * @param axisValues the values by path, as text
     * @param scenario the question they make, if it makes sense
     * @param findings what is wrong with it otherwise
     */
    public record Point(Map<String, String> axisValues, Optional<Scenario> scenario, List<Finding> findings) {}

    /**
     * One run of one point.
     *
     * @param point position in {@link #expand()}
     * @param scenario what is run
     * @param replication from 0
     */
    public record Unit(int point, Scenario scenario, int replication) {}

    /** The file's own values, axes ignored. */
    public Scenario scenario() {
        return scenario;
    }

    /** The axes: values to try by path. */
    public Map<String, List<YamlNode>> axes() {
        return axes;
    }

    /** How many times each point is run. */
    public int replications() {
        return scenario.replications();
    }

    /** The number of combinations, 1 without axes; huge products stop at {@code Long.MAX_VALUE}. */
    public long points() {
        return points(axes);
    }

    /** The number of combinations of {@code axes}. */
    public static long points(Map<String, List<YamlNode>> axes) {
        long points = 1;
        for (List<YamlNode> values : axes.values()) {
            points = Math.multiplyHigh(points, values.size()) != 0 || points * values.size() < 0
                    ? Long.MAX_VALUE
                    : points * values.size();
        }
        return points;
    }

    /** All combinations of axis values, the last axis fastest; without axes the scenario alone. */
    public List<Point> expand() {
        if (axes.isEmpty()) {
            return List.of(new Point(Map.of(), Optional.of(scenario), List.of()));
        }
        if (points() > MOST_POINTS) {
            throw new IllegalArgumentException(points() + " combinations of axis values are more than " + MOST_POINTS);
        }
        List<Point> points = new ArrayList<>();
        combine(List.copyOf(axes.keySet()), new LinkedHashMap<>(), points);
        return List.copyOf(points);
    }

    /** The scenario with these values by path in place of the file's. */
    public Point with(Map<String, YamlNode> values) {
        return resolver.apply(new LinkedHashMap<>(values));
    }

    private void combine(List<String> left, Map<String, YamlNode> chosen, List<Point> points) {
        if (left.isEmpty()) {
            points.add(resolver.apply(new LinkedHashMap<>(chosen)));
            return;
        }
        for (YamlNode value : axes.get(left.get(0))) {
            chosen.put(left.get(0), value);
            combine(left.subList(1, left.size()), chosen, points);
        }
        chosen.remove(left.get(0));
    }

    /** Axes x replications: every run of every point that makes sense, in order. */
    public List<Unit> units() {
        List<Unit> units = new ArrayList<>();
        List<Point> points = expand();
        for (int p = 0; p < points.size(); p++) {
            if (points.get(p).scenario().isPresent()) {
                Scenario at = points.get(p).scenario().get();
                for (int r = 0; r < at.replications(); r++) {
                    units.add(new Unit(p, at, r));
                }
            }
        }
        return List.copyOf(units);
    }
}
