package windtunnel.model.compute.search;

import windtunnel.model.compute.Layout;
import windtunnel.model.compute.MemoryReport;
import windtunnel.model.compute.StepSeconds;

/**
 * A layout that fits, timed.
 *
 * @param layout it
 * @param stepNanos its undisturbed step
 * @param seconds the step by share
 * @param mfu model FLOPs over what the GPUs' peak would do in this time
 * @param memory demand of its fullest stage
 */
public record Found(Layout layout, long stepNanos, StepSeconds seconds, double mfu, MemoryReport.StageMemory memory) {}
