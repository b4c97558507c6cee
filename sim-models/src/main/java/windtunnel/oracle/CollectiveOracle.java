package windtunnel.oracle;

/**
 * Times of collectives from the papers. {@code alpha}: seconds per hop, {@code rate}: bytes per second and direction.
 *
 * <p>Ring: Patarasuk and Yuan, Bandwidth optimal all-reduce algorithms, 2009. Lower bounds and alpha-beta costs: Thakur,
 * Rabenseifner and Gropp, Optimization of collective communication operations in MPICH, 2005. Payloads and bus bandwidth:
 * nccl-tests, doc/PERFORMANCE.md at a0b82b22. Max-plus paths: Baccelli et al., Synchronization and Linearity, 1992. Shops:
 * Conway, Maxwell and Miller, Theory of Scheduling, 1967.
 */
public final class CollectiveOracle {

    private CollectiveOracle() {}

    /** Returns {@code 2(N-1) alpha + 2(N-1)/N S/B}, a ring all-reduce of S bytes per rank. */
    public static double ringAllReduceSeconds(int ranks, double bytes, double alpha, double rate) {
        return 2.0 * (ranks - 1) * alpha + 2.0 * (ranks - 1) / ranks * bytes / rate;
    }

    /** Returns {@code (N-1) alpha + (N-1)/N S/B}, a ring reduce-scatter or all-gather of S bytes in all. */
    public static double ringHalfSeconds(int ranks, double bytes, double alpha, double rate) {
        return (ranks - 1) * alpha + (ranks - 1.0) / ranks * bytes / rate;
    }

    /** Returns {@code alpha + S/B}, one message. */
    public static double sendSeconds(double bytes, double alpha, double rate) {
        return alpha + bytes / rate;
    }

    /** Returns bus bandwidth over S/t of an all-reduce, {@code 2(N-1)/N}. */
    public static double allReduceBusFactor(int ranks) {
        return 2.0 * (ranks - 1) / ranks;
    }

    /** Returns bus bandwidth over S/t of a reduce-scatter or all-gather, {@code (N-1)/N}. */
    public static double halfBusFactor(int ranks) {
        return (ranks - 1.0) / ranks;
    }

    /**
     * Returns the bus bandwidth of rings over every NIC of a node when rings may enter and leave by different NICs,
     * {@code min(n b, B g/(g-1))} for n NICs of b bytes per second and g GPUs on a scale-up link of B.
     */
    public static double multiRailBusBytesPerSec(int nics, double nicRate, int gpus, double scaleUpRate) {
        return Math.min(nics * nicRate, scaleUpRate * gpus / (gpus - 1));
    }

    /** Returns what each NIC carries when N ranks on k nodes show a bus bandwidth, {@code busbw (k-1)/(N-1)} per rank. */
    public static double nicRatePerRank(double busBytesPerSec, int nodes, int ranks) {
        return busBytesPerSec * (nodes - 1) / (ranks - 1);
    }

    /**
     * Returns the heaviest path of a ring in which rank i sends a chunk in {@code send[i]} seconds that arrives
     * {@code hop[i]} later: at each of the steps a path stays on its rank, which costs send, or moves on, which costs
     * send + hop.
     */
    public static double ringPathSeconds(int steps, double[] send, double[] hop) {
        double heaviest = 0;
        for (int start = 0; start < send.length; start++) {
            double moved = 0;
            double slowest = 0;
            for (int moves = 1; moves <= steps; moves++) {
                int rank = (start + moves - 1) % send.length;
                moved += send[rank] + hop[rank];
                slowest = Math.max(slowest, send[rank]);
                heaviest = Math.max(heaviest, moved + (steps - moves) * slowest);
            }
        }
        return heaviest;
    }

    /**
     * Returns an all-reduce over N >= 3 ranks that send in s, one of them in s' > s:
     * {@code max(M s' + a, M(a + s) + 2(s' - s), (N-1)(s + s') + (N+1)a)} with M = 2(N-1).
     */
    public static double oneSlowRankSeconds(int ranks, double send, double slow, double hop) {
        double steps = 2.0 * (ranks - 1);
        double held = steps * slow + hop;
        double passed = steps * (hop + send) + 2 * (slow - send);
        double half = (ranks - 1) * (send + slow) + (ranks + 1) * hop;
        return Math.max(held, Math.max(passed, half));
    }

    /**
     * Returns the phases of a hierarchical all-reduce over k nodes of g GPUs, one after the other:
     * {@code 2 (g-1)(a1 + S/(g b1)) + 2(k-1)(a2 + S/(g k b2))}.
     */
    public static double hierarchicalSeconds(int nodes, int gpus, double bytes, double[] inside, double[] between) {
        return 2 * scatterSeconds(gpus, bytes, inside)
                + 2 * (nodes - 1) * (between[0] + bytes / gpus / nodes / between[1]);
    }

    /** Returns {@code (g-1)(a + S/(g b))}; {@code inside} holds a and b. */
    public static double scatterSeconds(int gpus, double bytes, double[] inside) {
        return (gpus - 1) * (inside[0] + bytes / gpus / inside[1]);
    }

    /** Returns the makespan of C equal jobs through stages on resources of their own, {@code sum + (C-1) max}. */
    public static double flowShopSeconds(int jobs, double... stages) {
        double sum = 0;
        double slowest = 0;
        for (double stage : stages) {
            sum += stage;
            slowest = Math.max(slowest, stage);
        }
        return sum + (jobs - 1) * slowest;
    }

    /**
     * Returns the makespan of C equal jobs whose first and third stage share a resource that serves the first stage first,
     * {@code max(first + C second + third, C (first + third))}; first and third take the same.
     */
    public static double reentrantShopSeconds(int jobs, double first, double second) {
        return Math.max(first + jobs * second + first, 2 * jobs * first);
    }
}
