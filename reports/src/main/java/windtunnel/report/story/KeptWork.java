package windtunnel.report.story;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import windtunnel.core.measure.Timeline;
import windtunnel.core.measure.Timeline.Point;

/**
 * Work that was never lost again: by a time, the least that is ever done from then on.
 *
 * <p>Where a job falls back, the work that it falls back over counts as never done. So the work of adjoining windows is never
 * negative and adds up to the work of the whole run.
 *
 * @param points in order of time, straight lines between them, never falling
 */
public record KeptWork(List<Point> points) {
    private static final double SECOND = 1e9;
    private static final double HOUR = 3600 * SECOND;
    private static final double DAY = 24 * HOUR;
    private static final double[] WINDOWS = {
        SECOND,
        5 * SECOND,
        15 * SECOND,
        60 * SECOND,
        300 * SECOND,
        900 * SECOND,
        HOUR,
        2 * HOUR,
        3 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY,
        2 * DAY,
        7 * DAY,
        14 * DAY,
        28 * DAY
    };
    private static final int MOST_WINDOWS = 48;

    /**
     * Part of a run.
     *
     * @param fromNanos its start
     * @param toNanos its end
     * @param goodput work kept, as share of what the undisturbed job does in the same time
     */
    public record Window(long fromNanos, long toNanos, double goodput) {}

    /** The work of a timeline that was kept. */
    public static KeptWork of(Timeline timeline) {
        Deque<Point> kept = new ArrayDeque<>();
        double least = Double.POSITIVE_INFINITY;
        Point later = null;
        List<Point> progress = timeline.progress();
        for (int i = progress.size() - 1; i >= 0; i--) {
            Point point = progress.get(i);
            if (later != null && point.done() < least && least < later.done()) {
                double share = (least - point.done()) / (later.done() - point.done());
                kept.addFirst(
                        new Point(point.atNanos() + Math.round(share * (later.atNanos() - point.atNanos())), least));
            }
            least = Math.min(least, point.done());
            kept.addFirst(new Point(point.atNanos(), least));
            later = point;
        }
        return new KeptWork(List.copyOf(kept));
    }

    /** Work kept by {@code nanos}. */
    public double by(long nanos) {
        double done = 0;
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            if (point.atNanos() > nanos) {
                return i == 0 ? 0 : between(points.get(i - 1), point, nanos);
            }
            done = point.done();
        }
        return done;
    }

    private static double between(Point before, Point after, long nanos) {
        double share = (double) (nanos - before.atNanos()) / (after.atNanos() - before.atNanos());
        return before.done() + share * (after.done() - before.done());
    }

    /**
     * Windows of equal, round length from the start of the run; the last one ends with the work.
     *
     * @param perNano work of the undisturbed job in a nanosecond
     */
    public List<Window> windows(double perNano) {
        long end = points.get(points.size() - 1).atNanos();
        long length = length(end);
        List<Window> windows = new ArrayList<>();
        for (long from = 0; from < end; from += length) {
            long to = Math.min(end, from + length);
            windows.add(new Window(from, to, (by(to) - by(from)) / (perNano * (to - from))));
        }
        return windows;
    }

    private static long length(long end) {
        for (double length : WINDOWS) {
            if (end <= MOST_WINDOWS * length) {
                return (long) length;
            }
        }
        return (long) (end / (double) MOST_WINDOWS) + 1;
    }
}
