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
 */
public record Anatomy(String workload, long stepNanos, long[] shareNanos, List<Fact> facts, List<Tier> links) {
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

    /** A labelled fact, worded for people. */
    public record Fact(String label, String value) {}
}
