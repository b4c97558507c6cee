package windtunnel.core.measure;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * What one replication yields; immutable, no money in it.
 *
 * @param replication number of the replication, from 0
 * @param seed root seed
 * @param endNanos simulated time at the end
 * @param metrics values by full name, sorted
 * @param ledger non-empty rows in a fixed order
 * @param usage meters, sorted
 * @param finished whether all work was done before the horizon
 * @param timelines how each workload went, in the order of the workloads
 * @param fingerprint 16 hex digits over job transitions, ledger commits, usage and metrics
 * @param events events fired (volatile: fast-forward changes it, so it is in no compared file)
 */
public record RunResult(
        int replication,
        long seed,
        long endNanos,
        Map<String, Recorder.Value> metrics,
        List<LedgerRow> ledger,
        List<Usage.Row> usage,
        boolean finished,
        List<Timeline> timelines,
        String fingerprint,
        long events) {

    /**
     * One state of one owner.
     *
     * @param owner workload, or null for a state of no workload
     * @param state name of the state
     * @param lostFrom original state of lost work, or null when the row is not a sub-label
     * @param unitNanos exact unit-nanoseconds
     */
    public record LedgerRow(String owner, String state, String lostFrom, BigInteger unitNanos) {}
}
