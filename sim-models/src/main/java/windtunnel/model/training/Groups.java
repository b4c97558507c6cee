package windtunnel.model.training;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import windtunnel.model.Machines;

/** Which machines of an elastic job are in use, and in which group. */
final class Groups {
    private static final int NONE = -1;

    private final Machines machines;
    private final int unit;
    private final int most;
    private final boolean fixed;
    private final int[] groupOf;
    private final BitSet healing = new BitSet();
    private final BitSet hit = new BitSet();
    private int[] missing = new int[0];
    private int count;
    private int inUse;
    private boolean newcomers;

    /**
     * No machine is in use.
     *
     * @param nodes nodes of the job
     * @param unit nodes of a group
     * @param most most groups
     * @param fixed whether a group is always made of the same nodes, and not of any that are there
     */
    Groups(Machines machines, int nodes, int unit, int most, boolean fixed) {
        this.machines = machines;
        this.unit = unit;
        this.most = most;
        this.fixed = fixed;
        groupOf = new int[nodes];
        Arrays.fill(groupOf, NONE);
    }

    int unit() {
        return unit;
    }

    /** Most groups that can ever be in use. */
    int most() {
        return most;
    }

    /** Groups in use. */
    int count() {
        return count;
    }

    /** Machines in use. */
    int inUse() {
        return inUse;
    }

    /** Whether a group in use has lost a machine that it goes on without. */
    boolean gaps() {
        return inUse < count * unit;
    }

    /** Whether {@code node} is in use. */
    boolean uses(int node) {
        return groupOf[node] != NONE;
    }

    /** Whether any of {@code nodes} is in use. */
    boolean usesAny(List<Integer> nodes) {
        return nodes.stream().anyMatch(this::uses);
    }

    private boolean ready(int node) {
        return !machines.vacant(node) && !healing.get(node);
    }

    /** Machines that a group could use. */
    int ready() {
        int ready = 0;
        for (int node = 0; node < groupOf.length; node++) {
            ready += ready(node) ? 1 : 0;
        }
        return ready;
    }

    /** Groups that could be in use. */
    int possible() {
        int whole = 0;
        if (fixed) {
            for (int first = 0; first + unit <= groupOf.length; first += unit) {
                whole += blockReady(first) ? 1 : 0;
            }
        } else {
            whole = ready() / unit;
        }
        return Math.min(most, whole);
    }

    private boolean blockReady(int first) {
        for (int node = first; node < first + unit; node++) {
            if (!ready(node)) {
                return false;
            }
        }
        return true;
    }

    /** From now on {@code groups} groups are in use, of the first machines that can be. */
    void form(int groups) {
        int[] before = groupOf.clone();
        Arrays.fill(groupOf, NONE);
        newcomers = false;
        int taken = 0;
        for (int node = 0; node < groupOf.length && taken < groups * unit; node++) {
            if (fixed ? blockReady(node / unit * unit) : ready(node)) {
                groupOf[node] = taken / unit;
                newcomers |= before[node] == NONE;
                taken++;
            }
        }
        count = groups;
        inUse = taken;
        missing = new int[groups];
        hit.clear();
    }

    /** Whether the groups in use have a machine that those before did not have. */
    boolean newcomers() {
        return newcomers;
    }

    /** Machines are lost: their groups have lost a part. */
    void lose(List<Integer> nodes) {
        for (int node : nodes) {
            if (uses(node)) {
                missing[groupOf[node]]++;
                hit.set(groupOf[node]);
                leave(node);
            }
        }
    }

    /** The machine of {@code node} is not in use any more. */
    void leave(int node) {
        if (uses(node)) {
            groupOf[node] = NONE;
            inUse--;
        }
    }

    /** Whether a group is left that has lost nothing. */
    boolean holdsState() {
        return hit.cardinality() < count;
    }

    /** Whether no group has lost more than one machine. */
    boolean bridged() {
        return count > 0 && unit > 1 && Arrays.stream(missing).allMatch(lost -> lost <= 1);
    }

    /** The machine of {@code node} is reading the state, or no more. */
    void heals(int node, boolean now) {
        healing.set(node, now);
    }

    /** Whether the machine of {@code node} is reading the state. */
    boolean healing(int node) {
        return healing.get(node);
    }

    /** Machines that are reading the state. */
    int healing() {
        return healing.cardinality();
    }

    /** Nothing is read any more: there is nobody to read it from. */
    void healed() {
        healing.clear();
    }
}
