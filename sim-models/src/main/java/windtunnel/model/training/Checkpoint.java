package windtunnel.model.training;

import java.util.Optional;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.MeanBytes;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * How a job saves its state.
 *
 * <p>A synchronous save blocks training for max(S_r / d2h, S_r / serialise, S / storage), since real writers pipeline copying,
 * serialising and writing (S_r bytes of a rank, S of all); the write is a transfer on the storage's links that competes with
 * reads. Size: S = P x bytes-per-parameter, 14 for weights in bf16 and Adam's state in fp32 (DLIO and MLPerf Storage v2.0
 * rules). It stops holding for optimizers with other state, and for file systems that throttle many small files.
 */
public record Checkpoint(
        @Key(doc = "Whether training waits for the whole save.", def = "sync")
        Mode mode,

        @Key(
                doc = "Distance between saves: steps, training time, or optimal for the failures of the scenario.",
                example = "500 steps")
        Every every,

        @Key(doc = "Name of the storage that keeps them; not needed when the blocking time is given.", example = "fs")
        Optional<String> to,

        @Key(doc = "Measured time that one save blocks training; replaces the model.", example = "30 s")
        Optional<TimeSpan> blocking,

        @Key(
                doc = "Stored bytes of one parameter.",
                def = "14 B",
                tag = "vendor",
                source =
                        "MLPerf Storage v2.0 rules and DLIO benchmark e1919d7: bf16 weights 2 B + fp32 master and moments 12 B")
        MeanBytes bytesPerParameter,

        @Key(doc = "Who writes: every rank its shard, or rank 0 everything.", def = "sharded")
        Writers writers,

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

        @Key(doc = "How many are kept.", def = "{ last: 3 }")
        Keep keep)
        implements Checked {

    /** When training goes on. */
    public enum Mode {
        /** After the save is durable. */
        SYNC
    }

    /** Who writes. */
    public enum Writers {
        /** Every rank its equal share. */
        SHARDED,
        /** One rank everything. */
        RANK0
    }

    /** Retention. */
    public record Keep(
            @Key(doc = "Newest saves that are kept.", def = "3")
            Count last) implements Checked {
        @Override
        public void check(Issues issues) {
            issues.check(last.value() >= 1, "last", "at least the newest save must be kept");
        }
    }

    @Override
    public void check(Issues issues) {
        issues.check(
                to.isPresent() || blocking.isPresent(),
                "to",
                "say which storage keeps the checkpoints, or give the measured blocking time");
    }
}
