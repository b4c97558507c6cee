package windtunnel.scenario.run;

import windtunnel.model.LedgerState;

/** Ledger states in the words of the field. */
public final class StateWords {
    private StateWords() {}

    /** The state in a few words. */
    public static String of(LedgerState state) {
        return switch (state) {
            case COMPUTE -> "computing";
            case RECOMPUTE -> "recomputing activations";
            case LOST_WORK -> "work lost and done again";
            case COMM_TP -> "exposed tensor-parallel communication";
            case COMM_PP -> "exposed pipeline communication";
            case COMM_DP -> "exposed data-parallel communication";
            case COMM_EP -> "exposed expert-parallel communication";
            case COMM_CP -> "exposed context-parallel communication";
            case COMM_STORAGE -> "exposed communication slowed by storage traffic";
            case BUBBLE -> "pipeline bubble";
            case STRAGGLER_WAIT -> "waiting for the slowest rank";
            case UNMODELLED -> "added by calibration";
            case IN_METADATA -> "waiting for files to be opened";
            case IN_STORAGE_BW -> "waiting for storage bandwidth";
            case IN_OBJECT -> "waiting for the object store";
            case IN_NETWORK -> "waiting for a node's data connection";
            case IN_CPU -> "waiting for data to be decoded";
            case IN_H2D -> "waiting for copies to the GPUs";
            case IN_CKPT_INTERFERENCE -> "waiting for data behind checkpoint writes";
            case IN_COLDCACHE -> "waiting for the first batch";
            case CKPT_BLOCK -> "blocked by checkpoints";
            case CKPT_EMERGENCY -> "saving before an eviction";
            case DETECT -> "failure not yet noticed";
            case RESTART -> "restarting";
            case WAIT_REPLACEMENT -> "waiting for a replacement";
            case FAILED -> "held, but broken";
            case PREEMPTED_BY_FAILURE -> "preempted because of a failure";
            case QUEUE_IDLE -> "waiting for enough nodes";
            case UNUSED -> "held by no job";
            case SPARE -> "standing by as hot spare";
            case PROVISION -> "copying data and images";
        };
    }
}
