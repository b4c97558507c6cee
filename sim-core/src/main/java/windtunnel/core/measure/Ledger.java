package windtunnel.core.measure;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * An exact account of a counted resource's time over states, in unit-nanoseconds (for GPUs: GPU-ns).
 *
 * <p>Time in a <em>provisional</em> state is pending until a {@linkplain #snapshot() snapshot} taken after it is committed;
 * {@link #loseAfter} turns what is pending after a snapshot into the lost state and keeps its original state as sub-label. Time in
 * any other state counts at once. Invariants: the states sum to {@link #held}, and the lost state is the sum of its sub-labels.
 */
public final class Ledger {
    private final String owner;
    private final boolean[] provisional;
    private final int lostState;
    private final ExactSum[] settled;
    private final ExactSum[] lost;
    private final ExactSum heldSum = new ExactSum();
    private final List<Segment> pending = new ArrayList<>();
    private Segment empty;
    private int snapshots;

    private record Segment(int endsAtSnapshot, ExactSum[] sums, ExactSum total) {}

    /**
     * An empty ledger.
     *
     * @param owner the workload whose time this is, or null for rows of no workload
     * @param provisional for each state, whether its time can still be lost
     * @param lostState the state that lost time is booked to
     */
    public Ledger(String owner, boolean[] provisional, int lostState) {
        this.owner = owner;
        this.provisional = provisional.clone();
        this.lostState = lostState;
        settled = sums();
        lost = sums();
        pending.add(new Segment(0, sums(), new ExactSum()));
    }

    private ExactSum[] sums() {
        ExactSum[] sums = new ExactSum[provisional.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = new ExactSum();
        }
        return sums;
    }

    /** The workload whose time this is, or null. */
    public String owner() {
        return owner;
    }

    /** Books {@code units} things for {@code nanos} each to {@code state}; negative amounts throw. */
    public void book(int state, long units, long nanos) {
        if (units < 0 || nanos < 0 || state == lostState) {
            throw new IllegalArgumentException("cannot book " + units + " x " + nanos + " ns to state " + state);
        }
        heldSum.add(units, nanos);
        if (provisional[state]) {
            open().sums()[state].add(units, nanos);
            open().total().add(units, nanos);
        } else {
            settled[state].add(units, nanos);
        }
    }

    private Segment open() {
        return pending.get(pending.size() - 1);
    }

    /** Marks this instant, as a checkpoint that starts saving now does; returns the number of the snapshot, from 1. */
    public int snapshot() {
        snapshots++;
        Segment closing = open();
        pending.set(pending.size() - 1, new Segment(snapshots, closing.sums(), closing.total()));
        pending.add(empty != null ? empty : new Segment(0, sums(), new ExactSum()));
        empty = null;
        return snapshots;
    }

    /** Makes final what was accrued before {@code snapshot}, as when its checkpoint becomes durable. */
    public void commit(int snapshot) {
        while (pending.size() > 1 && pending.get(0).endsAtSnapshot() <= snapshot) {
            Segment done = pending.remove(0);
            merge(settled, done);
            empty = new Segment(0, done.sums(), done.total());
        }
    }

    /** Makes everything final, as at the end of a job. */
    public void commitAll() {
        commit(snapshots);
        merge(settled, open());
    }

    /** Books everything accrued after {@code snapshot} (0: since the start) that is not final as lost; what came before stays pending. */
    public void loseAfter(int snapshot) {
        Segment fresh = open();
        while (pending.size() > 1 && pending.get(pending.size() - 2).endsAtSnapshot() > snapshot) {
            merge(lost, pending.remove(pending.size() - 2));
        }
        merge(lost, fresh);
    }

    /** Forgets where the snapshots before {@code snapshot} were, as when their checkpoints are deleted; nothing becomes final. */
    public void fold(int snapshot) {
        while (pending.size() > 2 && pending.get(1).endsAtSnapshot() <= snapshot) {
            Segment first = pending.remove(0);
            Segment next = pending.get(0);
            join(first, next);
        }
    }

    /** Nothing will fall back to {@code snapshot} any more; what it divided is kept as one. */
    public void forget(int snapshot) {
        for (int i = 0; i < pending.size() - 1; i++) {
            if (pending.get(i).endsAtSnapshot() == snapshot) {
                Segment before = pending.remove(i);
                Segment after = pending.get(i);
                join(before, after);
                return;
            }
        }
    }

    private static void join(Segment before, Segment after) {
        for (int i = 0; i < after.sums().length; i++) {
            after.sums()[i].take(before.sums()[i]);
        }
        after.total().take(before.total());
    }

    private static void merge(ExactSum[] into, Segment from) {
        for (int i = 0; i < into.length; i++) {
            into[i].take(from.sums()[i]);
        }
        from.total().clear();
    }

    /** Final unit-nanoseconds of {@code state}; of the lost state, everything lost. */
    public BigInteger total(int state) {
        return state == lostState ? lostTotal() : settled[state].value();
    }

    private BigInteger lostTotal() {
        BigInteger sum = BigInteger.ZERO;
        for (ExactSum part : lost) {
            sum = sum.add(part.value());
        }
        return sum;
    }

    /** Lost unit-nanoseconds that were first booked to {@code state}. */
    public BigInteger lostFrom(int state) {
        return lost[state].value();
    }

    /** Pending unit-nanoseconds after {@code snapshot} (0: since the start): booked, neither final nor lost. */
    public BigInteger pendingAfter(int snapshot) {
        BigInteger sum = open().total().value();
        for (int i = pending.size() - 2; i >= 0 && pending.get(i).endsAtSnapshot() > snapshot; i--) {
            sum = sum.add(pending.get(i).total().value());
        }
        return sum;
    }

    /** All unit-nanoseconds ever booked. */
    public BigInteger held() {
        return heldSum.value();
    }

    /** How many states there are. */
    public int states() {
        return provisional.length;
    }
}
