package windtunnel.model.compute;

import java.util.LinkedHashMap;
import java.util.Map;
import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;
import windtunnel.model.compute.StepOptions.Overlap;
import windtunnel.model.compute.overlap.Slowdown;

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
            StepOptions options,
            StagePasses passes,
            PipelineTimes times) {
        DataParallelTail tail = new DataParallelTail(layout.pipeline(), times.makespanSeconds());
        if (layout.zeroStage() < 2 && StepTransfers.reduces(shape, layout)) {
            new Stages(shape, layout, remembered(costs), options.overlap(), options.precision(), times, passes)
                    .fill(tail);
        }
        return tail;
    }

    /** Asks the fabric once per payload: most buckets are equal. */
    private static CommCosts remembered(CommCosts costs) {
        record Question(Dimension dimension, CollectiveOp op, long payloadBytes) {}
        Map<Question, Double> answers = new LinkedHashMap<>();
        return (dimension, op, payloadBytes) -> answers.computeIfAbsent(
                new Question(dimension, op, payloadBytes), question -> costs.seconds(dimension, op, payloadBytes));
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

    private record Stages(
            ModelShape shape,
            Layout layout,
            CommCosts costs,
            Overlap overlap,
            Precision precision,
            PipelineTimes times,
            StagePasses passes) {

        void fill(DataParallelTail tail) {
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

        /** What one kind of parameters of a position sends; nothing where no two ranks hold the same. */
        private GradientBuckets.Load load(int position, CollectiveOp op, boolean experts) {
            Dimension dimension = experts ? Dimension.EXPERT_DATA : Dimension.DATA;
            int replicas = experts ? layout.expertReplicas() : layout.copies();
            long parameters = experts
                    ? Parameters.expertsAtPosition(shape, layout, position)
                    : Parameters.atPosition(shape, layout, position);
            long bucket = overlap.bucketBytes(replicas, StepTransfers.GRADIENT_BYTES);
            boolean gather = op == CollectiveOp.ALL_GATHER;
            double longer = beside(op, bucket, replicas, dimension).transfer();
            int bytes = gather ? precision.activationBytes() : StepTransfers.GRADIENT_BYTES;
            return GradientBuckets.Load.of(
                    replicas > 1 ? bytes * parameters : 0,
                    gather ? StepTransfers.gatherBucketBytes(bucket, bytes) : bucket,
                    payload -> longer * costs.seconds(dimension, op, payload));
        }

        /** Factors of buckets beside passes, none where nothing runs beside them. */
        private Slowdown beside(CollectiveOp op, long bucket, int replicas, Dimension dimension) {
            boolean hidden = op == CollectiveOp.ALL_GATHER ? overlap.parameters() : overlap.gradients();
            if (!hidden || replicas == 1 || !passes.beside().present()) {
                return Slowdown.NONE;
            }
            return passes.beside()
                    .slowdown(passes.streamShare(), op, replicas, bucket, costs.seconds(dimension, op, bucket));
        }

        /** What a pass loses to buckets that are moved beside it; they already take as long as that makes them. */
        private double lost(
                CollectiveOp op, double passSeconds, GradientBuckets.Load common, GradientBuckets.Load experts) {
            boolean hidden = op == CollectiveOp.ALL_GATHER ? overlap.parameters() : overlap.gradients();
            if (!hidden || !passes.beside().present()) {
                return 0;
            }
            long bucket = Math.max(common.bucketBytes(), 1);
            Slowdown slow = beside(op, bucket, Math.max(2, layout.copies()), Dimension.DATA);
            double moved = (common.serialSeconds() + experts.serialSeconds()) / slow.transfer();
            return slow.lost(passSeconds, moved);
        }

        private double reducedSeconds(int stage) {
            CollectiveOp op = StepTransfers.reduction(layout);
            double free = overlap.gradients() ? 0 : times.stageEndSeconds(stage);
            double late = 0;
            for (int chunk = layout.virtualStages() - 1; chunk >= 0; chunk--) {
                int position = chunk * layout.pipeline() + stage;
                GradientBuckets.Load common = load(position, op, false);
                GradientBuckets.Load experts = load(position, op, true);
                double start = times.lastBackwardStartSeconds(position) + late;
                double end = times.lastBackwardEndSeconds(position) + late;
                double lost = lost(op, end - start, common, experts);
                late += lost;
                free = overlap.gradients()
                        ? GradientBuckets.reducedSeconds(free, start, end + lost, common, experts)
                        : free + common.serialSeconds() + experts.serialSeconds();
            }
            return free;
        }

        /** First passes through later chunks begin when p micro-batches have passed the one before. */
        private double gatherSeconds(int stage, double passSeconds) {
            double free = 0;
            double delay = 0;
            for (int chunk = 0; chunk < layout.virtualStages(); chunk++) {
                int position = chunk * layout.pipeline() + stage;
                GradientBuckets.Load common = load(position, CollectiveOp.ALL_GATHER, false);
                GradientBuckets.Load experts = load(position, CollectiveOp.ALL_GATHER, true);
                double start = (double) chunk * layout.pipeline() * passSeconds;
                double end = GradientBuckets.gatheredPassEndSeconds(free, start + delay, passSeconds, common);
                free += common.serialSeconds();
                end = Math.max(end, GradientBuckets.gatheredPassEndSeconds(free, start + delay, passSeconds, experts));
                free += experts.serialSeconds();
                end += lost(CollectiveOp.ALL_GATHER, passSeconds, common, experts);
                delay = overlap.parameters() ? end - start - passSeconds : free;
            }
            return delay;
        }
    }
}
