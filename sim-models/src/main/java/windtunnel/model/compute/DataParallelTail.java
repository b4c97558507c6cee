package windtunnel.model.compute;

import java.util.LinkedHashMap;
import java.util.Map;
import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;
import windtunnel.model.compute.StepOptions.Overlap;

/** What data-parallel transfers add to a step after its last backward passes, by stage. */
final class DataParallelTail {

    private final double[] exposedSeconds;
    private final double[] gatherSeconds;
    private double endSeconds;

    private DataParallelTail(int stages, double endSeconds) {
        this.exposedSeconds = new double[stages];
        this.gatherSeconds = new double[stages];
        this.endSeconds = endSeconds;
    }

    static DataParallelTail of(
            ModelShape shape,
            Layout layout,
            CommCosts costs,
            Overlap overlap,
            StagePasses passes,
            PipelineTimes times) {
        DataParallelTail tail = new DataParallelTail(layout.pipeline(), times.makespanSeconds());
        if (layout.data() > 1 && layout.zeroStage() < 2) {
            new Stages(shape, layout, remembered(costs), overlap, times).fill(tail, passes);
        }
        return tail;
    }

    /** Asks the fabric once per payload: most buckets are equal. */
    private static CommCosts remembered(CommCosts costs) {
        record Question(CollectiveOp op, long payloadBytes) {}
        Map<Question, Double> answers = new LinkedHashMap<>();
        return (dimension, op, payloadBytes) -> answers.computeIfAbsent(
                new Question(op, payloadBytes), question -> costs.seconds(dimension, op, payloadBytes));
    }

    /** Returns the latest end of a stage's reduction. */
    double endSeconds() {
        return endSeconds;
    }

    /** Returns the longest exposed gathering. */
    double gatherSeconds() {
        double longest = 0;
        for (double seconds : gatherSeconds) {
            longest = Math.max(longest, seconds);
        }
        return longest;
    }

    double exposedSeconds(int stage) {
        return exposedSeconds[stage];
    }

    double gatherSeconds(int stage) {
        return gatherSeconds[stage];
    }

    private record Stages(ModelShape shape, Layout layout, CommCosts costs, Overlap overlap, PipelineTimes times) {

        void fill(DataParallelTail tail, StagePasses passes) {
            for (int stage = 0; stage < layout.pipeline(); stage++) {
                double end = times.stageEndSeconds(stage);
                double reduced = Math.max(reducedSeconds(stage), end);
                tail.exposedSeconds[stage] = reduced - end;
                tail.endSeconds = Math.max(tail.endSeconds, reduced);
                if (layout.zeroStage() >= 1) {
                    tail.gatherSeconds[stage] = gatherSeconds(stage, passes.firstForwardSeconds(stage));
                }
            }
        }

        private long bucketBytes() {
            return overlap.bucketBytes(layout.data(), StepTransfers.GRADIENT_BYTES);
        }

        private double reducedSeconds(int stage) {
            CollectiveOp op = StepTransfers.reduction(layout);
            GradientBuckets.Cost cost = bytes -> costs.seconds(Dimension.DATA, op, bytes);
            double free = overlap.gradients() ? 0 : times.stageEndSeconds(stage);
            for (int chunk = layout.virtualStages() - 1; chunk >= 0; chunk--) {
                int position = chunk * layout.pipeline() + stage;
                long bytes = StepTransfers.GRADIENT_BYTES * Parameters.atPosition(shape, layout, position);
                free = overlap.gradients()
                        ? GradientBuckets.reducedSeconds(
                                free,
                                times.lastBackwardStartSeconds(position),
                                times.lastBackwardEndSeconds(position),
                                bytes,
                                bucketBytes(),
                                cost)
                        : free + GradientBuckets.serialSeconds(bytes, bucketBytes(), cost);
            }
            return free;
        }

        /** First passes through later chunks begin when p micro-batches have passed the one before. */
        private double gatherSeconds(int stage, double passSeconds) {
            GradientBuckets.Cost cost = bytes -> costs.seconds(Dimension.DATA, CollectiveOp.ALL_GATHER, bytes);
            long bucket = StepTransfers.gatherBucketBytes(bucketBytes());
            double free = 0;
            double delay = 0;
            for (int chunk = 0; chunk < layout.virtualStages(); chunk++) {
                int position = chunk * layout.pipeline() + stage;
                long bytes = StepTransfers.PARAMETER_BYTES * Parameters.atPosition(shape, layout, position);
                double start = (double) chunk * layout.pipeline() * passSeconds;
                double end =
                        GradientBuckets.gatheredPassEndSeconds(free, start + delay, passSeconds, bytes, bucket, cost);
                free += GradientBuckets.serialSeconds(bytes, bucket, cost);
                delay = overlap.parameters() ? end - start - passSeconds : free;
            }
            return delay;
        }
    }
}
