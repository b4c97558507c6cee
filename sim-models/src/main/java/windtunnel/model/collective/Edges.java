package windtunnel.model.collective;

import java.util.Arrays;

/**
 * One ring as runs of equal edges.
 *
 * @param length ranks of each run
 * @param sends seconds in which each rank of a run sends a chunk
 * @param latencies seconds after which it has arrived
 */
record Edges(int[] length, double[] runSends, double[] runLatencies) {
    static Edges of(RingShape shape, int ranks, int group, int ring, double chunk) {
        int[] length = new int[ranks];
        double[] sends = new double[ranks];
        double[] latencies = new double[ranks];
        int runs = 0;
        for (int edge = 0; edge < ranks; edge++) {
            double send = chunk / shape.edgeRate(group, ring, edge);
            double latency = shape.edgeLatency(group, ring, edge);
            if (runs > 0 && sends[runs - 1] == send && latencies[runs - 1] == latency) {
                length[runs - 1]++;
            } else {
                length[runs] = 1;
                sends[runs] = send;
                latencies[runs++] = latency;
            }
        }
        return new Edges(Arrays.copyOf(length, runs), Arrays.copyOf(sends, runs), Arrays.copyOf(latencies, runs));
    }

    int ranks() {
        return Arrays.stream(length).sum();
    }

    /** Rings with the same text cost the same. */
    String key() {
        StringBuilder key = new StringBuilder();
        for (int run = 0; run < length.length; run++) {
            key.append(length[run])
                    .append(' ')
                    .append(Double.doubleToLongBits(runSends[run]))
                    .append(' ');
            key.append(Double.doubleToLongBits(runLatencies[run])).append(' ');
        }
        return key.toString();
    }

    double slowestSend() {
        double slowest = 0;
        for (double send : runSends) {
            slowest = Math.max(slowest, send);
        }
        return slowest;
    }

    double[] sends() {
        return perRank(runSends);
    }

    double[] latencies() {
        return perRank(runLatencies);
    }

    private double[] perRank(double[] perRun) {
        double[] all = new double[ranks()];
        int at = 0;
        for (int run = 0; run < length.length; run++) {
            Arrays.fill(all, at, at + length[run], perRun[run]);
            at += length[run];
        }
        return all;
    }

    /** Seconds by the ring law R1. */
    double law(int steps) {
        return RingKernel.law(steps, length, runSends, runLatencies, null);
    }
}
