package windtunnel.model.disruption.spot.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import windtunnel.core.random.Stream;

/**
 * A number of places for machines, each of which is there and not there by turns, by its own luck.
 *
 * <p>Places have luck whether anybody holds them or not, so that what a job does never changes what the pool would have offered.
 */
final class Places {
    /** When a place changes. */
    interface Law {
        /** The instant after {@code nowNanos} at which a place that is there, or is not, changes; Long.MAX_VALUE for never. */
        long changes(boolean there, long nowNanos, Stream luck);
    }

    private record Change(long nanos, int place) {}

    private final Law law;
    private final List<Stream> luck = new ArrayList<>();
    private final boolean[] there;
    private final PriorityQueue<Change> changes =
            new PriorityQueue<>(Comparator.comparingLong(Change::nanos).thenComparingInt(Change::place));
    private int level;

    Places(int count, Law law, IntFunction<Stream> streams) {
        this.law = law;
        there = new boolean[count];
        level = count;
        for (int place = 0; place < count; place++) {
            there[place] = true;
            luck.add(streams.apply(place));
            plan(place, 0);
        }
    }

    private void plan(int place, long nowNanos) {
        long at = law.changes(there[place], nowNanos, luck.get(place));
        if (at < Long.MAX_VALUE) {
            changes.add(new Change(at, place));
        }
    }

    int level() {
        return level;
    }

    long nextNanos() {
        return changes.isEmpty() ? Long.MAX_VALUE : changes.element().nanos();
    }

    /** All changes of the next instant. */
    void advance() {
        long now = nextNanos();
        while (nextNanos() == now && now < Long.MAX_VALUE) {
            int place = changes.remove().place();
            there[place] = !there[place];
            level += there[place] ? 1 : -1;
            plan(place, now);
        }
    }
}
