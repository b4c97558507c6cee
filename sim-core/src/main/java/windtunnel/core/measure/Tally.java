package windtunnel.core.measure;

/** Count, mean, variance, minimum and maximum of observations, by Welford's recurrence (1962). */
public final class Tally {
    private long count;
    private double mean;
    private double squares;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    /** Adds one observation. */
    public void add(double value) {
        count++;
        double delta = value - mean;
        mean += delta / count;
        squares += delta * (value - mean);
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    /** How many observations there are. */
    public long count() {
        return count;
    }

    /** Arithmetic mean; throws when there is no observation. */
    public double mean() {
        return checked(mean, 1);
    }

    /** Sample variance (n - 1); throws with fewer than two observations. */
    public double variance() {
        return checked(squares, 2) / (count - 1);
    }

    /** Smallest observation; throws when there is none. */
    public double min() {
        return checked(min, 1);
    }

    /** Largest observation; throws when there is none. */
    public double max() {
        return checked(max, 1);
    }

    private double checked(double value, int needed) {
        if (count < needed) {
            throw new IllegalStateException("needs " + needed + " observations, has " + count);
        }
        return value;
    }
}
