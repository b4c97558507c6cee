package windtunnel.model;

import java.util.List;

/**
 * One undisturbed step of a workload.
 *
 * @param workload its name
 * @param stepNanos its length
 * @param shareNanos nanoseconds by ordinal of {@link LedgerState}, summing to the length
 * @param facts labelled facts in reading order
 * @param links use of the links by tier, for each tier that carries something
 * @param collectives the collectives of the step, the longest first
 */
public record Anatomy(
        String workload,
        long stepNanos,
        long[] shareNanos,
        List<Fact> facts,
        List<Tier> links,
        List<Transfer> collectives) {
    /**
     * Use of the links of a tier in one step, as shares of their rate.
     *
     * @param name of the tier: {@code nic}
     * @param count links
     * @param mean over all of them
     * @param hottest the largest
     * @param where the link that has it
     * @param heat the largest of each of a few equal parts of the tier, in the order of the links
     */
    public record Tier(String name, int count, double mean, double hottest, String where, List<Double> heat) {}

    /**
     * A kind of collective in one step, hidden behind computing or not.
     *
     * @param what whom it joins and what it does: {@code data reduce-scatter}
     * @param how algorithm and protocol of the longest; empty where there is no choice
     * @param bytes payload of a rank in a step
     * @param seconds how long a rank spends on it in a step
     * @param share of the step
     * @param held the link that holds the longest back
     */
    public record Transfer(String what, String how, double bytes, double seconds, double share, Held held) {}

    /**
     * A link that holds a collective back.
     *
     * @param tier kind of link: {@code nic}
     * @param where its name, with what is left of it if it is degraded
     * @param bytesPerSec its capacity
     * @param busy share of the collective's time for which it sends at that capacity; the rest is latency and software
     */
    public record Held(String tier, String where, double bytesPerSec, double busy) {}

    /** A labelled fact, worded for people. */
    public record Fact(String label, String value) {}
}
