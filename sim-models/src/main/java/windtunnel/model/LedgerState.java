package windtunnel.model;

/**
 * The states of a held GPU; every GPU-second is in exactly one.
 *
 * <p>Time in a provisional state is work in the widest sense: it is lost when the job falls back to an older checkpoint. Time
 * in a failure or capacity state is spent for good when it passes.
 */
public enum LedgerState {
    /** Kernels that execute the model's own floating-point operations, optimizer included. */
    COMPUTE(Group.PRODUCTIVE),
    /** Activations computed a second time to save memory. */
    RECOMPUTE(Group.REDUNDANT),
    /** Work that was rolled back; the ledger keeps the original state as sub-label. */
    LOST_WORK(Group.REDUNDANT),
    /** Tensor-parallel communication that compute does not hide. */
    COMM_TP(Group.COMMUNICATION),
    /** Pipeline sends and receives that compute does not hide. */
    COMM_PP(Group.COMMUNICATION),
    /** Gradient reduction and parameter gathering that compute does not hide. */
    COMM_DP(Group.COMMUNICATION),
    /** Exchange of tokens between the GPUs that hold different experts, as far as compute does not hide it. */
    COMM_EP(Group.COMMUNICATION),
    /** Exchange of keys and values between the GPUs that share a sequence, as far as compute does not hide it. */
    COMM_CP(Group.COMMUNICATION),
    /** Transfers of a step that take longer because storage uses the same NICs. */
    COMM_STORAGE(Group.COMMUNICATION),
    /** Waiting in the fill and drain of a pipeline. */
    BUBBLE(Group.SCHEDULE),
    /** Waiting for the slowest rank beyond the nominal step. */
    STRAGGLER_WAIT(Group.SCHEDULE),
    /** Time that a calibration factor adds and no model explains. */
    UNMODELLED(Group.SCHEDULE),
    /** Waiting for data behind operations of metadata servers: open, stat, close. */
    IN_METADATA(Group.INPUT),
    /** Waiting for data that the file system's bandwidth holds back. */
    IN_STORAGE_BW(Group.INPUT),
    /** Waiting for data that an object store holds back: its answers, or the account's limits. */
    IN_OBJECT(Group.INPUT),
    /** Waiting for data that a client's network connection holds back. */
    IN_NETWORK(Group.INPUT),
    /** Waiting for data that is being decoded on the host. */
    IN_CPU(Group.INPUT),
    /** Waiting for decoded data on the way from host to GPU. */
    IN_H2D(Group.INPUT),
    /** Waiting for data because checkpoint writes share the bottleneck. */
    IN_CKPT_INTERFERENCE(Group.INPUT),
    /** Waiting for the very first batch. */
    IN_COLDCACHE(Group.INPUT),
    /** Blocked by a checkpoint that is being taken. */
    CKPT_BLOCK(Group.CHECKPOINT),
    /** Saving in haste after an eviction notice. */
    CKPT_EMERGENCY(Group.CHECKPOINT),
    /** From a failure until it is noticed. */
    DETECT(Group.FAILURE),
    /** Starting processes, rendezvous, restoring state. */
    RESTART(Group.FAILURE),
    /** Waiting for a replacement node. */
    WAIT_REPLACEMENT(Group.FAILURE),
    /** Held but broken. */
    FAILED(Group.FAILURE),
    /** Work lost, and started again, by jobs that were stopped for one whose machine was lost. */
    PREEMPTED_BY_FAILURE(Group.FAILURE),
    /** Held and waiting for the rest of the gang. */
    QUEUE_IDLE(Group.CAPACITY),
    /** Held by nobody's job. */
    UNUSED(Group.CAPACITY),
    /** Hot spare, idle. */
    SPARE(Group.CAPACITY),
    /** Held while data, weights and images are copied to where the job needs them, before its first step. */
    PROVISION(Group.CAPACITY);

    /** Families of states. */
    public enum Group {
        /** Advances the model. */
        PRODUCTIVE,
        /** Computes something twice. */
        REDUNDANT,
        /** Exposed communication. */
        COMMUNICATION,
        /** Waiting inside the step. */
        SCHEDULE,
        /** Waiting for data. */
        INPUT,
        /** Stalled by saving. */
        CHECKPOINT,
        /** Down after a failure. */
        FAILURE,
        /** Paid for and not given to work. */
        CAPACITY
    }

    private final Group group;

    LedgerState(Group group) {
        this.group = group;
    }

    /** The family this state belongs to. */
    public Group group() {
        return group;
    }

    /** Whether time in this state can still be lost to a failure. */
    public boolean provisional() {
        return group != Group.FAILURE && group != Group.CAPACITY && this != LOST_WORK;
    }

    /** The provisional flags by ordinal, as a ledger wants them. */
    public static boolean[] provisionalFlags() {
        LedgerState[] states = values();
        boolean[] flags = new boolean[states.length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = states[i].provisional();
        }
        return flags;
    }
}
