package windtunnel.model.collective;

import java.util.Arrays;

/**
 * One ring as runs of equal ranks.
 *
 * @param length ranks of each run
 * @param sendPerByte seconds that each rank of a run takes to send one chunk byte
 * @param latency seconds from the end of a send to its arrival
 */
record Runs(int[] length, double[] sendPerByte, double[] latency) {
    /** Collects ranks one after the other. */
    static final class Builder {
        private final int[] length;
        private final double[] send;
        private final double[] latency;
        private int runs;

        /** A builder for at most so many runs. */
        Builder(int most) {
            length = new int[most];
            send = new double[most];
            latency = new double[most];
        }

        void add(double sendPerByte, double latencySeconds) {
            add(sendPerByte, latencySeconds, 1);
        }

        /** Adds ranks that are alike. */
        void add(double sendPerByte, double latencySeconds, int ranks) {
            if (runs > 0 && send[runs - 1] == sendPerByte && latency[runs - 1] == latencySeconds) {
                length[runs - 1] += ranks;
            } else {
                length[runs] = ranks;
                send[runs] = sendPerByte;
                latency[runs++] = latencySeconds;
            }
        }

        /** The runs, after which the builder is empty. */
        Runs take() {
            int count = runs;
            runs = 0;
            return new Runs(Arrays.copyOf(length, count), Arrays.copyOf(send, count), Arrays.copyOf(latency, count));
        }
    }

    int ranks() {
        int sum = 0;
        for (int ranks : length) {
            sum += ranks;
        }
        return sum;
    }

    /** Adds the ranks from {@code from} to before {@code to} to {@code out}. */
    void part(int from, int to, Builder out) {
        int first = 0;
        for (int run = 0; run < length.length && first < to; run++) {
            int ranks = Math.min(to, first + length[run]) - Math.max(from, first);
            if (ranks > 0) {
                out.add(sendPerByte[run], latency[run], ranks);
            }
            first += length[run];
        }
    }

    /** Seconds that the slowest rank takes to send one chunk byte. */
    double slowestPerByte() {
        double slowest = 0;
        for (double send : sendPerByte) {
            slowest = Math.max(slowest, send);
        }
        return slowest;
    }

    /** Seconds in which each run's ranks send a chunk of so many bytes. */
    double[] sends(double chunkBytes) {
        double[] sends = sendPerByte.clone();
        for (int run = 0; run < sends.length; run++) {
            sends[run] *= chunkBytes;
        }
        return sends;
    }

    /** One value for each run spread over its ranks. */
    double[] perRank(double[] perRun) {
        double[] all = new double[ranks()];
        int at = 0;
        for (int run = 0; run < length.length; run++) {
            Arrays.fill(all, at, at + length[run], perRun[run]);
            at += length[run];
        }
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Runs runs
                && Arrays.equals(length, runs.length)
                && Arrays.equals(sendPerByte, runs.sendPerByte)
                && Arrays.equals(latency, runs.latency);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(length) + Arrays.hashCode(sendPerByte)) + Arrays.hashCode(latency);
    }

    @Override
    public String toString() {
        return Arrays.toString(length) + " send " + Arrays.toString(sendPerByte) + " latency "
                + Arrays.toString(latency);
    }
}
