package windtunnel.model.training;

import java.util.ArrayList;
import java.util.List;
import windtunnel.model.SaveBurst;
import windtunnel.model.World;

/** Watches the reads of one job around its first save that is written behind the steps. */
final class BurstWatch {
    private static final int MOST_POINTS = 4_000;

    private final List<SaveBurst.Rate> rates = new ArrayList<>();
    private long fromNanos = -1;
    private long toNanos = -1;
    private long stepsBefore;
    private long stepsAfter;

    /** Reads go at this rate from now on. */
    void rate(long nowNanos, double bytesPerSec) {
        boolean over = toNanos >= 0 && nowNanos > 2 * toNanos - fromNanos;
        if (!over && rates.size() < MOST_POINTS) {
            rates.add(new SaveBurst.Rate(nowNanos, bytesPerSec));
        }
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

    /** Tells the world of the save, if reads were slower than the job needs while it was written. */
    void report(World world, String workload, long stepNanos, DataFeed feed) {
        double needBytesPerSec = feed.demandBytesPerSec();
        if (toNanos < 0 || needBytesPerSec <= 0) {
            return;
        }
        long length = toNanos - fromNanos;
        List<SaveBurst.Rate> window = new ArrayList<>();
        for (SaveBurst.Rate rate : rates) {
            if (rate.atNanos() <= fromNanos - length) {
                window.clear();
            }
            window.add(rate);
        }
        boolean slower = window.stream()
                .anyMatch(rate -> rate.atNanos() >= fromNanos
                        && rate.atNanos() < toNanos
                        && rate.bytesPerSec() > 0
                        && rate.bytesPerSec() < needBytesPerSec * (1 - 1e-9));
        if (slower) {
            world.noteBurst(new SaveBurst(
                    workload,
                    fromNanos,
                    toNanos,
                    stepsAfter - stepsBefore,
                    stepNanos,
                    needBytesPerSec,
                    feed.bufferBytes(),
                    List.copyOf(window)));
        }
    }
}
