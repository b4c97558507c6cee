package windtunnel.model;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;
import windtunnel.core.engine.EventHandler;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.measure.Ledger;
import windtunnel.core.measure.Metric;
import windtunnel.core.measure.Recorder;

/**
 * The machines behind the nodes of a cluster: which are there, which are hot spares, in repair or gone.
 *
 * <p>A node is a place in the fabric; the machine in it can be lost. A free hot spare takes the place at once; otherwise the node
 * is vacant until a machine comes back from repair or a new one arrives, whichever is first. Machines in repair are held and paid
 * (state FAILED), machines that were evicted are not. Spares do not fail while they idle. Disruptions call {@link #fail} and
 * {@link #evict}; workloads listen; neither knows the other.
 */
public final class Machines {
    /** Machines in repair. */
    public static final Metric IN_REPAIR =
            new Metric("in_repair", "1", "Machines in repair, mean over the time of the run.");
    /** Time with a vacant node. */
    public static final Metric SHORT =
            new Metric("short", "share", "Share of the time in which at least one node had no machine.");

    /** Both. */
    public static final List<Metric> METRICS = List.of(IN_REPAIR, SHORT);

    /** A wait without end: another machine comes only by {@link #offer}. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final long LONGEST_NANOS = Long.MAX_VALUE / 4;

    private final Simulation simulation;
    private final Ledger nobody;
    private final int nodes;
    private final int gpusPerNode;
    private final boolean hasSpares;
    private final BitSet vacant = new BitSet();
    private final BitSet warned = new BitSet();
    private final int[] generation;
    private final ArrayDeque<Integer> vacancies = new ArrayDeque<>();
    private final List<Listener> listeners = new ArrayList<>();
    private int spares;
    private int repairing;
    private int offered;
    private int swapped;
    private int quiet;
    private boolean changed;
    private long sinceNanos;
    private long shortNanos;
    private BigInteger heldNodeNanos = BigInteger.ZERO;
    private BigInteger repairNodeNanos = BigInteger.ZERO;
    private double failuresPerSecond;
    private double awayExpected;
    private final List<double[]> evictions = new ArrayList<>();
    private final List<EventHandler> postponed = new ArrayList<>();

    /** Hears what happens to machines. */
    public interface Listener {
        /** The number of machines is about to change; what was held until now must be booked. */
        void changing();

        /** {@code count} machines are lost at this instant, the first of them that of node {@code first}. */
        void lost(int first, int count, String cause);

        /** A machine will be lost soon. */
        void noticed(Notice notice);

        /** Every node has a machine again. */
        void complete();
    }

    /** All nodes have a machine, and {@code spares} more stand by; what nobody's job holds goes to {@code nobody}. */
    Machines(Simulation simulation, Ledger nobody, int nodes, int gpusPerNode, int spares) {
        this.simulation = simulation;
        this.nobody = nobody;
        this.nodes = nodes;
        this.gpusPerNode = gpusPerNode;
        this.spares = spares;
        hasSpares = spares > 0;
        generation = new int[nodes];
    }

    /** Tells {@code listener} of everything from now on. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Says that machines fail at {@code perSecond} all together and are {@code awaySeconds} away on average, beside what was said before. */
    public void expectFailures(double perSecond, double awaySeconds) {
        failuresPerSecond += perSecond;
        awayExpected += perSecond * awaySeconds;
    }

    /** Says that machines are evicted at {@code perSecond} all together, after a notice, and {@code awaySeconds} away on average. */
    public void expectEvictions(double perSecond, double noticeSeconds, double awaySeconds) {
        evictions.add(new double[] {perSecond, noticeSeconds});
        awayExpected += perSecond * awaySeconds;
    }

    /** Machines that are away on average, if losses go on while some are. */
    public double awayExpected() {
        return awayExpected;
    }

    /** Expected losses a second that find a job unsaved, when it can save within {@code emergencySeconds} of a notice. */
    public double lossesPerSecond(double emergencySeconds) {
        double sum = failuresPerSecond;
        for (double[] eviction : evictions) {
            sum += eviction[1] >= emergencySeconds ? 0 : eviction[0];
        }
        return sum;
    }

