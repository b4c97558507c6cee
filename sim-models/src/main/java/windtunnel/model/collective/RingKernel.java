package windtunnel.model.collective;

import java.util.Arrays;

/**
 * Exact times of a ring collective whose ranks may differ: every rank and step (L2), or the closed ring law (R1).
 *
 * <p>Rank i sends step k when it has received step k-1 from rank i-1 and has finished its own send k-1. Sending takes
 * {@code s[i]} seconds, the message arrives {@code a[i]} seconds later at rank i+1, and rank i is ready at {@code r[i]}.
 * An all-reduce over N ranks takes 2(N-1) steps, a reduce-scatter or all-gather N-1. Source: network.md 5.10 (R1 to R3 with
 * erratum N1) and 5.13; the law is the heaviest path of a max-plus matrix power (Baccelli et al., Synchronization and
 * Linearity, 1992). Stops holding when links are shared with other traffic: s is a constant here.
 */
public final class RingKernel {

    private RingKernel() {}

    /** Steps of an all-reduce over so many ranks. */
    public static int allReduceSteps(int ranks) {
        return 2 * (ranks - 1);
    }

    /** Steps of a reduce-scatter or of an all-gather over so many ranks. */
    public static int halfSteps(int ranks) {
        return ranks - 1;
    }

    /** Finish time in seconds by stepping every rank; {@code r} may be null when all are ready at 0. Cost steps * ranks. */
    public static double everyStep(int steps, double[] s, double[] a, double[] r) {
        int n = s.length;
        double[] done = r == null ? new double[n] : r.clone();
        double[] got = done.clone();
        double[] next = new double[n];
        for (int step = 0; step < steps; step++) {
            advance(n, s, a, done, got, next);
            double[] swap = got;
            got = next;
            next = swap;
        }
        return highest(got);
    }

    /** One step of all ranks: {@code done = max(got, done) + s}, and the next rank gets it {@code a} later. */
    static void advance(int n, double[] s, double[] a, double[] done, double[] got, double[] next) {
        for (int i = 0; i < n - 1; i++) {
            double sent = Math.max(got[i], done[i]) + s[i];
            done[i] = sent;
            next[i + 1] = sent + a[i];
        }
        double sent = Math.max(got[n - 1], done[n - 1]) + s[n - 1];
        done[n - 1] = sent;
        next[0] = sent + a[n - 1];
    }

    /**
     * Finish time in seconds when a sender also waits until its own message has arrived, as message-level simulators do that
     * send one blocking message at a time. Equal to {@link #everyStep} when all ranks are equal.
     */
    public static double everyStepAwaitingArrival(int steps, double[] s, double[] a, double[] r) {
        int n = s.length;
        double[] arrived = r == null ? new double[n] : r.clone();
        double[] next = new double[n];
        for (int step = 0; step < steps; step++) {
            for (int i = 0; i < n; i++) {
                int before = i == 0 ? n - 1 : i - 1;
                // the message that rank i got is the one that rank i-1 sent
                next[i] = (step == 0 ? arrived[i] : Math.max(arrived[i], arrived[before])) + s[i] + a[i];
            }
            double[] swap = arrived;
            arrived = next;
            next = swap;
        }
        return highest(arrived);
    }

    /** Finish time in seconds with chunks cut into slices that are sent one by one (R3 with any ranks); s is per chunk. */
    public static double everySlice(int steps, int slices, double[] s, double[] a) {
        int n = s.length;
        double[][] got = new double[slices][n];
        double[] done = new double[n];
        double[] next = new double[n];
        double[] part = new double[n];
        for (int i = 0; i < n; i++) {
            part[i] = s[i] / slices;
        }
        for (int step = 0; step < steps; step++) {
            for (int slice = 0; slice < slices; slice++) {
                advance(n, part, a, done, got[slice], next);
                double[] swap = got[slice];
                got[slice] = next;
                next = swap;
            }
        }
        return highest(got[slices - 1]);
    }

    /** Finish time in seconds by the ring law R1, window by window. Cost steps * ranks; see {@link #law} for few classes. */
    public static double lawOfRanks(int steps, double[] s, double[] a, double[] r) {
        int n = s.length;
        double finish = 0;
        for (int i = 0; i < n; i++) {
            double path = r == null ? 0 : r[i];
            finish = Math.max(finish, path);
            double slowest = 0;
            for (int k = 0, j = i; k < steps; k++) {
                slowest = Math.max(slowest, s[j]);
                path += s[j] + a[j];
                finish = Math.max(finish, path + (steps - 1 - k) * slowest);
                j = j + 1 == n ? 0 : j + 1;
            }
        }
        return finish;
    }

