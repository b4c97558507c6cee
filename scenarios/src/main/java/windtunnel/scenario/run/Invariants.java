package windtunnel.scenario.run;

import java.math.BigInteger;
import java.util.List;
import windtunnel.core.measure.Ledger;
import windtunnel.core.measure.Recorder;
import windtunnel.core.measure.RunResult;
import windtunnel.model.LedgerState;
import windtunnel.model.World;

/** What must hold at the end of every run; a breach is our fault and never becomes a report. */
final class Invariants {
    private static final double SLACK = 1e-9;

    private Invariants() {}

    static void check(World world, List<RunResult.LedgerRow> rows) {
        BigInteger states = BigInteger.ZERO;
        BigInteger lost = BigInteger.ZERO;
        BigInteger lostParts = BigInteger.ZERO;
        for (RunResult.LedgerRow row : rows) {
            boolean isLost = row.state().equals(LedgerState.LOST_WORK.name());
            if (row.lostFrom() != null) {
                lostParts = lostParts.add(row.unitNanos());
            } else {
                states = states.add(row.unitNanos());
                lost = isLost ? lost.add(row.unitNanos()) : lost;
            }
        }
        BigInteger held = BigInteger.ZERO;
        for (Ledger ledger : world.ledgers()) {
            require(ledger.pendingAfter(0).signum() == 0, "the ledger of " + ledger.owner() + " has pending time");
            held = held.add(ledger.held());
        }
        BigInteger rented = world.machines()
                .heldNodeNanos()
                .multiply(BigInteger.valueOf(world.cluster().gpusPerNode()));
        require(states.equals(held), "ledger states sum to " + states + " GPU-ns, held are " + held);
        require(held.equals(rented), "held are " + held + " GPU-ns, rented were " + rented);
        require(lost.equals(lostParts), "lost work is " + lost + " GPU-ns, its parts are " + lostParts);
        world.recorder().values().forEach(Invariants::bounds);
        utilisations(world);
    }

    /** MFU <= HFU <= 1 for each workload that reports them. */
    private static void utilisations(World world) {
        world.recorder().values().forEach((name, value) -> {
            if (name.endsWith(".mfu")) {
                String hfu = name.substring(0, name.length() - "mfu".length()) + "hfu";
                Recorder.Value executed = world.recorder().values().get(hfu);
                require(
                        executed != null && value.value() <= executed.value() * (1 + SLACK),
                        name + " = " + value.value() + " exceeds " + hfu);
            }
        });
    }

    private static void bounds(String name, Recorder.Value value) {
        if (value.metric().unit().equals("share")) {
            require(value.value() >= 0 && value.value() <= 1 + SLACK, name + " = " + value.value() + " is no share");
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalStateException("invariant broken: " + message);
        }
    }
}