    /** From now on nothing is lost, until {@link #resume}: the closed forms' assumption that nothing fails during recovery. */
    public void pause() {
        quiet++;
    }

    /** Ends a {@link #pause}; what was postponed happens at this instant. */
    public void resume() {
        quiet--;
        if (quiet == 0) {
            postponed.forEach(loss -> simulation.after(0, Rank.FAILURE, loss, 0));
            postponed.clear();
        }
    }

    /** Puts {@code loss} off until nothing {@link #pause}s any more. */
    public void postpone(EventHandler loss) {
        postponed.add(loss);
    }

    /** Whether a {@link #pause} holds. */
    public boolean paused() {
        return quiet > 0;
    }

    /** Number of the machine that is in {@code node}, or that was in it last: it grows with each machine that the node loses. */
    public int machine(int node) {
        return generation[node];
    }

    /** Whether {@code node} has no machine. */
    public boolean vacant(int node) {
        return vacant.get(node);
    }

    /** GPUs of nodes that have a machine. */
    public long gpus() {
        return (long) (nodes - vacancies.size()) * gpusPerNode;
    }

    /** Whether every node has a machine. */
    public boolean whole() {
        return vacancies.isEmpty();
    }

    /** How many spares have taken a node's place since the last call. */
    public int takeSwaps() {
        int count = swapped;
        swapped = 0;
        return count;
    }

    /**
     * The machines of {@code count} nodes from {@code first} on fail now.
     *
     * @param repairNanos draws how long each is in repair; null when it is replaced at once
     */
    public void fail(int first, int count, String cause, LongSupplier repairNanos) {
        int after = Math.min(first + count, nodes);
        if (quiet > 0 || vacant.nextClearBit(first) >= after) {
            return;
        }
        for (Listener listener : listeners) {
            listener.lost(first, after - first, cause);
        }
        for (int node = first; node < after; node++) {
            if (!vacant.get(node)) {
                vacate(node, repairNanos == null ? 0 : repairNanos.getAsLong(), true);
            }
        }
    }

    /** No node has a machine yet; {@link #offer} brings them. For the start of a run only. */
    public void empty() {
        changed = true;
        for (int node = vacant.nextClearBit(0); node < nodes; node = vacant.nextClearBit(node)) {
            vacant.set(node);
            vacancies.add(node);
        }
    }

    /** One more machine is to be had: it takes the first vacant node, or waits unpaid until one is vacant. */
    public void offer() {
        if (vacancies.isEmpty()) {
            offered++;
        } else {
            touch();
            fill();
        }
    }

    /** Machines that are to be had and that no node needs. */
    public int offered() {
        return offered;
    }

    /** One of the {@link #offered} machines, of which there must be one, is to be had no longer. */
    public void withdraw() {
        offered--;
    }

