package windtunnel.scenario.stats;

import java.util.List;
import java.util.Map;

/**
 * What uncertain inputs and luck make of a scenario together.
 *
 * @param draws how many times the inputs were drawn
 * @param runs runs of each draw
 * @param drawn the values of each draw, by path
 * @param seeds root seed of each draw
 * @param figures time, cost, goodput, by the full name of the metric
 * @param goals deadline and budget, by the full name of the metric
 * @param drivers the inputs and what they do, those that matter most for cost first
 * @param noise a rank correlation that accident stays below, with 95 % for all inputs together
 */
public record Risk(
        int draws,
        int runs,
        List<Map<String, String>> drawn,
        List<Long> seeds,
        Map<String, Figure> figures,
        Map<String, Goal> goals,
        List<Driver> drivers,
        double noise) {

    /** A figure in its unit, its values by draw and run. */
    public record Figure(String unit, double[][] values, TwoLevel split) {}

    /** How often a goal was met. */
    public record Goal(int met, int of, Odds odds) {}

    /**
     * One uncertain input.
     *
     * @param path its key
     * @param effects by the full name of the metric
     */
    public record Driver(String path, Map<String, Effect> effects) {}

    /**
     * What an input does to a figure.
     *
     * @param correlation Spearman's rank correlation of input and mean of the draw
     * @param swing mean over the third of the draws with the largest values minus that over the third with the smallest
     */
    public record Effect(double correlation, double swing) {}
}
