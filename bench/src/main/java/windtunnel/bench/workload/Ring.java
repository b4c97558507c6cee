package windtunnel.bench.workload;

import java.util.Arrays;
import windtunnel.model.collective.RingKernel;

/**
 * RING: an all-reduce of 2^30 bytes over N hosts on a star switch; up and down links of 12.5e9 B/s, 1 us each.
 *
 * @param sendSeconds time each rank needs to send one chunk
 * @param hopSeconds latency from each rank to the next
 */
public record Ring(double[] sendSeconds, double[] hopSeconds) {

    private static final long BYTES = 1L << 30;
    private static final double LINK_BYTES_PER_SEC = 12.5e9;
    private static final double LINK_SECONDS = 1e-6;

    /** A ring of equal hosts. */
    public static Ring uniform(int ranks) {
        double[] send = new double[ranks];
        double[] hop = new double[ranks];
        Arrays.fill(send, Math.floor((double) BYTES / ranks) / LINK_BYTES_PER_SEC);
        Arrays.fill(hop, 2 * LINK_SECONDS);
        return new Ring(send, hop);
    }

    /** SLOW: the up link of rank 0 has half the bandwidth. */
    public static Ring oneSlow(int ranks) {
        Ring ring = uniform(ranks);
        ring.sendSeconds[0] *= 2;
        return ring;
    }

    /** Finish time in seconds with every rank and step; a sender is free when its link is. */
    public double finishSeconds() {
        return RingKernel.everyStep(RingKernel.allReduceSteps(sendSeconds.length), sendSeconds, hopSeconds, null);
    }

    /** Finish time in seconds when a sender waits until its message has arrived, as the peers do. */
    public double finishSecondsAwaitingArrival() {
        return RingKernel.everyStepAwaitingArrival(
                RingKernel.allReduceSteps(sendSeconds.length), sendSeconds, hopSeconds, null);
    }
}
