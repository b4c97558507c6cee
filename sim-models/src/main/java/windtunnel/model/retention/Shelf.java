package windtunnel.model.retention;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import windtunnel.core.measure.ExactSum;
import windtunnel.core.measure.TimeWeighted;

/**
 * The stored saves of one job: written, kept by the rules, moved, deleted.
 *
 * <p>Bytes of a place are the integral of what is there, from the start of writing on. A save that leaves after t of a place with a minimum
 * stay m costs m - t more of it. Which are kept is decided when a save is durable; ages count at the end of each day, save for the day that ends with the
 * run. Instants come in order; nothing happens between them.
 */
public final class Shelf {
    private static final long DAY = 86_400_000_000_000L;

    private final Policy policy;
    private final long bytes;
    private final long files;
    private final SaveLog log = new SaveLog();
    private final List<Kept> kept = new ArrayList<>();
    private final Deque<Kept> deleted = new ArrayDeque<>();
    private final ExactSum[] stored;
    private final ExactSum[] early;
    private final int[] there;
    private final long[] moves;
    private final Deque<Long> writing = new ArrayDeque<>();
    private final TimeWeighted total = new TimeWeighted(0, 0);
    private final List<Level> levels;
    private long nextDay = DAY;
    private long number;

    /** Saves in each place from an instant on; the one that is written counts in the first. */
    public record Level(long atNanos, int[] saves) {}

    private static final class Kept {
        private final long number;
        private final long bornNanos;
        private final double quality;
        private int place;
        private long cameNanos;
        private long purgedNanos;

        Kept(long number, long bornNanos, double quality, long cameNanos) {
            this.number = number;
            this.bornNanos = bornNanos;
            this.quality = quality;
            this.cameNanos = cameNanos;
        }
    }

    /** An empty shelf for saves of {@code bytes} each. */
    public Shelf(Policy policy, long bytes) {
        this(policy, bytes, 1);
    }

    /** An empty shelf for saves of {@code bytes} in {@code files} files each. */
    public Shelf(Policy policy, long bytes, long files) {
        this(policy, bytes, files, null);
    }

    private Shelf(Policy policy, long bytes, long files, List<Level> levels) {
        this.files = files;
        this.levels = levels;
        this.policy = policy;
        this.bytes = bytes;
        int places = policy.places().size();
        stored = zeros(places);
        early = zeros(places);
        there = new int[places];
        moves = new long[places];
        note(0);
    }

    private static ExactSum[] zeros(int count) {
        ExactSum[] zeros = new ExactSum[count];
        java.util.Arrays.setAll(zeros, place -> new ExactSum());
        return zeros;
    }

    /** The shelf that the same saves fill under {@code other} rules, closed at {@code endNanos}. */
    public Shelf under(Policy other, long endNanos) {
        Shelf shelf = new Shelf(other, bytes, files, new ArrayList<>());
        long[] begins = log.begins();
        int begun = 0;
        int discarded = 0;
        for (int save = 0; save < log.size(); save++) {
            while (begun < begins.length && (shelf.writing.isEmpty() || begins[begun] < log.ended(save))) {
                discarded = discards(shelf, discarded, begins[begun]);
                shelf.begin(begins[begun++]);
            }
            discarded = discards(shelf, discarded, log.ended(save));
            if (log.isDurable(save)) {
                shelf.durable(log.ended(save), log.quality(save));
            } else {
                shelf.torn(log.ended(save));
            }
        }
        discards(shelf, discarded, endNanos);
        shelf.close(endNanos);
        return shelf;
    }

    private int discards(Shelf shelf, int from, long untilNanos) {
        int at = from;
        while (at < log.discards().size() && log.discards().get(at) <= untilNanos) {
            shelf.discard(log.discards().get(at++));
        }
        return at;
    }

    /** A save begins to take room. */
    public void begin(long nowNanos) {
        advance(nowNanos);
        writing.add(nowNanos);
        there[0]++;
        note(nowNanos);
    }

    /** The oldest of the saves that are being written is thrown away. */
    public void torn(long nowNanos) {
        advance(nowNanos);
        long began = writing.remove();
        log.torn(began, nowNanos);
        store(0, nowNanos - began);
        there[0]--;
        note(nowNanos);
    }

    /** The oldest of the saves that are being written is durable; {@code quality} is its rank among all, from 0 to 1. */
    public void durable(long nowNanos, double quality) {
        advance(nowNanos);
        long began = writing.remove();
        log.durable(began, nowNanos, quality);
        kept.add(new Kept(++number, nowNanos, quality, began));
        apply(nowNanos, false);
        note(nowNanos);
    }

    /** The newest of the kept saves is worth nothing any more and is deleted. */
    public void discard(long nowNanos) {
        advance(nowNanos);
        log.discarded(nowNanos);
        if (!kept.isEmpty()) {
            delete(kept.remove(kept.size() - 1), nowNanos);
        }
        note(nowNanos);
    }

