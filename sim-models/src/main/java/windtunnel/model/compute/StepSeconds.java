package windtunnel.model.compute;

/**
 * Seconds of one step by share; the step is their sum.
 *
 * @param compute model kernels and optimizer
 * @param recompute kernels run again
 * @param commTensor exposed tensor-parallel collectives
 * @param commPipeline exposed pipeline hops
 * @param commData exposed gradient reduction and parameter gathering
 * @param commExpert exposed exchange of tokens with their experts
 * @param commContext exposed exchange of keys and values
 * @param bubble waiting for other stages
 * @param unmodelled host overhead and residual
 */
public record StepSeconds(
        double compute,
        double recompute,
        double commTensor,
        double commPipeline,
        double commData,
        double commExpert,
        double commContext,
        double bubble,
        double unmodelled) {

    /** Returns the seconds of one share. */
    public double of(StepShare share) {
        return switch (share) {
            case COMPUTE -> compute;
            case RECOMPUTE -> recompute;
            case COMM_TP -> commTensor;
            case COMM_PP -> commPipeline;
            case COMM_DP -> commData;
            case COMM_EP -> commExpert;
            case COMM_CP -> commContext;
            case BUBBLE -> bubble;
            case UNMODELLED -> unmodelled;
        };
    }

    /** Returns the seconds of the step. */
    public double total() {
        return compute
                + recompute
                + commTensor
                + commPipeline
                + commData
                + commExpert
                + commContext
                + bubble
                + unmodelled;
    }

    /**
     * Returns this step after host overhead and a calibration factor: a factor above 1 adds UNMODELLED time, one below 1
     * shrinks every share.
     */
    StepSeconds calibrated(double hostSeconds, double residual) {
        double modelled = total() + hostSeconds;
        double shrink = Math.min(residual, 1);
        double surplus = modelled * Math.max(residual - 1, 0);
        return new StepSeconds(
                compute * shrink,
                recompute * shrink,
                commTensor * shrink,
                commPipeline * shrink,
                commData * shrink,
                commExpert * shrink,
                commContext * shrink,
                bubble * shrink,
                (unmodelled + hostSeconds) * shrink + surplus);
    }
}
