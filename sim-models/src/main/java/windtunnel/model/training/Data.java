package windtunnel.model.training;

import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.MeanBytes;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/** What a job reads, and how its loader reads it. */
public record Data(
        @Key(doc = "What one sample is: tokens of a sequence, or samples of a mean size.")
        Format format,

        @Key(doc = "Name of the storage that holds the data set.", example = "fs")
        String from,

        @Key(
                doc = "Stored size of one token.",
                def = "4 B",
                tag = "assumed",
                source = "2 or 4 bytes by size of the vocabulary; 4 holds every vocabulary above 65,536")
        MeanBytes bytesPerToken,

        @Key(doc = "Mean stored size of one sample; needed with samples.", example = "114660.07 B")
        Optional<MeanBytes> bytesPerSample,

        @Key(
                doc = "Batches that the prefetch buffer of a rank holds.",
                def = "2",
                tag = "assumed",
                source = "PyTorch's default of 2 batches a worker, here for the rank as a whole")
        Count prefetch,

        @Key(doc = "Whether the first batch is loaded before the job's time begins.", def = "cold")
        FirstBatch firstBatch,

        @Key(doc = "Loader processes of one GPU.", def = "4", tag = "assumed", source = "common setting, no source")
        Count workers,

        @Key(doc = "Host CPU time to decode one sample, on one worker.", def = "0 s")
        TimeSpan decode)
        implements Checked {

    /** What a sample is. */
    public enum Format {
        /** Sequences of tokens; their length is the batch's sequence. */
        TOKENS,
        /** Samples of a mean size, such as images. */
        SAMPLES
    }

    /** Where the first batch is when the job starts. */
    public enum FirstBatch {
        /** Still in storage: the job waits for it. */
        COLD,
        /** Already in the buffer. */
        READY
    }

    @Override
    public void check(Issues issues) {
        issues.check(
                format == Format.TOKENS || bytesPerSample.isPresent(),
                "bytes-per-sample",
                "samples need their mean stored size, for instance '114660.07 B'");
        issues.check(prefetch.value() >= 1, "prefetch", "the buffer must hold at least one batch");
        issues.check(workers.value() >= 1, "workers", "a loader needs at least one worker");
    }

    /** Mean stored bytes of one sample of {@code sequence} tokens. */
    double sampleBytes(long sequence) {
        return format == Format.TOKENS
                ? sequence * bytesPerToken.value()
                : bytesPerSample.orElseThrow().value();
    }
}
