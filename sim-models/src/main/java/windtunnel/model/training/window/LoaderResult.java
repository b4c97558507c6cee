package windtunnel.model.training.window;

/**
 * What a window of steps showed, its warm-up left out.
 *
 * @param steps steps that were counted
 * @param seconds time from the start of the first of them to the start of the one after the last
 * @param waitSeconds of it, time in which the GPUs waited for a batch
 * @param readSeconds of the wait, time in which the last batch's samples were read
 * @param decodeSeconds of the wait, time in which they were decoded
 * @param copySeconds of the wait, time in which they were copied to the GPU
 */
public record LoaderResult(
        int steps, double seconds, double waitSeconds, double readSeconds, double decodeSeconds, double copySeconds) {

    /** What one step of {@code seconds} would show if everything were as on average. */
    public static LoaderResult of(LoaderSetup setup, double seconds) {
        double bytes = setup.sizes().mean();
        double read = setup.batch() * bytes / setup.readBytesPerSec();
        double decode = setup.batch() * setup.decoding(bytes);
        double wait = Math.max(0, seconds - setup.step().mean());
        return new LoaderResult(1, seconds, wait, read, decode, setup.batch() * bytes / setup.copyBytesPerSec());
    }

    /** Of two windows, {@code weight} of the first and the rest of the second. */
    public static LoaderResult between(LoaderResult first, LoaderResult second, double weight) {
        double a = weight / first.steps;
        double b = (1 - weight) / second.steps;
        return new LoaderResult(
                1,
                a * first.seconds + b * second.seconds,
                a * first.waitSeconds + b * second.waitSeconds,
                a * first.readSeconds + b * second.readSeconds,
                a * first.decodeSeconds + b * second.decodeSeconds,
                a * first.copySeconds + b * second.copySeconds);
    }

    /** Mean seconds of a step with its wait. */
    public double stepSeconds() {
        return seconds / steps;
    }

    /** Share of the time in which the GPUs waited. */
    public double waiting() {
        return waitSeconds / seconds;
    }
}
