package windtunnel.model.training.window;

import java.util.Arrays;

/**
 * The fluid form of a loader: seconds of a step in the long run when nothing is random.
 *
 * <p>With g ranks of W workers on a node, batches of b samples of s bytes, reads of r = s / B seconds one after another, decoding of d
 * seconds on c cores, copies of h seconds a batch, and k batches of prefetch, a step lasts
 *
 * <pre>  max(t, g b r, g b d / c, h, b (r + d) / W, (f + h) / (W - 1 + k)),   f = max(g b r + d, b (r + d), r + g b d / c)</pre>
 *
 * The last two are of workers that read and decode in turn, and of batches that are asked for only when there is room: f loads one batch of
 * every rank. No window is faster; where two reasons are nearly as strong, workers that meet at the wrong moment make it slower. Without workers all ranks load at once after each step: t + h + f, with (g - 1) r + b (r + d) in f.
 */
public final class LoaderLaw {
    private LoaderLaw() {}

    /** Seconds of a step. */
    public static double stepSeconds(LoaderSetup setup) {
        return Arrays.stream(terms(setup)).max().orElseThrow();
    }

    /** What a step lasts at least for each of the reasons. */
    static double[] terms(LoaderSetup setup) {
        double bytes = setup.sizes().mean();
        double ranks = setup.ranksPerNode();
        double batch = setup.batch();
        double read = bytes / setup.readBytesPerSec();
        double decode = setup.decoding(bytes);
        double copy = batch * bytes / setup.copyBytesPerSec();
        double reads = ranks * batch * read;
        double inTurn = batch * (read + decode);
        double cores = ranks * batch * decode / setup.cores();
        double step = setup.step().mean();
        double first = Math.max(Math.max(reads + decode, inTurn), read + cores);
        if (setup.workers() == 0) {
            return new double[] {step + copy + Math.max(first, (ranks - 1) * read + inTurn)};
        }
        double room = setup.workers() - 1.0 + setup.prefetch();
        return new double[] {step, reads, cores, copy, inTurn / setup.workers(), (first + copy) / room};
    }
}
