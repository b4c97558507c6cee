package windtunnel.model.compute;

/**
 * Where the time of one step goes, in seconds, as mean over the pipeline stages; the parts sum to {@code total}.
 *
 * @param total whole step
 * @param compute model kernels and optimizer
 * @param recompute activations computed again
 * @param commTensor exposed tensor-parallel collectives
 * @param commPipeline exposed sends between stages
 * @param commData exposed gradient reduction and parameter gathering
 * @param bubble fill and drain of the pipeline, and waiting for slower stages
 * @param reductionSeconds gradient reduction and parameter gathering, hidden or not
 * @param modelFlops model FLOPs of the step over all GPUs
 * @param hardwareFlops executed FLOPs of the step over all GPUs
 * @param mfu model FLOPs over peak
 * @param hfu executed FLOPs over peak
 */
public record StepBreakdown(
        double total,
        double compute,
        double recompute,
        double commTensor,
        double commPipeline,
        double commData,
        double bubble,
        double reductionSeconds,
        double modelFlops,
        double hardwareFlops,
        double mfu,
        double hfu) {}
