package windtunnel.bench.workload;

import java.util.List;
import java.util.Locale;

/**
 * ASTRA-sim's analytical network and collectives, so that its results can be put beside ours in its own units.
 *
 * <p>A ring all-reduce of N ranks takes {@code 2(N-1) step + (N-1) 3 floor(c/1600) + (2(N-1)+1) 10 ns}: c = S/N, a step is latency and
 * serialisation, on a switch twice the latency, and in the congestion-aware back end also twice the serialisation, since it stores
 * and forwards; then three passes over memory of 1600 GB/s and 10 ns of an endpoint. Its "GB/s" are 2^30 bytes a second and it
 * cuts to whole nanoseconds. A switch of eight ranks in front of another dimension reduce-scatters and gathers around the ring of
 * N/8 ranks. Source: astra-sim at 518bd51 with astra-network-analytical at 599a047, run on 2026-11-24.
 */
public final class AstraSim {
    private static final long MEMORY = 1600;
    private static final long ENDPOINT_NANOS = 10;
    private static final double GIGA = (1L << 30) / 1e9;

    private AstraSim() {}

    /** Networks that the figures were taken on. */
    public enum Network {
        /** Each rank is joined to the next one. */
        RING,
        /** All ranks on a switch, the congestion-unaware back end. */
        SWITCH,
        /** The same with the congestion-aware back end. */
        SWITCH_AWARE,
        /** Switches of eight ranks at 400 GB/s, joined by a switch of 50 GB/s. */
        HIERARCHY
    }

    /** Simulated nanoseconds of an all-reduce of {@code bytes} over {@code ranks} ranks. */
    public static long nanos(Network network, int ranks, long bytes) {
        if (network == Network.HIERARCHY) {
            long chunk = bytes / 8;
            long inside = 14 * (2 * 500 + serial(chunk, 400)) + 7 * memory(chunk) + 160;
            return inside + ring(new Dimension(ranks / 8, 2 * 1000, 1, 50), bytes / 8);
        }
        return ring(
                switch (network) {
                    case SWITCH -> new Dimension(ranks, 2 * 500, 1, 50);
                    case SWITCH_AWARE -> new Dimension(ranks, 2 * 500, 2, 50);
                    default -> new Dimension(ranks, 500, 1, 50);
                },
                bytes);
    }

    private record Dimension(int ranks, long latencyNanos, int copies, long gibPerSec) {}

    private static long ring(Dimension d, long bytes) {
        long chunk = bytes / d.ranks();
        long step = d.latencyNanos() + d.copies() * serial(chunk, d.gibPerSec());
        int half = d.ranks() - 1;
        return 2 * half * step + half * memory(chunk) + (2 * half + 1) * ENDPOINT_NANOS;
    }

    private static long serial(long bytes, long gibPerSec) {
        return (long) Math.floor(bytes / (gibPerSec * GIGA));
    }

    private static long memory(long bytes) {
        return 3 * (bytes / MEMORY);
    }

    /** Prints the nanoseconds of a network, for ranks and MiB as given: {@code ring 64 100}. */
    public static void main(String[] args) {
        if (args.length != 3) {
            throw new IllegalArgumentException("arguments: ring|switch|switch_aware|hierarchy RANKS MIB");
        }
        Network network = Network.valueOf(args[0].toUpperCase(Locale.ROOT));
        long bytes = Long.parseLong(args[2]) << 20;
        System.out.println(String.join(
                " ",
                List.of(
                        args[0],
                        args[1],
                        args[2] + " MiB:",
                        nanos(network, Integer.parseInt(args[1]), bytes) + " ns")));
    }
}
