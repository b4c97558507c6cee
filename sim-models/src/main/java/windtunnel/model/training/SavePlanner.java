package windtunnel.model.training;

import java.util.Optional;
import windtunnel.core.engine.Simulation;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.InfeasibleException;
import windtunnel.model.StorageSystem;
import windtunnel.model.World;

/** Works out when a job saves, how much, and what each part of it takes. */
final class SavePlanner {
    /** Share of the undisturbed time that stalls may take by the rule of CheckFreq (FAST '21). */
    private static final double STALL_SHARE = 0.035;

    private final World world;
    private final Checkpoint checkpoint;
    private final Shards shards;
    private final long stepNanos;

    SavePlanner(World world, Checkpoint checkpoint, double parameters, int replicas, long stepNanos) {
        this.world = world;
        this.checkpoint = checkpoint;
        this.stepNanos = stepNanos;
        shards = new Shards(
                checkpoint,
                parameters,
                replicas,
                world.cluster().nodes(),
                world.cluster().gpusPerNode());
    }

    SavePlan plan() {
        boolean stored = checkpoint.mode() != Checkpoint.Mode.MEMORY;
        boolean async = checkpoint.mode() == Checkpoint.Mode.ASYNC;
        long stall = async ? Simulation.nanos(stallSeconds(checkpoint.blocking())) : 0;
        Optional<TimeSpan> measured = async ? checkpoint.persist() : checkpoint.blocking();
        Work write =
                stored ? measured.map(Work::measured).orElseGet(() -> Work.simulated(shards.writes(storage()))) : null;
        Work emergency = emergency(write, stall);
        long everySteps = stored ? interval(stall, write, emergency).inSteps(stepNanos) : 0;
        return new SavePlan(
                everySteps,
                stored && checkpoint.finalSave(),
                shards.bytes(),
                checkpoint.keep().policy(),
                async,
                checkpoint.onOverrun(),
                stall,
                write,
                checkpoint.onNotice() == Checkpoint.OnNotice.SAVE ? emergency : null,
                restore(),
                requests(),
                memory(emergency));
    }

    /** Seconds that a copy to host memory blocks training. */
    private double stallSeconds(Optional<TimeSpan> measured) {
        if (measured.isPresent()) {
            return measured.get().seconds();
        }
        double copy = shards.copiedBytesOfRank() / checkpoint.deviceToHost().bytesPerSec();
        return Math.max(0, copy - checkpoint.overlap().value() * stepNanos * 1e-9);
    }

    /** Writing after a notice; null where nothing can be written. */
    private Work emergency(Work write, long stallNanos) {
        if (checkpoint.emergency().isPresent()) {
            return Work.measured(checkpoint.emergency().get());
        }
        if (write == null) {
            return checkpoint.to().isPresent() ? Work.simulated(shards.writes(storage())) : null;
        }
        return write.isMeasured() ? write.then(stallNanos * 1e-9) : write;
    }

    /** Each rank reads its part of the optimizer's state; weights are read by every replica, or once and sent on. */
    private Work restore() {
        if (checkpoint.restore().isPresent()) {
            return Work.measured(checkpoint.restore().get());
        }
        if (shards.bytes() == 0 || checkpoint.to().isEmpty() || !checkpoint.usesStorage()) {
            return null;
        }
        Work read = Work.simulated(shards.read(storage()));
        return checkpoint.restoreReads() == Checkpoint.Reads.ONCE
                ? read.then(shards.broadcastSeconds(world.cluster().networkBytesPerSec()))
                : read;
    }

    /** What a class of storage is asked for; an object store that is written to counts its own requests. */
    private SaveRequests requests() {
        SaveRequests all = SaveRequests.of(
                shards.files(),
                shards.bytes(),
                shards.readBytes(),
                checkpoint.keep().request().value());
        boolean counted = checkpoint.usesStorage()
                && checkpoint.to().isPresent()
                && storage().billsRequests();
        return counted ? new SaveRequests(all.files(), 0, all.readBytes(), 0) : all;
    }

    private StorageSystem storage() {
        return world.storage(checkpoint.to().orElseThrow());
    }

