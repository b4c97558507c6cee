package windtunnel.scenario.stats;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.Variance;

/**
 * A figure over draws of uncertain inputs with independent runs within each: the one-way random-effects analysis of variance (Searle, Casella and
 * McCulloch, Variance Components, 3.6).
 *
 * <p>With r runs of each of k draws, {@code MSB = r var(means of draws)} and {@code MSW = mean(variances within)}; luck is MSW, the inputs are
 * {@code (MSB - MSW) / r}, or 0 where that is negative.
 *
 * @param all values of all runs together
 * @param halfWidth95 half the 95 % interval of the mean, from the means of the draws, since runs of one draw are alike
 * @param inputs variance due to the inputs; NaN with one run of each draw
 * @param luck variance within draws; NaN with one run of each draw
 */
public record TwoLevel(Summary all, double halfWidth95, double inputs, double luck) {

    /** The figures of {@code values[draw][run]}, at least two draws of equally many runs. */
    public static TwoLevel of(double[][] values) {
        int draws = values.length;
        int runs = values[0].length;
        double[] means = Arrays.stream(values).mapToDouble(new Mean()::evaluate).toArray();
        Summary all =
                Summary.of(Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray());
        double between = new Variance().evaluate(means);
        double t = new TDistribution(null, draws - 1).inverseCumulativeProbability(0.975);
        double half = t * Math.sqrt(between / draws);
        if (runs == 1) {
            return new TwoLevel(all, half, Double.NaN, Double.NaN);
        }
        double within = 0;
        for (double[] draw : values) {
            within += new Variance().evaluate(draw) / draws;
        }
        return new TwoLevel(all, half, Math.max(0, between - within / runs), within);
    }

    /** Share of the variance that is due to the inputs; NaN where nothing varies, or the two cannot be told apart. */
    public double inputShare() {
        return inputs + luck > 0 ? inputs / (inputs + luck) : Double.NaN;
    }

    /**
     * The odds of an event over draws: Wilson's interval with as many tries as independent ones would tell as much,
     * {@code n / (1 + (r - 1) rho)}, rho being the share of the variance between draws (Kish 1965); where all runs agree, with one a draw.
     *
     * @param met 1 or 0, {@code [draw][run]}
     */
    public static Odds odds(double[][] met) {
        TwoLevel split = of(met);
        int runs = met[0].length;
        double alike = runs == 1 ? 0 : Double.isNaN(split.inputShare()) ? 1 : split.inputShare();
        int effective = Math.max(1, (int) Math.floor(split.all.n() / (1 + (runs - 1) * alike)));
        return Odds.of(effective, (int) Math.round(split.all.mean() * effective));
    }
}
