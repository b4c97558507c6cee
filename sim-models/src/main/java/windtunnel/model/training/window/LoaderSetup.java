package windtunnel.model.training.window;

import windtunnel.core.random.Distribution;

/**
 * The loaders of one job, for {@link LoaderWindow} and {@link LoaderLaw}.
 *
 * @param nodes nodes that load, all alike
 * @param ranksPerNode ranks of a node, each with its own workers and its own copies to its GPU
 * @param workers workers of a rank; 0: the training process loads by itself, and nothing overlaps
 * @param batch samples of a rank's batch, at least 1
 * @param prefetch batches of a rank that wait while no worker is idle, at least 1
 * @param inOrder whether batches are taken in the order in which they were asked for
 * @param sizes stored bytes of a sample
 * @param readBytesPerSec what storage gives a node; its reads are served one after another
 * @param decodeSeconds time on a worker to decode a sample, beside the time for its bytes
 * @param decodeBytesPerSec stored bytes that a worker decodes a second beside that
 * @param decodeLaw factor on the time of decoding, of mean 1
 * @param cores cores of a node that decode
 * @param copyBytesPerSec stored bytes a second that a rank copies to its GPU
 * @param step seconds of a step
 */
public record LoaderSetup(
        int nodes,
        int ranksPerNode,
        int workers,
        int batch,
        int prefetch,
        boolean inOrder,
        Distribution sizes,
        double readBytesPerSec,
        double decodeSeconds,
        double decodeBytesPerSec,
        Distribution decodeLaw,
        int cores,
        double copyBytesPerSec,
        Distribution step) {

    /** Mean seconds that a worker decodes a sample of {@code bytes}. */
    double decoding(double bytes) {
        return decodeSeconds + bytes / decodeBytesPerSec;
    }

    /** The same loaders of {@code some} nodes. */
    public LoaderSetup of(int some) {
        return new LoaderSetup(
                some,
                ranksPerNode,
                workers,
                batch,
                prefetch,
                inOrder,
                sizes,
                readBytesPerSec,
                decodeSeconds,
                decodeBytesPerSec,
                decodeLaw,
                cores,
                copyBytesPerSec,
                step);
    }

    /** The same loaders with steps of {@code seconds}. */
    public LoaderSetup stepping(double seconds) {
        return new LoaderSetup(
                nodes,
                ranksPerNode,
                workers,
                batch,
                prefetch,
                inOrder,
                sizes,
                readBytesPerSec,
                decodeSeconds,
                decodeBytesPerSec,
                decodeLaw,
                cores,
                copyBytesPerSec,
                Distribution.constant(seconds));
    }

    /** The same loaders with another share of the storage. */
    public LoaderSetup reading(double bytesPerSec) {
        return new LoaderSetup(
                nodes,
                ranksPerNode,
                workers,
                batch,
                prefetch,
                inOrder,
                sizes,
                bytesPerSec,
                decodeSeconds,
                decodeBytesPerSec,
                decodeLaw,
                cores,
                copyBytesPerSec,
                step);
    }

    /** Whether nothing is random, so that all nodes do the same. */
    public boolean isConstant() {
        return sizes instanceof Distribution.Constant
                && decodeLaw instanceof Distribution.Constant
                && step instanceof Distribution.Constant;
    }
}
