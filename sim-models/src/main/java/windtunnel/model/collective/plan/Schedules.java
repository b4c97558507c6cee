package windtunnel.model.collective.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/**
 * The classic schedules of logarithmic depth (Thakur, Rabenseifner and Gropp 2005; Bruck et al. 1997; PAT: Jeaugey 2025,
 * arXiv 2506.20252).
 *
 * <p>alpha = latency of a send, B = rate of a rank, S = payload, q = ceil(log2 N). Where N is not a power of two, all-reduces of halving,
 * doubling and recursive doubling fold the ranks beyond P = 2^floor(log2 N) into others first and hand the result back last, which
 * costs {@code 2 alpha + 2 S/B} on top of the law for P.
 */
public final class Schedules {
    private Schedules() {}

    /** Halving-doubling all-reduce: {@code 2 q alpha + 2 (P-1)/P S/B}. */
    public static Rounds halvingDoubling(int ranks) {
        Rounds scatter = halving(ranks);
        return folded(ranks, scatter.then(scatter.mirrored()));
    }

    /** Reduce-scatter of the largest power of two of ranks, {@code q alpha + (P-1)/P S/B}; round r goes 2^r ranks far. */
    public static Rounds halving(int ranks) {
        int active = Integer.highestOneBit(ranks);
        List<Rounds.Round> rounds = new ArrayList<>();
        for (int distance = 1; distance < active; distance *= 2) {
            int far = distance;
            rounds.add(pairs(ranks, active, far, r -> 0.5 / far));
        }
        return new Rounds(ranks, rounds);
    }

    /** Recursive doubling all-reduce: {@code q (alpha + S/B)}. */
    public static Rounds recursiveDoubling(int ranks) {
        int active = Integer.highestOneBit(ranks);
        List<Rounds.Round> rounds = new ArrayList<>();
        for (int distance = 1; distance < active; distance *= 2) {
            rounds.add(pairs(ranks, active, distance, r -> 1));
        }
        return folded(ranks, new Rounds(ranks, rounds));
    }

    private static Rounds.Round pairs(int ranks, int active, int distance, IntToDoubleFunction share) {
        return round(active, i -> member(ranks, active, i), i -> member(ranks, active, i ^ distance), share);
    }

    /** The i-th rank that stays when the others are folded into their neighbours. */
    private static int member(int ranks, int active, int i) {
        int folded = ranks - active;
        return i < folded ? 2 * i : i + folded;
    }

    private static Rounds folded(int ranks, Rounds core) {
        int folded = ranks - Integer.highestOneBit(ranks);
        if (folded == 0) {
            return core;
        }
        Rounds in = new Rounds(ranks, List.of(round(folded, i -> 2 * i + 1, i -> 2 * i, i -> 1)));
        return in.then(core).then(in.mirrored());
    }

    /** Bruck's all-to-all: {@code q (alpha + S/(2B))} for a power of two; round r moves the blocks whose distance has bit r. */
    public static Rounds bruck(int ranks) {
        List<Rounds.Round> rounds = new ArrayList<>();
        for (int bit = 1; bit < ranks; bit *= 2) {
            int distance = bit;
            int blocks = 0;
            for (int block = 0; block < ranks; block++) {
                blocks += (block & bit) != 0 ? 1 : 0;
            }
            double share = blocks / (double) ranks;
            rounds.add(round(ranks, i -> i, i -> (i + distance) % ranks, i -> share));
        }
        return new Rounds(ranks, rounds);
    }

    /** Binomial broadcast from rank 0: {@code q (alpha + S/B)}. */
    public static Rounds binomial(int ranks) {
        List<Rounds.Round> rounds = new ArrayList<>();
        for (int have = 1; have < ranks; have *= 2) {
            int distance = have;
            rounds.add(round(Math.min(have, ranks - have), i -> i, i -> i + distance, i -> 1));
        }
        return new Rounds(ranks, rounds);
    }

    /**
     * PAT's all-gather, far and small sends first: {@code q alpha + (N-1)/N S/B}. With distance d left to halve, a rank holds the blocks of
     * the multiples of 2d behind it and passes on those that are not yet d further.
     */
    public static Rounds patGather(int ranks) {
        List<Rounds.Round> rounds = new ArrayList<>();
        int top = ranks > 1 ? Integer.highestOneBit(ranks - 1) : 0;
        for (int distance = top; distance > 0; distance /= 2) {
            int far = distance;
            int blocks = 0;
            for (int held = 0; held + far < ranks; held += 2 * far) {
                blocks++;
            }
            double share = blocks / (double) ranks;
            rounds.add(round(ranks, i -> i, i -> (i + far) % ranks, i -> share));
        }
        return new Rounds(ranks, rounds);
    }

    private static Rounds.Round round(
            int sends, IntUnaryOperator from, IntUnaryOperator to, IntToDoubleFunction share) {
        int[] sender = new int[sends];
        int[] receiver = new int[sends];
        double[] shares = new double[sends];
        for (int i = 0; i < sends; i++) {
            sender[i] = from.applyAsInt(i);
            receiver[i] = to.applyAsInt(i);
            shares[i] = share.applyAsDouble(i);
        }
        return new Rounds.Round(sender, receiver, shares);
    }
}