    /** Time that reading the newest save waits because it is offline by now. */
    public long readDelayNanos(long nowNanos) {
        advance(nowNanos);
        return kept.isEmpty()
                ? 0
                : policy.places().get(kept.get(kept.size() - 1).place).readNanos();
    }

    /** Where the newest save is, or would be. */
    public Place newestPlace(long nowNanos) {
        advance(nowNanos);
        return policy.places().get(kept.isEmpty() ? 0 : kept.get(kept.size() - 1).place);
    }

    private void advance(long nowNanos) {
        while (nextDay < nowNanos) {
            apply(nextDay, true);
            note(nextDay);
            nextDay += DAY;
        }
        purge(nowNanos);
    }

    /** What is kept is decided now; what depends on age at the end of a day only, as life-cycle services do. */
    private void apply(long nowNanos, boolean dayEnds) {
        purge(nowNanos);
        double worst = worstOfBest();
        int newest = kept.size();
        int staying = 0;
        for (int i = 0; i < newest; i++) {
            Kept save = kept.get(i);
            boolean old = dayEnds && nowNanos - save.bornNanos >= policy.maxAgeNanos() && i < newest - 1;
            boolean wanted = i >= newest - policy.last()
                    || policy.every() > 0 && save.number % policy.every() == 0
                    || policy.best() > 0 && save.quality >= worst;
            if (wanted && !old) {
                kept.set(staying++, save);
                if (dayEnds) {
                    move(save, nowNanos);
                }
            } else {
                delete(save, nowNanos);
            }
        }
        kept.subList(staying, newest).clear();
    }

    private double worstOfBest() {
        if (policy.best() == 0) {
            return 1;
        }
        return kept.stream()
                .map(save -> save.quality)
                .sorted(Comparator.reverseOrder())
                .limit(policy.best())
                .reduce(1.0, Math::min);
    }

    private void move(Kept save, long nowNanos) {
        int to = save.place;
        while (to + 1 < policy.places().size()
                && nowNanos - save.bornNanos >= policy.places().get(to + 1).afterNanos()) {
            to++;
        }
        if (to != save.place) {
            leave(save, nowNanos);
            save.place = to;
            save.cameNanos = nowNanos;
            there[to]++;
            moves[to]++;
        }
    }

    private void delete(Kept save, long nowNanos) {
        if (policy.recoverableNanos() == 0) {
            leave(save, nowNanos);
        } else {
            save.purgedNanos = nowNanos + policy.recoverableNanos();
            deleted.add(save);
        }
    }

    private void purge(long nowNanos) {
        while (!deleted.isEmpty() && deleted.peek().purgedNanos <= nowNanos) {
            Kept save = deleted.remove();
            leave(save, save.purgedNanos);
            note(save.purgedNanos);
        }
    }

    private void leave(Kept save, long nowNanos) {
        long stay = nowNanos - save.cameNanos;
        store(save.place, stay);
        long missing = Math.max(0, policy.places().get(save.place).minimumNanos() - stay);
        early[save.place].add(bytes, missing);
        there[save.place]--;
    }

    private void store(int place, long nanos) {
        stored[place].add(bytes, nanos);
    }

    private void note(long nowNanos) {
        int sum = 0;
        for (int saves : there) {
            sum += saves;
        }
        total.set(nowNanos, (double) sum * bytes);
        if (levels != null) {
            levels.add(new Level(nowNanos, there.clone()));
        }
    }

    /** Ends the account: what is left is counted until now, and deleted if the rules say so. */
    public void close(long nowNanos) {
        advance(nowNanos);
        writing.forEach(began -> store(0, nowNanos - began));
        List<Kept> left = new ArrayList<>(deleted);
        left.addAll(kept);
        for (Kept save : left) {
            if (policy.deleteAtEnd()) {
                leave(save, nowNanos);
            } else {
                store(save.place, nowNanos - save.cameNanos);
            }
        }
    }

    /** The rules. */
    public Policy policy() {
        return policy;
    }

    /** Size of one save. */
    public long bytes() {
        return bytes;
    }

    /** Files of one save. */
    public long files() {
        return files;
    }

    /** Saves that are kept now. */
    public int saves() {
        return kept.size();
    }

    /** Saves that were moved into a place. */
    public long moves(int place) {
        return moves[place];
    }

    /** Byte-nanoseconds stored in a place, after {@link #close}. */
    public BigInteger stored(int place) {
        return stored[place].value();
    }

    /** Byte-nanoseconds that were paid and not stored in a place, since saves left too early. */
    public BigInteger early(int place) {
        return early[place].value();
    }

    /** Bytes stored all together, over time until now. */
    public TimeWeighted total(long nowNanos) {
        advance(nowNanos);
        return total;
    }

    /** How many saves were where, in order of time, of a shelf made by {@link #under}; of several at one instant the last counts. */
    public List<Level> levels() {
        return List.copyOf(levels);
    }
}
