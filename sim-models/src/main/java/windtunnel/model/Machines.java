package windtunnel.model;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
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
    private static final long NEW_ONE = Long.MIN_VALUE;

    private final Simulation simulation;
    private final int nodes;
    private final int gpusPerNode;
    private final boolean hasSpares;
    private final BitSet vacant = new BitSet();
    private final BitSet warned = new BitSet();
    private final int[] generation;
    private final int[] occupant;
    private final ArrayDeque<Integer> spareMachines = new ArrayDeque<>();
    private final List<IntConsumer> watchers = new ArrayList<>();
    private final ArrayDeque<Integer> vacancies = new ArrayDeque<>();
    private final List<Listener> listeners = new ArrayList<>();
    private int repairing;
    private int offered;
    private int swapped;
    private int quiet;
    private boolean changed;
    private final List<EventHandler> postponed = new ArrayList<>();
    private final ExpectedLosses expected = new ExpectedLosses();
    private final MachineAccount account;
    private final List<Integer> pools = new ArrayList<>();

    /**
     * Machines that are lost at one instant.
     *
     * @param nodes their nodes, in order; none where a state is lost and no machine
     * @param cause why, for people
     * @param hang whether the processes stand still but their machines go on giving signs of life
     */
    public record Loss(List<Integer> nodes, String cause, boolean hang) {
        /** The loss of one machine. */
        public static Loss of(int node, String cause, boolean hang) {
            return new Loss(List.of(node), cause, hang);
        }
    }

    /** Hears what happens to machines. */
    public interface Listener {
        /** The number of machines is about to change; what was held until now must be booked. */
        void changing();

        /** Machines are lost at this instant. */
        void lost(Loss loss);

        /** Whether the listener's state holds a wrong value that was computed {@code sinceNanos}; if so, it can only go back before it. */
        default boolean tainted(long sinceNanos) {
            return false;
        }

        /** Time that the listener's work still takes from now on if nothing happens, its saves included, in nanoseconds. */
        default long remainingNanos() {
            return 0;
        }

        /** Time from the arrival of the last machine until work goes on, as far as it is known beforehand, in nanoseconds. */
        default long restartNanos() {
            return 0;
        }

        /** A node has no machine from now on. */
        default void vacated(int node) {}

        /** A node that had none has a machine. */
        default void filled(int node) {}

        /** A machine will be lost soon. */
        void noticed(Notice notice);

        /** Every node has a machine again. */
        void complete();
    }

    /**
     * Held machines of one pool.
     *
     * @param nodeNanos time for which they were held, in node-nanoseconds
     * @param spent price over that time, in 1e-9 US dollars for an hour x nanoseconds
     */
    public record Held(MachinePool pool, BigInteger nodeNanos, BigInteger spent) {}

    /** All nodes have a machine, and {@code spares} more stand by; what nobody's job holds goes to {@code nobody}. */
    Machines(Simulation simulation, Ledger nobody, int nodes, int gpusPerNode, World.Options options) {
        int spares = options.spares();
        this.simulation = simulation;
        this.nodes = nodes;
        this.gpusPerNode = gpusPerNode;
        hasSpares = spares > 0;
        generation = new int[nodes];
        occupant = new int[nodes];
        account = new MachineAccount(nobody, gpusPerNode, new MachinePool("", options.market(), false, 0));
        account.held(0, nodes + spares);
        for (int node = 0; node < nodes; node++) {
            occupant[node] = newMachine(0);
        }
        for (int i = 0; i < spares; i++) {
            spareMachines.add(newMachine(0));
        }
    }

    /** Tells {@code listener} of everything from now on. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** What is known beforehand of losses. */
    public ExpectedLosses expected() {
        return expected;
    }

    /** The number of a pool from which machines can be {@linkplain #offer(int) offered}. */
    public int add(MachinePool another) {
        return account.add(another);
    }

    /** The number of the pool that the machine in {@code node} comes from; of a vacant node, its last one's. */
    public int pool(int node) {
        return pools.get(occupant[node]);
    }

    /** The price of a pool from now on, in 1e-9 US dollars for an hour of a node. */
    public void price(int number, long nanoUsdPerHour) {
        account();
        account.price(number, nanoUsdPerHour);
    }

    /** What has been held of each pool so far, by its number. */
    public List<Held> held() {
        account();
        return account.held();
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

    private int newMachine(int number) {
        pools.add(number);
        return pools.size() - 1;
    }

    /** Number of the stay of a machine in {@code node}: it grows with each machine that the node loses. */
    public int stay(int node) {
        return generation[node];
    }

    /** Number of the machine in {@code node}, which it keeps while it stands by, is repaired and moves; of a vacant node, its last one's. */
    public int machine(int node) {
        return occupant[node];
    }

    /** Tells {@code watcher} of each node that loses or gets a machine, when that has happened. */
    public void watch(IntConsumer watcher) {
        watchers.add(watcher);
    }

    /** Whether {@code node} has no machine. */
    public boolean vacant(int node) {
        return vacant.get(node);
    }

    /** Nodes that have no machine. */
    public int vacancies() {
        return vacancies.size();
    }

    /** Time that the work still takes if nothing happens, the longest of all listeners, in nanoseconds; 0 when all is done. */
    public long remainingNanos() {
        return listeners.stream().mapToLong(Listener::remainingNanos).max().orElse(0);
    }

    /** Time from the arrival of the last machine until work goes on, the longest of all listeners, in nanoseconds. */
    public long restartNanos() {
        return listeners.stream().mapToLong(Listener::restartNanos).max().orElse(0);
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
        List<Integer> block =
                IntStream.range(first, Math.min(first + count, nodes)).boxed().toList();
        fail(new Loss(block, cause, false), repairNanos, true);
    }

    /**
     * As {@link #fail(int, int, String, LongSupplier)} for any loss.
     *
     * @param same whether the machines themselves come back from repair, and not others in their place
     */
    public void fail(Loss loss, LongSupplier repairNanos, boolean same) {
        List<Integer> there = occupied(loss.nodes());
        if (quiet > 0 || there.isEmpty()) {
            return;
        }
        tell(there == loss.nodes() ? loss : new Loss(there, loss.cause(), loss.hang()));
        for (int node : there) {
            if (!vacant.get(node)) {
                Return back = repairNanos == null ? Return.NEW : same ? Return.SAME : Return.OTHER;
                vacate(node, repairNanos == null ? 0 : repairNanos.getAsLong(), back);
            }
        }
    }

    /** Those of {@code some} nodes that have a machine; the very list if all have. */
    private List<Integer> occupied(List<Integer> some) {
        for (int node : some) {
            if (vacant.get(node)) {
                return some.stream().filter(one -> !vacant.get(one)).toList();
            }
        }
        return some;
    }

    private void tell(Loss loss) {
        for (Listener listener : listeners) {
            listener.lost(loss);
        }
    }

    /**
     * A wrong value that the machine of {@code node} computed {@code sinceNanos} is found now: who holds it has lost what came after.
     *
     * @param stay the machine's {@linkplain #stay stay} in the node then; if it has left since, no machine is lost
     */
    public void corrupted(int node, int stay, long sinceNanos, String cause, LongSupplier repairNanos) {
        boolean held = false;
        for (Listener listener : listeners) {
            held |= listener.tainted(sinceNanos);
        }
        if (stay == generation[node] && !vacant.get(node)) {
            fail(node, 1, cause, repairNanos);
        } else if (held) {
            tell(new Loss(List.of(), cause, false));
        }
    }

    /** No node has a machine yet; {@link #offer} brings them. For the start of a run only. */
    public void empty() {
        changed = true;
        for (int node = 0; node < nodes; node++) {
            if (!vacant.get(node)) {
                account.held(pool(node), -1);
                vacated(node);
            }
        }
    }

    /** One more machine is to be had: it takes the first vacant node, or waits unpaid until one is vacant. */
    public void offer() {
        if (vacancies.isEmpty()) {
            offered++;
        } else {
            offer(0);
        }
    }

    /** A machine of a pool takes the first vacant node, which there must be. */
    public void offer(int number) {
        touch();
        account.held(number, 1);
        fill(newMachine(number));
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
        warn(new Warning(taken, cause, noticeNanos, waitNanos, Return.NEW, false));
    }

    /** The idle spare in place {@code index} of their row, if there is one, is gone at once; another one comes {@code waitNanos} later. */
    public void evictSpare(int index, long waitNanos) {
        if (quiet > 0 || index >= spareMachines.size()) {
            return;
        }
        touch();
        changed = true;
        account.held(pools.get(spareMachines.removeLast()), -1);
        if (waitNanos != NEVER) {
            simulation.after(Math.min(waitNanos, LONGEST_NANOS), Rank.SCHEDULER, this::arrive, NEW_ONE);
        }
    }

    /** What becomes of a machine that is gone. */
    public enum Return {
        /** It is held and paid while it is away, and comes back. */
        SAME,
        /** It is held and paid, and another one comes back in its place. */
        OTHER,
        /** It is neither held nor paid; a new one comes. */
        NEW
    }

    /**
     * Machines that somebody announces to take.
     *
     * @param taken their nodes
     * @param cause why, for people
     * @param noticeNanos time from now until they are gone; negative for a false alarm, after which nothing happens
     * @param awayNanos draws how long each is away
     * @param back what becomes of it
     * @param planned whether people chose the time
     */
    public record Warning(
            List<Integer> taken,
            String cause,
            long noticeNanos,
            LongSupplier awayNanos,
            Return back,
            boolean planned) {}

    /** Announces that machines will be gone. */
    public void warn(Warning warning) {
        List<Integer> there = occupied(warning.taken());
        if (there.isEmpty()) {
            return;
        }
        Notice notice = new Notice(warning, there);
        if (warning.noticeNanos() == 0) {
            notice.expire(0);
            return;
        }
        if (warning.noticeNanos() > 0) {
            there.forEach(warned::set);
            simulation.after(warning.noticeNanos(), Rank.SCHEDULER, notice::expire, 0);
        }
        for (Listener listener : listeners) {
            listener.noticed(notice);
        }
    }

    /** A warning that the machines of some nodes will be gone. */
    public final class Notice {
        private final Warning warning;
        private final List<Integer> taken;
        private final int[] generations;

        private Notice(Warning warning, List<Integer> taken) {
            this.warning = warning;
            this.taken = taken;
            generations = taken.stream().mapToInt(node -> generation[node]).toArray();
        }

        /** Why. */
        public String cause() {
            return warning.cause();
        }

        /** Nodes whose machines will be gone. */
        public List<Integer> nodes() {
            return taken;
        }

        /** Whether people chose the time. */
        public boolean planned() {
            return warning.planned();
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

        /** Gives the machines up before they are taken; the time for which they are away begins now. */
        public void leave() {
            standing().forEach(node -> vacate(node, warning.awayNanos().getAsLong(), warning.back()));
        }

        private void expire(long payload) {
            List<Integer> lost = standing();
            if (lost.isEmpty()) {
                return;
            }
            tell(new Loss(lost, warning.cause(), false));
            leave();
        }
    }

    private void vacate(int node, long awayNanos, Return back) {
        touch();
        changed |= awayNanos > 0;
        generation[node]++;
        warned.clear(node);
        if (awayNanos == 0) {
            occupy(node, back == Return.SAME ? occupant[node] : newMachine(pool(node)));
            return;
        }
        repairing += back == Return.NEW ? 0 : 1;
        if (back == Return.NEW) {
            account.held(pool(node), -1);
        }
        if (awayNanos != NEVER) {
            long payload = back == Return.NEW ? NEW_ONE : back == Return.OTHER ? -1 - pool(node) : occupant[node];
            simulation.after(Math.min(awayNanos, LONGEST_NANOS), Rank.SCHEDULER, this::arrive, payload);
        }
        if (!spareMachines.isEmpty()) {
            swapped++;
            occupy(node, spareMachines.remove());
        } else if (offered > 0) {
            offered--;
            account.held(0, 1);
            occupy(node, newMachine(0));
        } else {
            vacated(node);
        }
    }

    private void vacated(int node) {
        vacant.set(node);
        vacancies.add(node);
        watchers.forEach(watcher -> watcher.accept(node));
        listeners.forEach(listener -> listener.vacated(node));
    }

    private void occupy(int node, int machine) {
        occupant[node] = machine;
        watchers.forEach(watcher -> watcher.accept(node));
    }

    /** The machine {@code number} is back; -1 - pool for another one from repair, {@link #NEW_ONE} for a new one. */
    private void arrive(long number) {
        touch();
        int machine;
        if (number == NEW_ONE) {
            account.held(0, 1);
            machine = newMachine(0);
        } else {
            repairing--;
            machine = number < 0 ? newMachine((int) (-1 - number)) : (int) number;
        }
        if (vacancies.isEmpty()) {
            spareMachines.add(machine);
        } else {
            fill(machine);
        }
    }

    private void fill(int machine) {
        int node = vacancies.remove();
        vacant.clear(node);
        occupy(node, machine);
        listeners.forEach(listener -> listener.filled(node));
        if (vacancies.isEmpty()) {
            listeners.forEach(Listener::complete);
        }
    }

    private void touch() {
        listeners.forEach(Listener::changing);
        account();
    }

    private void account() {
        account.until(simulation.nowNanos(), vacancies.size(), spareMachines.size(), repairing);
    }

    /** Closes the account at the end of the run; metrics are recorded where machines came and went or stood by. */
    void close(long endNanos, Recorder recorder) {
        account.until(endNanos, vacancies.size(), spareMachines.size(), repairing);
        if (changed || hasSpares) {
            account.record(endNanos, recorder);
        }
    }

    /** Time for which machines were held and paid, in node-nanoseconds, after {@link #close}. */
    public BigInteger heldNodeNanos() {
        return account.heldNodeNanos();
    }
}
