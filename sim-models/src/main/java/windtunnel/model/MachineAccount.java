package windtunnel.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import windtunnel.core.measure.ExactSum;
import windtunnel.core.measure.Ledger;
import windtunnel.core.measure.Recorder;

/** The account of held machines: node time by the pool that a machine comes from, its price over that time, and what nobody's job holds. */
final class MachineAccount {
    private final Ledger nobody;
    private final int gpusPerNode;
    private final List<Tenure> tenures = new ArrayList<>();
    private final ExactSum repairNodeNanos = new ExactSum();
    private long sinceNanos;
    private long shortNanos;

    /** What is held of one pool. */
    private static final class Tenure {
        private final MachinePool pool;
        private final ExactSum nodeNanos = new ExactSum();
        private final ExactSum spent = new ExactSum();
        private int held;
        private long nanoUsdPerHour;

        Tenure(MachinePool pool) {
            this.pool = pool;
            nanoUsdPerHour = pool.nanoUsdPerHour();
        }
    }

    MachineAccount(Ledger nobody, int gpusPerNode, MachinePool first) {
        this.nobody = nobody;
        this.gpusPerNode = gpusPerNode;
        add(first);
    }

    /** The number of a new pool. */
    int add(MachinePool pool) {
        tenures.add(new Tenure(pool));
        return tenures.size() - 1;
    }

    /** One more machine of {@code pool} is held, or one less. */
    void held(int pool, int change) {
        tenures.get(pool).held += change;
    }

    /** Books what was held until {@code nowNanos}. */
    void until(long nowNanos, int vacancies, int spares, int repairing) {
        long elapsed = nowNanos - sinceNanos;
        sinceNanos = nowNanos;
        if (elapsed == 0) {
            return;
        }
        for (Tenure tenure : tenures) {
            tenure.nodeNanos.add(tenure.held, elapsed);
            tenure.spent.add(Math.multiplyExact(tenure.nanoUsdPerHour, (long) tenure.held), elapsed);
        }
        repairNodeNanos.add(repairing, elapsed);
        shortNanos += vacancies == 0 ? 0 : elapsed;
        nobody.book(LedgerState.SPARE.ordinal(), (long) spares * gpusPerNode, elapsed);
        nobody.book(LedgerState.FAILED.ordinal(), (long) repairing * gpusPerNode, elapsed);
    }

    /** The price of a pool from now on, after what was held is booked. */
    void price(int pool, long nanoUsdPerHour) {
        tenures.get(pool).nanoUsdPerHour = nanoUsdPerHour;
    }

    void record(long endNanos, Recorder recorder) {
        double seconds = endNanos * 1e-9;
        recorder.record(
                "nodes",
                Machines.IN_REPAIR,
                seconds > 0 ? repairNodeNanos.value().doubleValue() * 1e-9 / seconds : 0);
        recorder.record("nodes", Machines.SHORT, seconds > 0 ? shortNanos * 1e-9 / seconds : 0);
    }

    BigInteger heldNodeNanos() {
        return tenures.stream().map(tenure -> tenure.nodeNanos.value()).reduce(BigInteger.ZERO, BigInteger::add);
    }

    List<Machines.Held> held() {
        return tenures.stream()
                .map(tenure -> new Machines.Held(tenure.pool, tenure.nodeNanos.value(), tenure.spent.value()))
                .toList();
    }
}
