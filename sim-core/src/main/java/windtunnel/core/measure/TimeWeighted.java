package windtunnel.core.measure;

/** The integral and peak over simulated time of a value that changes in steps. */
public final class TimeWeighted {
    private long sinceNanos;
    private double value;
    private double integral;
    private double peak;

    /** Starts at {@code nowNanos} with {@code value}. */
    public TimeWeighted(long nowNanos, double value) {
        sinceNanos = nowNanos;
        this.value = value;
        peak = value;
    }

    /** The value is {@code newValue} from {@code nowNanos} on. */
    public void set(long nowNanos, double newValue) {
        integral = integral(nowNanos);
        sinceNanos = nowNanos;
        value = newValue;
        peak = Math.max(peak, newValue);
    }

    /** The current value. */
    public double value() {
        return value;
    }

    /** Integral until {@code nowNanos}, in value-seconds. */
    public double integral(long nowNanos) {
        if (nowNanos < sinceNanos) {
            throw new IllegalArgumentException("time runs backwards: " + nowNanos + " before " + sinceNanos);
        }
        return integral + value * ((nowNanos - sinceNanos) * 1e-9);
    }

    /** The largest value so far. */
    public double peak() {
        return peak;
    }
}
