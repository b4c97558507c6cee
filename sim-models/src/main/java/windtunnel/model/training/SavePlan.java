package windtunnel.model.training;

import java.util.Optional;
import windtunnel.core.engine.EventHandler;
import windtunnel.core.engine.Simulation;
import windtunnel.core.flow.Transfer;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Attempt;
import windtunnel.model.InfeasibleException;
import windtunnel.model.StorageSystem;
import windtunnel.model.World;

/**
 * When a job saves, how much, and what each part of it takes.
 *
 * @param everySteps steps between saves, or 0 for none
 * @param finalSave whether to save after the last step
 * @param bytes size of one save, 0 when it is unknown
 * @param kept how many are kept
 * @param async whether training goes on while a save is written
 * @param onOverrun what an async save does that is due too early
 * @param stallNanos time that the snapshot of an async save blocks training
 * @param write writing one save, from the start of a sync one or the end of an async one's stall
 * @param emergency saving after a notice, or null when notices are ignored
 * @param restore reading a save back, or null when that takes no time of its own
 */
record SavePlan(
        long everySteps,
        boolean finalSave,
        double bytes,
        int kept,
        boolean async,
        Checkpoint.Overrun onOverrun,
        long stallNanos,
        Work write,
        Work emergency,
        Work restore) {

    /** Something that takes a measured time, or as long as a transfer does. */
    record Work(long nanos, Transfer transfer) {
        static Work measured(TimeSpan time) {
            return new Work(Simulation.nanos(time.seconds()), null);
        }

        static Work simulated(Transfer transfer) {
            return new Work(0, transfer);
        }

        /** Starts it as part of {@code attempt}; the handler fires when it is done. */
        void start(Attempt attempt, long nowNanos, int rank, EventHandler done) {
            if (transfer == null) {
                attempt.at(Math.addExact(nowNanos, nanos), rank, done, 0);
            } else {
                attempt.start(transfer, done, 0);
            }
        }
    }

    /** A job that never saves. */
    static SavePlan none() {
        return new SavePlan(0, false, 0, 1, false, Checkpoint.Overrun.SKIP, 0, null, null, null);
    }

    /** The plan of a job of {@code parameters} parameters, whose weights {@code replicas} replicas hold. */
    static SavePlan of(World world, Checkpoint checkpoint, double parameters, int replicas, long stepNanos) {
        return new Planner(world, checkpoint, parameters, replicas, stepNanos).plan();
    }

    /** Steps from {@code ended} until the next save or the end of the job. */
    long stepsUntilNext(long ended, long target) {
        long left = target - ended;
        return everySteps == 0 ? left : Math.min(left, everySteps - ended % everySteps);
    }

    /** Whether a save is due after {@code ended} steps. */
    boolean due(long ended, long target) {
        if (ended == target) {
            return finalSave;
        }
        return everySteps > 0 && ended % everySteps == 0;
    }

    /** Works the plan out. */
    private static final class Planner {
        /** Share of the undisturbed time that stalls may take by the rule of CheckFreq (FAST '21). */
        private static final double STALL_SHARE = 0.035;
        /** Bytes of a parameter's weight; the rest of what is stored is the optimizer's, held once. */
        private static final double WEIGHT_BYTES = 2;

        private final World world;
        private final Checkpoint checkpoint;
        private final double bytes;
        private final double parameters;
        private final int replicas;
        private final int nodes;
        private final long stepNanos;

        Planner(World world, Checkpoint checkpoint, double parameters, int replicas, long stepNanos) {
            this.world = world;
            this.checkpoint = checkpoint;
            this.parameters = parameters;
            this.replicas = replicas;
            this.stepNanos = stepNanos;
            nodes = world.cluster().nodes();
            bytes = parameters * checkpoint.bytesPerParameter().value();
        }

        SavePlan plan() {
            boolean async = checkpoint.mode() == Checkpoint.Mode.ASYNC;
            Optional<TimeSpan> measured = async ? checkpoint.persist() : checkpoint.blocking();
            Work write = measured.map(Work::measured).orElseGet(() -> Work.simulated(transfer()));
            long stall = async ? stallNanos() : 0;
            Work emergency = emergency(write, stall);
            return new SavePlan(
                    interval(stall, write, emergency).inSteps(stepNanos),
                    checkpoint.finalSave(),
                    bytes,
                    Math.toIntExact(checkpoint.keep().last().value()),
                    async,
                    checkpoint.onOverrun(),
                    stall,
                    write,
                    checkpoint.onNotice() == Checkpoint.OnNotice.SAVE ? emergency : null,
                    restore());
        }

        private long stallNanos() {
            double copy = checkpoint
                    .blocking()
                    .map(TimeSpan::seconds)
                    .orElseGet(() ->
                            bytes / writingRanks() / checkpoint.deviceToHost().bytesPerSec());
            double hidden =
                    checkpoint.blocking().isPresent() ? 0 : checkpoint.overlap().value() * stepNanos * 1e-9;
            return Simulation.nanos(Math.max(0, copy - hidden));
        }

        private double writingRanks() {
            return sharded() ? world.cluster().gpus() : 1;
        }

        private boolean sharded() {
            return checkpoint.writers() == Checkpoint.Writers.SHARDED;
        }

        private Work emergency(Work write, long stallNanos) {
            if (checkpoint.emergency().isPresent()) {
                return Work.measured(checkpoint.emergency().get());
            }
            return write.transfer() == null ? new Work(Math.addExact(stallNanos, write.nanos()), null) : write;
        }

        /** Each rank reads its part of the optimizer's state; weights are read by every replica, or once. */
        private Work restore() {
            if (checkpoint.restore().isPresent()) {
                return Work.measured(checkpoint.restore().get());
            }
            if (bytes == 0 || checkpoint.to().isEmpty() || !checkpoint.usesStorage()) {
                return null;
            }
            double weights = Math.min(bytes, WEIGHT_BYTES * parameters);
            int readers = checkpoint.restoreReads() == Checkpoint.Reads.EVERY_REPLICA ? replicas : 1;
            double read = bytes + (readers - 1) * weights;
            double rate =
                    checkpoint.deviceToHost().bytesPerSec() * world.cluster().gpusPerNode();
            return Work.simulated(storage().transfer(StorageSystem.Direction.READ, nodes, read / nodes, rate));
        }

        private StorageSystem storage() {
            return world.storage(checkpoint.to().orElseThrow());
        }

        private Transfer transfer() {
            int clients = sharded() ? nodes : 1;
            double ranks = sharded() ? world.cluster().gpusPerNode() : 1;
            double rank = Math.min(
                    checkpoint.deviceToHost().bytesPerSec(),
                    checkpoint.serialise().bytesPerSec());
            return storage().transfer(StorageSystem.Direction.WRITE, clients, bytes / clients, rank * ranks);
        }

        /** The scenario's interval, or the one that its failures make optimal. */
        private Every interval(long stallNanos, Work write, Work emergency) {
            if (!checkpoint.every().optimal()) {
                return checkpoint.every();
            }
            boolean heeds = checkpoint.onNotice() == Checkpoint.OnNotice.SAVE;
            double rate = world.machines().lossesPerSecond(heeds ? idleSeconds(emergency) : Double.POSITIVE_INFINITY);
            if (rate == 0) {
                throw new InfeasibleException(
                        "checkpoint.every: without failures no interval is optimal; give steps or a time");
            }
            double persist = idleSeconds(write);
            if (checkpoint.mode() == Checkpoint.Mode.SYNC) {
                return new Every(0, OptimalInterval.seconds(persist, 1 / rate));
            }
            // An async save costs its stall only; saves must not overtake each other, nor stall more than the share
            // allows.
            double stall = stallNanos * 1e-9;
            double exact = stall > 0 ? OptimalInterval.seconds(stall, 1 / rate) : 0;
            double step = stepNanos * 1e-9;
            return new Every(0, Math.max(Math.max(exact, persist), Math.max(step, stall / STALL_SHARE)));
        }

        /** Seconds of some work while nothing else uses the storage. */
        private double idleSeconds(Work work) {
            Transfer transfer = work.transfer();
            if (transfer == null) {
                return work.nanos() * 1e-9;
            }
            double total = storage().totalBytesPerSec(StorageSystem.Direction.WRITE);
            return transfer.bytes() / Math.min(transfer.capBytesPerSec(), total / transfer.multiplicity());
        }
    }
}
