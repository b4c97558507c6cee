package windtunnel.model.training;

import windtunnel.core.engine.Simulation;
import windtunnel.core.flow.Transfer;
import windtunnel.model.InfeasibleException;
import windtunnel.model.StorageSystem;
import windtunnel.model.World;

/**
 * When a job saves, how much, and how.
 *
 * @param everySteps steps between saves, or 0 for none
 * @param finalSave whether to save after the last step
 * @param bytes size of one save
 * @param blockingNanos measured blocking time, or 0 when {@code write} is simulated
 * @param write the transfer of one save, or null
 * @param kept how many are kept
 */
record SavePlan(long everySteps, boolean finalSave, double bytes, long blockingNanos, Transfer write, int kept) {
    /** A job that never saves. */
    static SavePlan none() {
        return new SavePlan(0, false, 0, 0, null, 1);
    }

    /** The plan of {@code checkpoint} for {@code parameters} parameters on {@code nodes} nodes. */
    static SavePlan of(World world, Checkpoint checkpoint, double parameters, int nodes, long stepNanos) {
        double bytes = parameters * checkpoint.bytesPerParameter().value();
        long blocking =
                checkpoint.blocking().map(b -> Simulation.nanos(b.seconds())).orElse(0L);
        Transfer write = blocking > 0 ? null : write(world, checkpoint, bytes, nodes);
        return new SavePlan(
                interval(world, checkpoint, bytes, nodes, blocking * 1e-9).inSteps(stepNanos),
                checkpoint.finalSave(),
                bytes,
                blocking,
                write,
                Math.toIntExact(checkpoint.keep().last().value()));
    }

    /** The scenario's interval, or the one that its failures make optimal. */
    private static Every interval(World world, Checkpoint checkpoint, double bytes, int nodes, double blockingSeconds) {
        if (!checkpoint.every().optimal()) {
            return checkpoint.every();
        }
        double rate = world.cluster().failuresPerSecond();
        if (rate == 0) {
            throw new InfeasibleException(
                    "checkpoint.every: without failures no interval is optimal; give steps or a time");
        }
        double save = blockingSeconds > 0 ? blockingSeconds : idleSeconds(world, checkpoint, bytes, nodes);
        return new Every(0, OptimalInterval.seconds(save, 1 / rate));
    }

    /** Seconds of one write while nothing else uses the storage. */
    private static double idleSeconds(World world, Checkpoint checkpoint, double bytes, int nodes) {
        Transfer write = write(world, checkpoint, bytes, nodes);
        double total = world.storage(checkpoint.to().orElseThrow()).totalBytesPerSec();
        return write.bytes() / Math.min(write.capBytesPerSec(), total / write.multiplicity());
    }

    private static Transfer write(World world, Checkpoint checkpoint, double bytes, int nodes) {
        StorageSystem storage = world.storage(checkpoint.to().orElseThrow());
        boolean sharded = checkpoint.writers() == Checkpoint.Writers.SHARDED;
        int clients = sharded ? nodes : 1;
        double ranks = sharded ? world.cluster().gpusPerNode() : 1;
        double rank = Math.min(
                checkpoint.deviceToHost().bytesPerSec(), checkpoint.serialise().bytesPerSec());
        return storage.transfer(clients, bytes / clients, rank * ranks);
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
}
