package windtunnel.model.collective.measured;

import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * The law T = a + f S / B + c sqrt(S), f being the factor of bus bandwidth: start, bandwidth, and between them the pipeline at its best
 * chunk size, whose term goes with the root. Beyond the range that it was fitted on, time stays at the first value below and bus bandwidth
 * at the largest one above.
 */
public record RootLaw(
        @Key(doc = "Start a: time of a very small operation.", example = "29.8 us")
        TimeSpan start,

        @Key(doc = "Bus bandwidth B of a very large operation.", example = "507.1 GB/s")
        Bandwidth bandwidth,

        @Key(doc = "Middle term c sqrt(S) at S = 1 GiB.", example = "304 us")
        TimeSpan middle,

        @Key(doc = "Smallest size that was fitted.", example = "1 KiB")
        Bytes from,

        @Key(doc = "Largest size that was fitted.", example = "8 GiB")
        Bytes to)
        implements Checked {
    private static final double ROOT_OF_GIB = 32768;

    @Override
    public void check(Issues issues) {
        issues.check(from.value() > 0 && to.value() > from.value(), "to", "must be above 'from', and both above 0");
    }

    /** The law with c in seconds per root of a byte. */
    static RootLaw of(double start, double bandwidth, double perRoot, long from, long to) {
        return new RootLaw(
                new TimeSpan(start),
                new Bandwidth(bandwidth),
                new TimeSpan(perRoot * ROOT_OF_GIB),
                new Bytes(from),
                new Bytes(to));
    }

    /** Seconds of {@code bytes} whose bus bandwidth is {@code factor} times size over time. */
    public double seconds(double bytes, double factor) {
        double inside = Math.min(Math.max(bytes, from.value()), to.value());
        return law(inside, factor) * Math.max(1, bytes / to.value());
    }

    private double law(double bytes, double factor) {
        return start.seconds()
                + factor * bytes / bandwidth.bytesPerSec()
                + middle.seconds() / ROOT_OF_GIB * Math.sqrt(bytes);
    }
}
