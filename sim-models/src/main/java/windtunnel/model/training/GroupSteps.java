package windtunnel.model.training;

import windtunnel.core.unit.Count;
import windtunnel.model.World;
import windtunnel.model.training.elastic.Elastic;

/**
 * The step of an elastic job on some of its groups, always of the whole batch: where the batch shrinks with the groups, k of n of them take
 * n / k of their own steps for it.
 *
 * <p>With R replicas of micro batch b a fixed batch B takes m = ceil(B / (R b)) microbatches; what the last of them lacks, the others wait for.
 */
final class GroupSteps {
    private final World world;
    private final Training job;
    private final StepPlan whole;
    private final int all;
    private final int gpusPerGroup;
    private final int replicasPerGroup;
    private final double[] speeds;

    /** Steps of a job that takes {@code whole} on {@code all} groups of {@code gpusPerGroup} GPUs. */
    GroupSteps(World world, Training job, StepPlan whole, int all, int gpusPerGroup) {
        this.world = world;
        this.job = job;
        this.whole = whole;
        this.all = all;
        this.gpusPerGroup = gpusPerGroup;
        replicasPerGroup = (int) Math.max(1, gpusPerGroup / job.parallel().modelGpus());
        speeds = new double[all + 1];
    }

    /** Whole batches a second on {@code groups} groups, as links stand when it is first asked for. */
    double speed(int groups) {
        if (groups > 0 && speeds[groups] == 0) {
            speeds[groups] = 1e9 / (groups == all ? whole : of(groups, 1)).stepNanos();
        }
        return speeds[groups];
    }

    /** The step of the whole batch on {@code groups} groups, on links as they stand and that share of each NIC. */
    StepPlan of(int groups, double nicShare) {
        boolean measured = job.step().flatMap(Training.Step::measured).isPresent();
        if (job.elastic().orElseThrow().batch() == Elastic.BatchRule.PROPORTIONAL) {
            long samples = Math.max(1, batch() * groups / all);
            StepPlan own = measured ? whole : StepPlan.now(world, job, replicas(groups), sized(samples), nicShare);
            return own.stretched(all, groups);
        }
        long slots = slots(groups);
        double full = (double) batch() / (slots * replicasPerGroup * groups * micro());
        if (measured) {
            double fullWhole = (double) batch() / (slots(all) * replicasPerGroup * all * micro());
            return whole.stretched(slots, slots(all)).waiting(Math.max(0, 1 - full / fullWhole));
        }
        long samples = slots * replicasPerGroup * groups * micro();
        boolean timed = job.step().isPresent();
        StepPlan padded = StepPlan.now(world, job, replicas(groups), sized(timed ? batch() : samples), nicShare);
        return timed ? padded : padded.waiting(1 - full);
    }

    private long batch() {
        return job.batch().global().value();
    }

    private long micro() {
        return job.batch().micro().value();
    }

    /** Microbatches of a replica for the whole batch. */
    private long slots(int groups) {
        long each = replicasPerGroup * groups * micro();
        return (batch() + each - 1) / each;
    }

    /** Replicas of the model; where a sample's time is given, every GPU is one. */
    private int replicas(int groups) {
        return job.step().isPresent() ? gpusPerGroup * groups : replicasPerGroup * groups;
    }

    private Batch sized(long samples) {
        return new Batch(new Count(samples), job.batch().micro(), job.batch().sequence());
    }
}
