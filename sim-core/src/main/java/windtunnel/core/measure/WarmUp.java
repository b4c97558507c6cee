package windtunnel.core.measure;

/**
 * Where a series has forgotten how it began: MSER-5 (White 1997; White, Cobb and Spratt 2000).
 *
 * <p>Over means of five observations each, the truncation d minimises {@code sum over i > d of (Y_i - mean_d)^2 / (n - d)^2}, d at most n/2.
 * A minimum at that bound says that the series is too short. It deletes a warm-up; it finds no trend that goes on for ever.
 */
public final class WarmUp {
    private static final int BATCH = 5;

    private WarmUp() {}

    /** Observations to leave out at the beginning, a multiple of five; -1 where the series is too short to tell. */
    public static int mser5(double[] values) {
        int n = values.length / BATCH;
        Tally rest = new Tally();
        double best = Double.POSITIVE_INFINITY;
        int truncation = 0;
        for (int d = n - 1; d >= 0; d--) {
            rest.add(batch(values, d));
            int kept = n - d;
            if (d <= n / 2 && kept > 1) {
                double error = rest.variance() * (kept - 1) / kept / kept;
                if (error <= best) {
                    best = error;
                    truncation = d;
                }
            }
        }
        return n < 2 || truncation == n / 2 && truncation > 0 ? -1 : truncation * BATCH;
    }

    private static double batch(double[] values, int index) {
        double sum = 0;
        for (int i = index * BATCH; i < (index + 1) * BATCH; i++) {
            sum += values[i];
        }
        return sum / BATCH;
    }
}