    private double idleSeconds(Work work) {
        return work.idleSeconds(
                work.isMeasured()
                        ? Double.POSITIVE_INFINITY
                        : storage().totalBytesPerSec(StorageSystem.Direction.WRITE));
    }

    /** Losses a second that find the job unsaved; of those that take a block of nodes, the share that memory survives. */
    private double survived(Work emergency, CopyGroups groups) {
        return world.machines().expected().lossesPerSecond(notice(emergency), groups::survivedBlocks);
    }

    private double losses(Work emergency) {
        return world.machines().expected().lossesPerSecond(notice(emergency));
    }

    private double notice(Work emergency) {
        boolean heeds = emergency != null && checkpoint.onNotice() == Checkpoint.OnNotice.SAVE;
        return heeds ? idleSeconds(emergency) : Double.POSITIVE_INFINITY;
    }

    /** The scenario's interval, or the one that its failures make optimal. */
    private Every interval(long stallNanos, Work write, Work emergency) {
        if (!checkpoint.every().optimal()) {
            return checkpoint.every();
        }
        double rate = losses(emergency);
        boolean levels = checkpoint.copies().isPresent();
        if (levels) {
            rate -= survived(emergency, groups(checkpoint.copies().get()));
        }
        if (rate <= 0) {
            throw new InfeasibleException(
                    levels
                            ? "checkpoint.every: copies in memory survive every loss that is expected, so no interval of saves"
                                    + " to storage is optimal; give steps or a time"
                            : "checkpoint.every: without failures no interval is optimal; give steps or a time");
        }
        double persist = idleSeconds(write);
        if (checkpoint.mode() == Checkpoint.Mode.SYNC) {
            return new Every(0, optimum(persist, rate, levels));
        }
        // An async save costs its stall only; saves must not overtake each other, nor stall more than the share allows.
        double stall = stallNanos * 1e-9;
        double exact = stall > 0 ? optimum(stall, rate, levels) : 0;
        return new Every(0, Math.max(Math.max(exact, persist), leastInterval(stall)));
    }

    private static double optimum(double save, double rate, boolean levels) {
        return levels ? OptimalInterval.ofLevel(save, rate) : OptimalInterval.seconds(save, 1 / rate);
    }

    private double leastInterval(double stallSeconds) {
        return Math.max(stepNanos * 1e-9, stallSeconds / STALL_SHARE);
    }

    private CopyGroups groups(MemoryCopies copies) {
        int nodes = world.cluster().nodes();
        int replicas = (int) Math.min(copies.replicas().value(), nodes);
        return new CopyGroups(nodes, replicas, copies.placement() == MemoryCopies.Placement.SPREAD);
    }

    private MemoryPlan memory(Work emergency) {
        if (checkpoint.copies().isEmpty()) {
            return null;
        }
        MemoryCopies copies = checkpoint.copies().get();
        CopyGroups groups = groups(copies);
        double network = world.cluster().networkBytesPerSec();
        double node = shards.bytes() / groups.nodes();
        double sent = node * (groups.replicas() - 1) / network;
        double ready = copies.persist()
                .map(TimeSpan::seconds)
                .orElse(sent / copies.idle().value());
        double copy = stallSeconds(copies.blocking());
        Every every = copies.every().orElse(checkpoint.every());
        if (every.optimal()) {
            every = new Every(0, memoryInterval(copy, ready, survived(emergency, groups)));
        }
        long steps = every.inSteps(stepNanos);
        double room = copies.idle().value() * steps * stepNanos * 1e-9;
        double exposed = copies.blocking().isPresent() ? 0 : Math.max(0, sent - room);
        Work restore = copies.restore()
                .map(Work::measured)
                .orElseGet(() -> Work.simulated().then(node / network));
        return new MemoryPlan(steps, Simulation.nanos(copy + exposed), Simulation.nanos(ready), restore, groups);
    }

    private double memoryInterval(double stall, double ready, double rate) {
        if (rate <= 0) {
            throw new InfeasibleException(
                    "checkpoint.memory: no loss is expected that copies in memory survive, so no interval is optimal;"
                            + " give steps or a time");
        }
        double best = stall > 0 ? OptimalInterval.ofLevel(stall, rate) : 0;
        return Math.max(Math.max(best, ready), leastInterval(stall));
    }
}