    /**
     * Finish time in seconds by the ring law R1 over runs of equal ranks; run q has {@code length[q]} ranks that each send in
     * {@code s[q]}, arrive {@code a[q]} later and are ready at {@code r[q]} (null for 0). Cost O(runs^2) for up to two turns.
     */
    public static double law(int steps, int[] length, double[] s, double[] a, double[] r) {
        int runs = length.length;
        long ranks = 0;
        for (int q = 0; q < runs; q++) {
            ranks += length[q];
        }
        double finish = 0;
        for (int q = 0; q < runs; q++) {
            double ready = r == null ? 0 : r[q];
            finish = Math.max(finish, ready + heaviestFrom(steps, length, s, a, q, length[q]));
            finish = Math.max(finish, ready + heaviestFrom(steps, length, s, a, q, 1));
            finish = Math.max(finish, fullWindowEndingAt(steps, length, s, a, r, q, 1, ranks));
            finish = Math.max(finish, fullWindowEndingAt(steps, length, s, a, r, q, length[q], ranks));
        }
        return finish;
    }

    /** Heaviest window that starts in run q with {@code left} of its ranks still ahead, and ends at the edge of a run. */
    private static double heaviestFrom(int steps, int[] length, double[] s, double[] a, int q, int left) {
        int runs = length.length;
        double heaviest = 0;
        double path = 0;
        double slowest = 0;
        long used = 0;
        int run = q;
        long here = left;
        while (used < steps) {
            double hop = s[run] + a[run];
            slowest = Math.max(slowest, s[run]);
            long inside = Math.min(here, steps - used);
            heaviest = Math.max(heaviest, path + hop + (steps - used - 1) * slowest);
            path += inside * hop;
            used += inside;
            heaviest = Math.max(heaviest, path + (steps - used) * slowest);
            run = run + 1 == runs ? 0 : run + 1;
            here = length[run];
        }
        return heaviest;
    }

    /** Weight of the window of all steps that ends at the {@code upTo}-th rank of run q. */
    private static double fullWindowEndingAt(
            int steps, int[] length, double[] s, double[] a, double[] r, int q, int upTo, long ranks) {
        int runs = length.length;
        double path = 0;
        long missing = steps;
        int run = q;
        long here = upTo;
        double turn = 0;
        for (int p = 0; missing > ranks && p < runs; p++) {
            turn += length[p] * (s[p] + a[p]);
        }
        while (missing > ranks) {
            path += turn;
            missing -= ranks;
        }
        while (true) {
            long inside = Math.min(here, missing);
            path += inside * (s[run] + a[run]);
            missing -= inside;
            if (missing == 0) {
                return path + (r == null ? 0 : r[run]);
            }
            run = run == 0 ? runs - 1 : run - 1;
            here = length[run];
        }
    }

    /** All-reduce time with one slow link (R2 with erratum N1): uniform send s and hop a, one rank sends in {@code slow}. */
    public static double oneSlowAllReduce(int ranks, double s, double slow, double a) {
        double steps = allReduceSteps(ranks);
        if (ranks == 2) {
            return Math.max(2 * slow + a, 2 * a + s + slow);
        }
        double turn = (ranks - 1) * (s + slow) + (ranks + 1) * a;
        return Math.max(Math.max(steps * slow + a, steps * (a + s) + 2 * (slow - s)), turn);
    }

    /** Time of a reduce-scatter or all-gather with one slow link (R2 with erratum N1). */
    public static double oneSlowHalf(int ranks, double s, double slow, double a) {
        double steps = halfSteps(ranks);
        return Math.max(steps * slow + a, steps * (a + s) + (slow - s));
    }

    /** Time of a uniform ring whose chunks are cut into slices (R3): send s per chunk, hop a. */
    public static double sliced(int steps, int slices, double s, double a) {
        double slice = s / slices;
        return Math.max(steps * s + a, steps * (a + slice) + (slices - 1) * slice);
    }

    private static double highest(double[] values) {
        return Arrays.stream(values).max().orElse(0);
    }
}
