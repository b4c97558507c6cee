package windtunnel.model;

import java.util.List;

/**
 * One undisturbed step of a workload.
 *
 * @param workload its name
 * @param stepNanos its length
 * @param shareNanos nanoseconds by ordinal of {@link LedgerState}, summing to the length
 * @param facts labelled facts in reading order
 */
public record Anatomy(String workload, long stepNanos, long[] shareNanos, List<Fact> facts) {
    /** A labelled fact, worded for people. */
    public record Fact(String label, String value) {}
}
