package windtunnel.model.training;

import java.util.Optional;
import windtunnel.core.random.Distribution;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.MeanBytes;
import windtunnel.core.unit.Ratio;
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
                doc = "Name of the storage from which each file is fetched when it is read for the first time.",
                example = "bucket")
        Optional<String> importedFrom,

        @Key(
                doc = "Stored size of one token.",
                def = "4 B",
                tag = "assumed",
                source = "2 or 4 bytes by size of the vocabulary; 4 holds every vocabulary above 65,536")
        MeanBytes bytesPerToken,

        @Key(doc = "Mean stored size of one sample; needed with samples.", example = "114660.07 B")
        Optional<MeanBytes> bytesPerSample,

        @Key(
                doc = "How stored sizes of samples vary; what they do to waits shows with 'detail: microbatch'.",
                def = "constant")
        Sizes sizes,

        @Key(doc = "Standard deviation of the stored size of a sample; belongs to sizes.", example = "68341808 B")
        Optional<MeanBytes> sizeDeviation,

        @Key(
                doc = "Batches that the prefetch buffer of a rank holds.",
                def = "2",
                tag = "assumed",
                source = "PyTorch's default of 2 batches a worker, here for the rank as a whole")
        Count prefetch,

        @Key(doc = "Whether the first batch is loaded before the job's time begins.", def = "cold")
        FirstBatch firstBatch,

        @Key(
                doc = "Loader processes of one GPU; 0: the training process loads by itself, and nothing overlaps.",
                def = "4",
                tag = "assumed",
                source = "common setting, no source")
        Count workers,

        @Key(
                doc = "Whether batches are taken in the order in which workers were asked for them.",
                def = "true",
                tag = "vendor",
                source = "default of PyTorch's loader")
        boolean inOrder,

        @Key(doc = "Host CPU time to decode one sample, on one worker.", def = "0 s")
        TimeSpan decode,

        @Key(doc = "Stored bytes that one worker decodes a second, beside the time per sample.", example = "150 MB/s")
        Optional<Bandwidth> decodeRate,

        @Key(doc = "How the time to decode varies around its mean; shows with 'detail: microbatch'.", def = "constant")
        DecodeLaw decodeLaw,

        @Key(doc = "Bytes on the GPU for one stored byte, once decoded.", def = "1", example = "5.2")
        Ratio expansion,

        @Key(
                doc = "Fastest that one GPU takes decoded data from its host; without it, that costs nothing.",
                example = "20 GB/s")
        Optional<Bandwidth> hostToDevice,

        @Key(
                doc = "Samples of the data set, read once in every epoch; without it, no sample is read twice.",
                example = "1281167")
        Optional<Count> dataset,

        @Key(
                doc = "Samples of one file; without it, files are so large that opening them costs nothing.",
                example = "1251")
        Optional<Count> samplesPerFile,

        @Key(
                doc = "Which samples a node reads in the next epoch: dealt anew among all nodes, or its own again.",
                def = "reshuffled",
                tag = "vendor",
                source = "DistributedSampler of PyTorch deals the samples anew in every epoch")
        ShardPartition shardPartition)
        implements Checked {
    private static final int MOST_WORKERS = 4096;

    /** What a sample is. */
    public enum Format {
        /** Sequences of tokens; their length is the batch's sequence. */
        TOKENS,
        /** Samples of a mean size, such as images. */
        SAMPLES
    }

    /** How sizes of samples vary. */
    public enum Sizes {
        /** All are alike. */
        CONSTANT,
        /** The logarithm is normal. */
        LOGNORMAL,
        /** Normal, without what is not positive; the mean is the larger for it. */
        NORMAL
    }

    /** How the time to decode varies. */
    public enum DecodeLaw {
        /** As the size of the sample says. */
        CONSTANT,
        /** Exponential around that. */
        EXPONENTIAL
    }

    /** Which samples a node reads in the next epoch. */
    public enum ShardPartition {
        /** A node reads the same share of the data set in every epoch. */
        FIXED,
        /** All samples are dealt anew. */
        RESHUFFLED
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
        issues.check(
                importedFrom.isEmpty() || dataset.isPresent(),
                "dataset",
                "give the samples of the data set: only its first epoch is fetched");
        issues.check(!importedFrom.equals(Optional.of(from)), "imported-from", "is where the data set already is");
        issues.check(workers.value() <= MOST_WORKERS, "workers", "more workers than any host runs");
        boolean vary = sizes != Sizes.CONSTANT;
        issues.check(!vary || format == Format.SAMPLES, "sizes", "sequences of tokens all take the same bytes");
        issues.check(
                vary == sizeDeviation.isPresent(),
                "size-deviation",
                vary
                        ? "sizes that vary need their standard deviation"
                        : "say how sizes vary: sizes: lognormal or normal");
        sizeDeviation.ifPresent(
                d -> issues.check(d.value() > 0, "size-deviation", "is above zero; without it sizes are constant"));
        issues.check(dataset.isEmpty() || dataset.get().value() >= 1, "dataset", "has at least one sample");
        issues.check(
                samplesPerFile.isEmpty() || samplesPerFile.get().value() >= 1,
                "samples-per-file",
                "a file holds at least one sample");
        issues.check(expansion.value() > 0, "expansion", "decoded data take some bytes");
    }

    /** Seconds that one worker decodes a sample of {@code bytes}. */
    double decodeSeconds(double bytes) {
        return decode.seconds()
                + decodeRate.map(rate -> bytes / rate.bytesPerSec()).orElse(0.0);
    }

    /** Mean stored bytes of one sample of {@code sequence} tokens. */
    double sampleBytes(long sequence) {
        return sizesOf(sequence).mean();
    }

    /** Stored bytes of samples of {@code sequence} tokens. */
    Distribution sizesOf(long sequence) {
        if (format == Format.TOKENS) {
            return Distribution.constant(sequence * bytesPerToken.value());
        }
        double mean = bytesPerSample.orElseThrow().value();
        double deviation = sizeDeviation.map(MeanBytes::value).orElse(0.0);
        return switch (sizes) {
            case CONSTANT -> Distribution.constant(mean);
            case LOGNORMAL -> Distribution.lognormalMean(mean, deviation / mean);
            case NORMAL -> Distribution.positiveNormal(mean, deviation);
        };
    }
}
