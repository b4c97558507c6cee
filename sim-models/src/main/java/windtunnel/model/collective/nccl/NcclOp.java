package windtunnel.model.collective.nccl;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import windtunnel.model.CollectiveOp;

/** Operations as nccl-tests names them, with its meaning of size and its bus bandwidth (doc/PERFORMANCE.md at a0b82b22). */
public enum NcclOp {
    /** Size = bytes per rank. */
    ALL_REDUCE,
    /** Size = bytes of all shards together. */
    ALL_GATHER,
    /** Size = bytes of all shards together. */
    REDUCE_SCATTER,
    /** Size = the whole send buffer of a rank. */
    ALLTOALL,
    /** Size = bytes sent. */
    SENDRECV,
    /** Size = bytes that the root sends. */
    BROADCAST;

    /** As it is written: {@code all_reduce}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The operation of that name; hyphens, case and the ending {@code _perf} do not matter. */
    public static Optional<NcclOp> of(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT).replace('-', '_').replaceAll("_perf$", "");
        return Arrays.stream(values())
                .filter(op ->
                        op.text().equals(plain) || op.text().replace("_", "").equals(plain.replace("_", "")))
                .findFirst();
    }

    /** What nccl-tests calls an operation of a communicator. */
    public static NcclOp of(CollectiveOp op) {
        return switch (op) {
            case ALL_REDUCE -> ALL_REDUCE;
            case ALL_GATHER -> ALL_GATHER;
            case REDUCE_SCATTER -> REDUCE_SCATTER;
            case BROADCAST -> BROADCAST;
            case SEND_RECV -> SENDRECV;
            case ALL_TO_ALL -> ALLTOALL;
        };
    }

    /** Names of all operations. */
    public static List<String> names() {
        return Arrays.stream(values()).map(NcclOp::text).toList();
    }

    /** Bus bandwidth over size / time for {@code ranks} ranks. */
    public double busFactor(int ranks) {
        return switch (this) {
            case ALL_REDUCE -> 2.0 * (ranks - 1) / ranks;
            case ALL_GATHER, REDUCE_SCATTER, ALLTOALL -> (ranks - 1.0) / ranks;
            case SENDRECV, BROADCAST -> 1;
        };
    }

    /** Steps of a ring of {@code ranks} ranks. */
    int ringSteps(int ranks) {
        return this == ALL_REDUCE ? 2 * (ranks - 1) : ranks - 1;
    }
}
