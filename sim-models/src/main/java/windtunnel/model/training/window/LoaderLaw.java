package windtunnel.model.training.window;

/**
 * The fluid form of a loader: seconds of a step in the long run when nothing is random.
 *
 * <p>With g ranks of W workers on a node, batches of b samples of s bytes, reads of r = s / B seconds one after another, decoding of d
 * seconds on c cores, copies of h seconds a batch, and k batches of prefetch, a step lasts
 *
 * <pre>  max(t, g b r, g b d / c, h, b (r + d) / W, (f + h) / (W - 1 + k)),   f = max(g b r + d, b (r + d), r + g b d / c)</pre>
 *
 * The last two are of workers that read and decode in turn, and of batches that are asked for only when there is room: f loads one batch of
 * every rank. Without workers all ranks load at once after each step: t + h + f, with (g - 1) r + b (r + d) in f.
 */
public final class LoaderLaw {
    private LoaderLaw() {}

    /** Seconds of a step. */
    public static double stepSeconds(LoaderSetup setup) {
        double bytes = setup.sizes().mean();
        double ranks = setup.ranksPerNode();
        double batch = setup.batch();
        double read = bytes / setup.readBytesPerSec();
        double decode = setup.decoding(bytes);
        double copy = batch * bytes / setup.copyBytesPerSec();
        double inTurn = batch * (read + decode);
        double cores = ranks * batch * decode / setup.cores();
        double first = Math.max(Math.max(ranks * batch * read + decode, inTurn), read + cores);
        if (setup.workers() == 0) {
            return setup.step().mean() + copy + Math.max(first, (ranks - 1) * read + inTurn);
        }
        double shared = Math.max(Math.max(ranks * batch * read, cores), copy);
        double room = setup.workers() - 1.0 + setup.prefetch();
        double own = Math.max(inTurn / setup.workers(), (first + copy) / room);
        return Math.max(setup.step().mean(), Math.max(shared, own));
    }
}
