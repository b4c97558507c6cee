package windtunnel.scenario.validate;

import java.util.List;
import windtunnel.scenario.stats.Summary;

/**
 * Errors of a set of cases, in percent of the published numbers.
 *
 * @param scored cases that count
 * @param skipped cases that were not predicted
 * @param fitted cases that a constant was fitted on
 * @param meanAbsolute mean of the absolute errors; this and what follows are 0 if nothing counts
 * @param median median of the absolute errors
 * @param p90 90th percentile of the absolute errors, type 7
 * @param max largest absolute error
 * @param bias mean of the signed errors
 */
public record ErrorStats(
        int scored, int skipped, int fitted, double meanAbsolute, double median, double p90, double max, double bias) {

    /** The statistics of those of {@code verdicts} that count. */
    public static ErrorStats of(List<Verdict> verdicts) {
        return over(verdicts, verdicts.stream().filter(v -> v.status().counts()).toList());
    }

    /** The statistics of those of {@code verdicts} that a constant was fitted on. */
    public static ErrorStats ofFitted(List<Verdict> verdicts) {
        return over(
                verdicts,
                verdicts.stream().filter(v -> v.status() == Status.FITTED).toList());
    }

    /** The statistics of those of {@code verdicts} that hold published numbers to each other. */
    public static ErrorStats ofConsistency(List<Verdict> verdicts) {
        return over(
                verdicts,
                verdicts.stream()
                        .filter(v ->
                                v.status() == Status.CONTEXT && v.errorPct().isPresent())
                        .toList());
    }

    private static ErrorStats over(List<Verdict> verdicts, List<Verdict> counted) {
        int skipped = count(verdicts, Status.SKIPPED);
        int fitted = count(verdicts, Status.FITTED);
        if (counted.isEmpty()) {
            return new ErrorStats(0, skipped, fitted, 0, 0, 0, 0, 0);
        }
        double[] signed =
                counted.stream().mapToDouble(v -> v.errorPct().getAsDouble()).toArray();
        double[] absolute = new double[signed.length];
        for (int i = 0; i < signed.length; i++) {
            absolute[i] = Math.abs(signed[i]);
        }
        Summary sizes = Summary.of(absolute);
        return new ErrorStats(
                signed.length,
                skipped,
                fitted,
                sizes.mean(),
                sizes.p50(),
                sizes.p90(),
                sizes.max(),
                Summary.of(signed).mean());
    }

    private static int count(List<Verdict> verdicts, Status status) {
        return (int) verdicts.stream().filter(v -> v.status() == status).count();
    }
}
