package windtunnel.model.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import windtunnel.model.SaveBurst;
import windtunnel.model.World;

/** Watches the reads and steps of one job around its first save that is written behind the steps. */
final class BurstWatch {
    private static final int MOST_POINTS = 4_000;
    /** Steps that are longer by a smaller share are not worth a word. */
    private static final double LEAST_DIP = 1e-3;

    private final List<SaveBurst.Rate> rates = new ArrayList<>();
    private final List<SaveBurst.Pace> paces = new ArrayList<>();
    private long fromNanos = -1;
    private long toNanos = -1;
    private long stepsBefore;
    private long stepsAfter;

    /** Reads go at this rate from now on. */
    void rate(long nowNanos, double bytesPerSec) {
        if (!over(nowNanos) && rates.size() < MOST_POINTS) {
            rates.add(new SaveBurst.Rate(nowNanos, bytesPerSec));
        }
    }

    /** A step takes so many ns from now on. */
    void step(long nowNanos, long nanos) {
        boolean same = !paces.isEmpty() && paces.get(paces.size() - 1).nanos() == nanos;
        if (!same && !over(nowNanos) && paces.size() < MOST_POINTS) {
            paces.add(new SaveBurst.Pace(nowNanos, nanos));
        }
    }

    private boolean over(long nowNanos) {
        return toNanos >= 0 && nowNanos > 2 * toNanos - fromNanos;
    }

    /** Writing begins after {@code steps} steps. */
    void begins(long nowNanos, long steps) {
        if (toNanos < 0) {
            fromNanos = nowNanos;
            stepsBefore = steps;
        }
    }

    /** The save is durable after {@code steps} steps. */
    void durable(long nowNanos, long steps) {
        if (toNanos < 0 && fromNanos >= 0) {
            toNanos = nowNanos;
            stepsAfter = steps;
        }
    }

    /** What was written is lost: the next save is watched. */
    void torn() {
        if (toNanos < 0) {
            fromNanos = -1;
        }
    }

    /** Tells the world of the save, if reads were slower than the job needs or steps longer while it was written. */
    void report(World world, String workload, long stepNanos, DataFeed feed) {
        if (toNanos < 0) {
            return;
        }
        long from = fromNanos - (toNanos - fromNanos);
        SaveBurst burst = new SaveBurst(
                workload,
                fromNanos,
                toNanos,
                stepsAfter - stepsBefore,
                stepNanos,
                feed.demandBytesPerSec(),
                feed.bufferBytes(),
                since(from, paces, SaveBurst.Pace::atNanos),
                since(from, rates, SaveBurst.Rate::atNanos));
        boolean dips = burst.duringNanos() > burst.beforeNanos() * (1 + LEAST_DIP);
        if (burst.starves() || dips && world.nics().used()) {
            world.noteBurst(burst);
        }
    }

    /** What holds from that instant on, with what held just before it. */
    private static <T> List<T> since(long fromNanos, List<T> points, ToLongFunction<T> instant) {
        List<T> window = new ArrayList<>();
        for (T point : points) {
            if (instant.applyAsLong(point) <= fromNanos) {
                window.clear();
            }
            window.add(point);
        }
        return List.copyOf(window);
    }
}
