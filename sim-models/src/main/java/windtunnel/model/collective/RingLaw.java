package windtunnel.model.collective;

import java.util.Arrays;

/**
 * The ring law R1 (network.md 5.10) in linear time, and its closed form for equal boxes.
 *
 * <p>The law is the heaviest window: {@code sum (s_j + a_j) + (M - len) max s_j} over runs of len <= M neighbouring ranks. For each
 * distinct send time x it is the largest {@code M x + sum (s_j + a_j - x)} of the windows whose slowest rank sends in x, which is a
 * sliding minimum over prefix sums. Cost: distinct send times x (ranks + steps), independent of how they are mixed.
 */
final class RingLaw {
    private RingLaw() {}

    /** Finish time in seconds of {@code steps} steps of chunks of {@code chunkBytes}. */
    static double seconds(int steps, Runs ring, double chunkBytes) {
        double[] perRun = ring.sends(chunkBytes);
        if (perRun.length == 1) {
            return steps * (perRun[0] + ring.latency()[0]);
        }
        return seconds(steps, perRun, ring.perRank(perRun), ring.perRank(ring.latency()));
    }

    /** Finish time in seconds of ranks that send in {@code s} and arrive {@code a} later. */
    static double seconds(int steps, double[] s, double[] a) {
        return seconds(steps, s, s, a);
    }

    private static double seconds(int steps, double[] sendTimes, double[] s, double[] a) {
        double[] distinct = Arrays.stream(sendTimes).sorted().distinct().toArray();
        double[] prefix = new double[s.length + steps];
        int[] queue = new int[s.length];
        double finish = 0;
        for (double slowest : distinct) {
            finish = Math.max(finish, heaviest(steps, s, a, slowest, prefix, queue));
        }
        return finish;
    }

    /** Weight of the heaviest window whose slowest rank sends in {@code x}. */
    private static double heaviest(int steps, double[] s, double[] a, double x, double[] prefix, int[] queue) {
        int n = s.length;
        double best = 0;
        int head = 0;
        int tail = 0;
        int nextStart = 0;
        int earliest = 0;
        prefix[0] = 0;
        for (int end = 0, j = 0; end + 1 < prefix.length; end++, j = j + 1 == n ? 0 : j + 1) {
            prefix[end + 1] = prefix[end] + (s[j] + a[j] - x);
            if (s[j] > x) {
                head = tail;
                nextStart = end + 1;
                earliest = end + 1;
                continue;
            }
            for (; s[j] == x && nextStart <= end && nextStart < n; nextStart++) {
                while (tail > head && prefix[queue[tail - 1]] >= prefix[nextStart]) {
                    tail--;
                }
                queue[tail++] = nextStart;
            }
            earliest = Math.max(earliest, end - steps + 1);
            while (head < tail && queue[head] < earliest) {
                head++;
            }
            if (head < tail) {
                best = Math.max(best, steps * x + (prefix[end + 1] - prefix[queue[head]]));
            }
        }
        return best;
    }

    /** The closed form, or NaN when the ring is not made of equal boxes. */
    static double closed(int steps, Runs ring, double chunkBytes) {
        int runs = ring.length().length;
        double s1 = ring.sendPerByte()[0] * chunkBytes;
        double a1 = ring.latency()[0];
        if (runs == 1) {
            return steps * (s1 + a1);
        }
        for (int run = 0; run < runs; run++) {
            boolean alike = ring.length()[run] == ring.length()[run % 2]
                    && ring.sendPerByte()[run] == ring.sendPerByte()[run % 2]
                    && ring.latency()[run] == ring.latency()[run % 2];
            if (runs % 2 != 0 || ring.length()[1] != 1 || !alike) {
                return Double.NaN;
            }
        }
        double s2 = ring.sendPerByte()[1] * chunkBytes;
        return boxes(steps, ring.length()[0] + 1, new double[] {s1, a1}, new double[] {s2, ring.latency()[1]});
    }

    /**
     * Equal boxes of g ranks, of which g-1 send inside (send and latency) and the last sends to the next box (likewise).
     *
     * <p>The heaviest window starts and ends at the slower kind, or has full length. Boxes that are added to a window each add the
     * same, so that none or all of them are best.
     */
    static double boxes(int steps, int g, double[] inside, double[] between) {
        double hop1 = inside[0] + inside[1];
        double hop2 = between[0] + between[1];
        double slow = Math.max(inside[0], between[0]);
        long least = steps / g;
        long most = least + (steps % g == 0 ? 0 : 1);
        double finish = Math.max(least * hop2 + (steps - least) * hop1, most * hop2 + (steps - most) * hop1);
        double box = hop2 - slow + (g - 1) * (hop1 - slow);
        if (between[0] >= inside[0]) {
            long added = (steps - 1) / g;
            return Math.max(finish, steps * slow + between[1] + Math.max(0, added * box));
        }
        long added = (steps - (g - 1)) / g;
        return Math.max(finish, steps * slow + (g - 1) * inside[1] + Math.max(0, added * box));
    }
}
