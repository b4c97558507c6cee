package windtunnel.model.compute.search;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.Layout.Batch;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.Layout.Recompute;
import windtunnel.model.compute.Layout.Schedule;
import windtunnel.model.compute.ModelShape;
import windtunnel.model.compute.StepOptions.AttentionKernel;

/**
 * Every layout of a job, split by split: a split is how many ranks share layers, stages, sequences, experts and replicas; its layouts
 * differ in schedule, micro-batch, sharding and recomputation.
 *
 * <p>Degrees are all that divide the GPUs and the model, micro-batches all that divide a replica's share of the batch. Chunks per stage are
 * those that spread the layers evenly, and any number where the stages alone cannot. Left out is what changes nothing: sequence
 * parallelism without tensor ranks, selective recomputation beside a fused attention kernel, sharding over one rank. What is left is what
 * {@link Layout#validate(ModelShape)} lets pass.
 */
public final class SearchSpace {
    private final Job job;
    private final Wanted wanted;

    /** The layouts of {@code job} that have what is wanted. */
    public SearchSpace(Job job, Wanted wanted) {
        this.job = job;
        this.wanted = wanted;
    }

    /** The splits, with one chunk per stage; some may have no possible layout. */
    public List<Degrees> splits() {
        ModelShape shape = job.shape();
        List<Degrees> splits = new ArrayList<>();
        for (int tensor : free(LayoutKey.TENSOR, divisors(job.gpus()))) {
            if (!divides(shape, tensor)) {
                continue;
            }
            int rest = job.gpus() / tensor;
            for (int context : free(LayoutKey.CONTEXT, divisors(rest))) {
                for (int pipeline : free(LayoutKey.PIPELINE, divisors(rest / context))) {
                    int data = rest / context / pipeline;
                    boolean possible = pipeline <= shape.layers()
                            && job.globalBatch() % data == 0
                            && (context == 1 || job.sequence() % (2 * context) == 0)
                            && wanted.accepts(LayoutKey.DATA, data);
                    if (possible) {
                        addExperts(splits, new Degrees(tensor, pipeline, 1, data).withContext(context));
                    }
                }
            }
        }
        return splits;
    }

    private static boolean divides(ModelShape shape, int tensor) {
        return shape.heads() % tensor == 0 && shape.ffn() % tensor == 0 && shape.vocab() % tensor == 0;
    }

    private void addExperts(List<Degrees> splits, Degrees degrees) {
        int experts = job.shape().experts().count();
        if (!job.shape().experts().present()) {
            if (wanted.accepts(LayoutKey.EXPERT, 1) && wanted.accepts(LayoutKey.EXPERT_TENSOR, 1)) {
                splits.add(degrees);
            }
            return;
        }
        long ranks = (long) degrees.tensor() * degrees.context() * degrees.data();
        for (int expert : free(LayoutKey.EXPERT, divisors(experts))) {
            List<Integer> shared = degrees.tensor() == 1 ? List.of(1) : List.of(1, degrees.tensor());
            for (int expertTensor : free(LayoutKey.EXPERT_TENSOR, shared)) {
                if (ranks % ((long) expert * expertTensor) == 0) {
                    splits.add(degrees.withExperts(expert, expertTensor));
                }
            }
        }
    }

    /** The possible layouts of a split, in a fixed order. */
    public List<Layout> layouts(Degrees split) {
        List<Layout> layouts = new ArrayList<>();
        int perReplica = job.globalBatch() / split.data();
        for (int micro : free(LayoutKey.MICRO, divisors(perReplica))) {
            Batch batch = new Batch(micro, job.globalBatch(), job.sequence());
            if (split.pipeline() == 1) {
                add(layouts, split, batch, Schedule.ONE_F_ONE_B);
                continue;
            }
            add(layouts, split, batch, Schedule.ONE_F_ONE_B);
            add(layouts, split, batch, Schedule.GPIPE);
            for (int chunks : chunks(split.pipeline(), perReplica / micro)) {
                Degrees degrees = new Degrees(
                        split.tensor(),
                        split.pipeline(),
                        chunks,
                        split.data(),
                        split.expert(),
                        split.expertTensor(),
                        split.context(),
                        split.shard());
                add(layouts, degrees, batch, Schedule.INTERLEAVED);
            }
        }
        return layouts;
    }

    private List<Integer> chunks(int stages, int microbatches) {
        int layers = job.shape().layers();
        if (microbatches % stages != 0) {
            return List.of();
        }
        boolean given = wanted.values().containsKey(LayoutKey.VIRTUAL);
        return IntStream.rangeClosed(2, Math.max(1, layers / stages))
                .filter(chunks -> given || layers % stages != 0 || layers % (stages * chunks) == 0)
                .boxed()
                .toList();
    }

    private void add(List<Layout> layouts, Degrees degrees, Batch batch, Schedule schedule) {
        int stages = zeroStages(degrees, batch, schedule);
        boolean fused = job.options().attention() == AttentionKernel.FUSED;
        boolean named = wanted.values().containsKey(LayoutKey.RECOMPUTE);
        for (int zero = 0; zero < stages; zero++) {
            for (Recompute recompute : Recompute.values()) {
                boolean same = recompute == Recompute.SELECTIVE && fused && !named;
                for (int sequence = degrees.tensor() > 1 ? 0 : 1; !same && sequence < 2; sequence++) {
                    Layout layout = new Layout(degrees, batch, schedule, recompute, sequence == 0, zero);
                    if (wanted.accepts(layout) && layout.validate(job.shape()).isEmpty()) {
                        layouts.add(layout);
                    }
                }
            }
        }
    }

    /** How many stages of sharding differ; with experts, parameters are not divided. */
    private int zeroStages(Degrees degrees, Batch batch, Schedule schedule) {
        Layout layout = new Layout(degrees, batch, schedule, Recompute.NONE, false, 0);
        boolean shared = layout.copies() > 1
                || job.shape().experts().present() && layout.expertReplicas() > 1
                || wanted.values().containsKey(LayoutKey.SHARDING);
        return !shared ? 1 : job.shape().experts().present() ? 2 : 4;
    }

    private List<Integer> free(LayoutKey key, List<Integer> values) {
        return values.stream().filter(value -> wanted.accepts(key, value)).toList();
    }

    /** All divisors of a positive number, ascending. */
    static List<Integer> divisors(int number) {
        List<Integer> low = new ArrayList<>();
        List<Integer> high = new ArrayList<>();
        for (int divisor = 1; (long) divisor * divisor <= number; divisor++) {
            if (number % divisor == 0) {
                low.add(divisor);
                if (divisor != number / divisor) {
                    high.add(0, number / divisor);
                }
            }
        }
        low.addAll(high);
        return low;
    }
}
