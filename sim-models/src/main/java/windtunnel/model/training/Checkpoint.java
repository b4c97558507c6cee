package windtunnel.model.training;

import java.util.Optional;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.MeanBytes;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;
import windtunnel.model.retention.Keep;

/**
 * How a job saves its state.
 *
 * <p>A synchronous save blocks training for max(S_r / d2h, S_r / serialise, S / storage), since real writers pipeline copying,
 * serialising and writing (S_r bytes of a rank, S of all); the write is a transfer on the storage's links that competes with
 * reads. An asynchronous one blocks for the snapshot only, max(0, S_r / d2h - overlap x step); the rest is written behind the steps that
 * follow, and only when all of it is durable does the save count: a failure before that falls back to the save before it. Size: S = P x
 * bytes-per-parameter, 14 for weights in bf16 and Adam's state in fp32 (DLIO and MLPerf Storage v2.0 rules). Beside them, or in their place, hosts can hold copies in memory ({@link MemoryCopies}). It stops holding for
 * optimizers with other state, and for file systems that throttle many small files.
 */
public record Checkpoint(
        @Key(
                doc =
                        "Whether training waits for the whole save (sync), only for a copy in host memory (async), or saves to the"
                                + " memory of hosts alone (memory).",
                def = "sync")
        Mode mode,

        @Key(
                doc = "Distance between saves: steps, training time, or optimal for the failures of the scenario.",
                example = "500 steps")
        Every every,

        @Key(doc = "Name of the storage that keeps them; not needed when the times are given.", example = "fs")
        Optional<String> to,

        @Key(doc = "Measured time that one save blocks training; replaces the model.", example = "30 s")
        Optional<TimeSpan> blocking,

        @Key(
                doc = "Measured time from the end of blocking until an async save is durable; replaces the model.",
                example = "90 s")
        Optional<TimeSpan> persist,

        @Key(
                doc = "Share of a step during which an async save copies beside the computing.",
                def = "0",
                tag = "assumed",
                source = "PyTorch's async_save copies while training waits")
        Fraction overlap,

        @Key(
                doc =
                        "What happens when a save is due while the one before is still being written: skip, block or queue.",
                def = "skip")
        Overrun onOverrun,

        @Key(doc = "What the job does with the notice of an eviction: save at once, or ignore it.", def = "save")
        OnNotice onNotice,

        @Key(doc = "Measured time of a save after a notice; without it, that of a synchronous save.", example = "20 s")
        Optional<TimeSpan> emergency,

        @Key(doc = "Measured time to read a checkpoint back; without it, a read from the storage.", example = "2 min")
        Optional<TimeSpan> restore,

        @Key(
                doc =
                        "Whether every replica reads the weights from the storage, or one reads and the others get them from it.",
                def = "every-replica",
                tag = "assumed",
                source = "what a plain loader does")
        Reads restoreReads,

        @Key(
                doc = "Stored bytes of one parameter.",
                def = "14 B",
                tag = "vendor",
                source =
                        "MLPerf Storage v2.0 rules and DLIO benchmark e1919d7: bf16 weights 2 B + fp32 master and moments 12 B")
        MeanBytes bytesPerParameter,

        @Key(doc = "Who writes: every rank its shard, one aggregator a node, or rank 0 everything.", def = "sharded")
        Writers writers,

        @Key(
                doc = "Whether shards are even, or the first replica writes all weights.",
                def = "even",
                tag = "assumed",
                source = "parallel writers of today; DLIO and older Megatron write weights by the first replica")
        Shares shards,

        @Key(
                doc = "Copy rate from a GPU to its host.",
                def = "20 GB/s",
                tag = "assumed",
                source = "below the 26 GB/s of PCIe 4 x16 measured on ND A100 v4")
        Bandwidth deviceToHost,

        @Key(doc = "Rate at which one rank serialises.", def = "2 GB/s", tag = "assumed", source = "no source")
        Bandwidth serialise,

        @Key(doc = "Whether to save after the last step.", def = "true")
        boolean finalSave,

        @Key(doc = "Saves in the memory of hosts, beside those that go to storage.")
        Optional<MemoryCopies> memory,

        @Key(doc = "Which are kept, where and how long.", def = "{ last: 3 }")
        Keep keep)
        implements Checked {

    /** When training goes on. */
    public enum Mode {
        /** After the save is durable. */
        SYNC,
        /** After a copy is in host memory; it is written behind the next steps. */
        ASYNC,
        /** After a copy is in host memory; peers hold it, storage does not. */
        MEMORY
    }

    /** A save is due and the one before is not durable. */
    public enum Overrun {
        /** The new one is left out. */
        SKIP,
        /** Training waits until the old one is durable. */
        BLOCK,
        /** The new one is copied and written after the old one; a newer one takes its place in the queue. */
        QUEUE
    }

    /** A machine will be taken away. */
    public enum OnNotice {
        /** Stop and save. */
        SAVE,
        /** Go on until it is gone. */
        IGNORE
    }

    /** Who reads the weights back. */
    public enum Reads {
        /** Every replica. */
        EVERY_REPLICA,
        /** One replica, which sends them on. */
        ONCE
    }

    /** Who writes. */
    public enum Writers {
        /** Every rank its equal share. */
        SHARDED,
        /** One process a node, for the ranks of that node. */
        PER_NODE,
        /** One rank everything. */
        RANK0
    }

    /** Which part of the weights a rank writes. */
    public enum Shares {
        /** Every replica an equal one. */
        EVEN,
        /** The first replica all of them. */
        FIRST_REPLICA
    }

    /** Whether a time or size of a save or restore follows from the model and the storage. */
    boolean usesStorage() {
        if (mode == Mode.MEMORY) {
            return to.isPresent() && emergency.isEmpty();
        }
        boolean measured = blocking.isPresent() && (mode == Mode.SYNC || persist.isPresent());
        return !measured;
    }

    /** Whether some time follows from the size of the model. */
    boolean usesSize() {
        return usesStorage()
                || keep.in().isPresent()
                || copies().map(MemoryCopies::modelled).orElse(false);
    }

    /** Saves in memory: with mode memory there always are. */
    Optional<MemoryCopies> copies() {
        return mode == Mode.MEMORY ? memory.or(() -> Optional.of(MemoryCopies.plain())) : memory;
    }

    @Override
    public void check(Issues issues) {
        if (mode == Mode.MEMORY) {
            issues.check(
                    memory.flatMap(MemoryCopies::every).isEmpty(),
                    "memory.every",
                    "with mode: memory the interval is 'every' of the checkpoint");
            issues.check(
                    blocking.isEmpty() && persist.isEmpty(),
                    "blocking",
                    "with mode: memory give measured times below 'memory'");
            return;
        }
        issues.check(
                memory.isEmpty() || memory.get().every().isPresent(),
                "memory.every",
                "say how often hosts copy the state in memory, such as '20 steps'");
        if (mode == Mode.ASYNC) {
            issues.check(
                    to.isPresent() || blocking.isPresent() && persist.isPresent(),
                    "to",
                    "say which storage keeps the checkpoints, or give the measured times 'blocking' and 'persist'");
        } else {
            issues.check(
                    to.isPresent() || blocking.isPresent(),
                    "to",
                    "say which storage keeps the checkpoints, or give the measured blocking time");
            issues.check(persist.isEmpty(), "persist", "belongs to mode: async; a sync save is durable when it ends");
        }
    }
}