    /** Nodes with a machine that nobody has announced to take, in order. */
    public List<Integer> standing() {
        List<Integer> standing = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            if (!vacant.get(node) && !warned.get(node)) {
                standing.add(node);
            }
        }
        return standing;
    }

    /** The machine of {@code node} will be gone {@code noticeNanos} from now; a new one arrives {@code waitNanos} after that. */
    public void evict(int node, String cause, long noticeNanos, long waitNanos) {
        if (quiet == 0) {
            evict(List.of(node), cause, noticeNanos, () -> waitNanos);
        }
    }

    /** As {@link #evict(int, String, long, long)} for several at once, which are one loss; a {@link #pause} does not hold it up. */
    public void evict(List<Integer> taken, String cause, long noticeNanos, LongSupplier waitNanos) {
        List<Integer> there = taken.stream().filter(node -> !vacant.get(node)).toList();
        if (there.isEmpty()) {
            return;
        }
        Notice notice = new Notice(there, cause, waitNanos);
        if (noticeNanos == 0) {
            notice.expire(0);
            return;
        }
        there.forEach(warned::set);
        simulation.after(noticeNanos, Rank.SCHEDULER, notice::expire, 0);
        for (Listener listener : listeners) {
            listener.noticed(notice);
        }
    }

    /** A warning that the machines of some nodes will be gone. */
    public final class Notice {
        private final List<Integer> taken;
        private final String cause;
        private final LongSupplier waitNanos;
        private final int[] generations;

        private Notice(List<Integer> taken, String cause, LongSupplier waitNanos) {
            this.taken = taken;
            this.cause = cause;
            this.waitNanos = waitNanos;
            generations = taken.stream().mapToInt(node -> generation[node]).toArray();
        }

        /** Why. */
        public String cause() {
            return cause;
        }

        private List<Integer> standing() {
            List<Integer> standing = new ArrayList<>();
            for (int i = 0; i < generations.length; i++) {
                int node = taken.get(i);
                if (generation[node] == generations[i] && !vacant.get(node)) {
                    standing.add(node);
                }
            }
            return standing;
        }

        /** Gives the machines up before they are taken; the wait for new ones begins now. */
        public void leave() {
            standing().forEach(node -> vacate(node, waitNanos.getAsLong(), false));
        }

        private void expire(long payload) {
            List<Integer> lost = standing();
            if (lost.isEmpty()) {
                return;
            }
            for (Listener listener : listeners) {
                listener.lost(lost.get(0), lost.size(), cause);
            }
            leave();
        }
    }

    private void vacate(int node, long awayNanos, boolean repaired) {
        touch();
        changed |= awayNanos > 0;
        generation[node]++;
        warned.clear(node);
        if (awayNanos == 0) {
            return;
        }
        repairing += repaired ? 1 : 0;
        if (awayNanos != NEVER) {
            simulation.after(Math.min(awayNanos, LONGEST_NANOS), Rank.SCHEDULER, this::arrive, repaired ? 1 : 0);
        }
        if (spares > 0) {
            spares--;
            swapped++;
        } else if (offered > 0) {
            offered--;
        } else {
            vacant.set(node);
            vacancies.add(node);
        }
    }

    private void arrive(long repaired) {
        touch();
        repairing -= (int) repaired;
        if (vacancies.isEmpty()) {
            spares++;
        } else {
            fill();
        }
    }

    private void fill() {
        vacant.clear(vacancies.remove());
        if (vacancies.isEmpty()) {
            listeners.forEach(Listener::complete);
        }
    }

    private void touch() {
        listeners.forEach(Listener::changing);
        account(simulation.nowNanos());
    }

    private void account(long nowNanos) {
        long elapsed = nowNanos - sinceNanos;
        sinceNanos = nowNanos;
        if (elapsed == 0) {
            return;
        }
        int held = nodes - vacancies.size() + spares + repairing;
        heldNodeNanos = heldNodeNanos.add(BigInteger.valueOf(held).multiply(BigInteger.valueOf(elapsed)));
        repairNodeNanos = repairNodeNanos.add(BigInteger.valueOf(repairing).multiply(BigInteger.valueOf(elapsed)));
        shortNanos += vacancies.isEmpty() ? 0 : elapsed;
        nobody.book(LedgerState.SPARE.ordinal(), (long) spares * gpusPerNode, elapsed);
        nobody.book(LedgerState.FAILED.ordinal(), (long) repairing * gpusPerNode, elapsed);
    }

    /** Closes the account at the end of the run; metrics are recorded where machines came and went or stood by. */
    void close(long endNanos, Recorder recorder) {
        account(endNanos);
        if (changed || hasSpares) {
            double seconds = endNanos * 1e-9;
            recorder.record("nodes", IN_REPAIR, seconds > 0 ? repairNodeNanos.doubleValue() * 1e-9 / seconds : 0);
            recorder.record("nodes", SHORT, seconds > 0 ? shortNanos * 1e-9 / seconds : 0);
        }
    }

    /** Time for which machines were held and paid, in node-nanoseconds, after {@link #close}. */
    public BigInteger heldNodeNanos() {
        return heldNodeNanos;
    }
}
