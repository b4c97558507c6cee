package windtunnel.model;

import java.util.Optional;

/** What collectives cost on the cluster as it stands now. */
public interface CollectiveCosts {
    /**
     * Seconds until the slowest group is done when all groups of the family run {@code op} at the same time and nothing else
     * uses their links.
     *
     * @param op the operation
     * @param family the groups
     * @param payloadBytes bytes in nccl-tests' meaning, not negative
     */
    double seconds(CollectiveOp op, GroupFamily family, double payloadBytes);

    /** The link that holds the slowest group back; nothing where a group is one rank. */
    Optional<Binding> binding(CollectiveOp op, GroupFamily family, double payloadBytes);

    /** Where the slowest group is held back, for people: {@code node-3/nic-0 (degraded to 0.5)}. */
    default String bottleneck(CollectiveOp op, GroupFamily family, double payloadBytes) {
        return binding(op, family, payloadBytes).map(Binding::link).orElse("no communication");
    }

    /**
     * Bytes that links carry when all groups of the family run {@code op} once, for each byte of payload: the sum over all links of a
     * {@link Cluster.Part}, by its ordinal.
     */
    double[] carriedPerByte(CollectiveOp op, GroupFamily family);

    /** The same link by link, as far as it is known. */
    default void carried(CollectiveOp op, GroupFamily family, LinkBytes sink) {}

    /** Takes what links carry. */
    @FunctionalInterface
    interface LinkBytes {
        /** Link {@code link} carries so many bytes more for each byte of payload. */
        void add(int link, double bytes);
    }

    /** How times of {@code op} come from a user's measurements, or why they do not; nothing where there are no measurements. */
    default Optional<String> fitted(CollectiveOp op, GroupFamily family) {
        return Optional.empty();
    }
}
