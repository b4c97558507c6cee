package windtunnel.model.compute;

/** Numbers that several frameworks share; their sources are with {@link Framework}. */
final class FrameworkCosts {
    static final double OPERATION_SECONDS = 20e-6;
    static final double OPERATIONS_PER_EXPERT = 5;
    static final double CONTENTION = 0.6;
    static final double EAGER_STREAM_BYTES = 30;

    private FrameworkCosts() {}
}
