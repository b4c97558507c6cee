package windtunnel.model.collective.measured;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A measured table of size and time, read between its points on a straight line of log time over log size. Times are replaced by
 * their running maximum, since printed values are rounded; below the first point the first time holds, above the last one its bandwidth.
 */
public final class TimeTable {
    private final double[] size;
    private final double[] time;

    /** A table of points in any order; of equal sizes the longest time counts. */
    public TimeTable(List<SizedTime> points) {
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a table has at least one point");
        }
        List<SizedTime> sorted = new ArrayList<>(points);
        sorted.sort(Comparator.comparingLong((SizedTime p) -> p.size().value())
                .thenComparingDouble(p -> -p.time().seconds()));
        List<double[]> rows = new ArrayList<>();
        double longest = 0;
        for (SizedTime point : sorted) {
            longest = Math.max(longest, point.time().seconds());
            if (rows.isEmpty() || rows.get(rows.size() - 1)[0] != point.size().value()) {
                rows.add(new double[] {point.size().value(), longest});
            }
        }
        size = rows.stream().mapToDouble(row -> row[0]).toArray();
        time = rows.stream().mapToDouble(row -> row[1]).toArray();
    }

    /** Seconds of an operation of {@code bytes}. */
    public double seconds(double bytes) {
        int last = size.length - 1;
        if (bytes <= size[0]) {
            return time[0];
        }
        if (bytes >= size[last]) {
            return time[last] * bytes / size[last];
        }
        int above = 1;
        while (size[above] < bytes) {
            above++;
        }
        double share = StrictMath.log(bytes / size[above - 1]) / StrictMath.log(size[above] / size[above - 1]);
        return time[above - 1] * StrictMath.pow(time[above] / time[above - 1], share);
    }

    /** Largest size over time of all points, bytes per second. */
    public double peak() {
        double peak = 0;
        for (int i = 0; i < size.length; i++) {
            peak = Math.max(peak, size[i] / time[i]);
        }
        return peak;
    }

    /** Size over time at {@code bytes} as a share of the largest, at most 1. */
    double share(double bytes) {
        return Math.min(1, bytes / seconds(bytes) / peak());
    }
}
