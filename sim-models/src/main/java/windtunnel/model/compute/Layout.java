package windtunnel.model.compute;

import java.util.ArrayList;
import java.util.List;

/**
 * How one training job is spread over its GPUs and its batch over time.
 *
 * @param degrees how many ways each dimension splits
 * @param batch sizes in sequences and tokens
 * @param schedule order of a pipeline's passes
 * @param recompute which activations are recomputed in the backward pass
 * @param sequenceParallel whether tensor ranks also split the sequence outside the matrices
 * @param zeroStage 0: optimizer state on each replica; 1: divided over the replicas (distributed optimizer); 2: gradients
 *     too, reduced after each micro-batch; 3: parameters too, gathered for each layer and pass (FSDP)
 */
public record Layout(
        Degrees degrees, Batch batch, Schedule schedule, Recompute recompute, boolean sequenceParallel, int zeroStage) {

    private static final long MICROBATCH_TOKENS_MAX = 1L << 36;
    private static final long PASSES_MAX = 1L << 23;

    /** Order of forward and backward passes in a pipeline. */
    public enum Schedule {
        /** All forwards, then all backwards. */
        GPIPE,
        /** One forward, one backward after a warm-up. */
        ONE_F_ONE_B,
        /** 1F1B over several chunks of layers per stage. */
        INTERLEAVED,
        /** 1F1B whose gradients of weights wait until a stage would be idle (ZB-H1). */
        ZB_H1
    }

    /** Which activations are dropped after the forward pass. */
    public enum Recompute {
        /** None: everything is kept. */
        NONE,
        /** The attention core only. */
        SELECTIVE,
        /** All but the input of each layer. */
        FULL
    }

    /**
     * Ways of splitting; the product of tensor, context, pipeline and data is the number of GPUs. Experts are spread over the tensor x
     * context x data ranks of a stage, independent of the other matrices.
     *
     * @param tensor ranks that share each matrix
     * @param pipeline stages
     * @param virtualStages chunks of layers per stage, 1 without interleaving
     * @param data replicas
     * @param expert ranks that share the experts of a layer, each holding some of them
     * @param expertTensor ranks that share each expert's matrices: 1, or all of {@code tensor}
     * @param context ranks that share each sequence
     * @param shard ranks that divide gradients and parameters between them where those are divided, groups of them holding copies (HSDP);
     *     0: all that there are
     */
    public record Degrees(
            int tensor,
            int pipeline,
            int virtualStages,
            int data,
            int expert,
            int expertTensor,
            int context,
            int shard) {

        /** Degrees without experts, context parallelism and groups of shards. */
        public Degrees(int tensor, int pipeline, int virtualStages, int data) {
            this(tensor, pipeline, virtualStages, data, 1, 1, 1, 0);
        }

        /** Returns these degrees with parameters divided in groups of so many ranks. */
        public Degrees withShard(int other) {
            return new Degrees(tensor, pipeline, virtualStages, data, expert, expertTensor, context, other);
        }

        /** Returns these degrees with experts spread over so many ranks. */
        public Degrees withExperts(int otherExpert, int otherExpertTensor) {
            return new Degrees(tensor, pipeline, virtualStages, data, otherExpert, otherExpertTensor, context, shard);
        }

        /** Returns these degrees with each sequence spread over so many ranks. */
        public Degrees withContext(int other) {
            return new Degrees(tensor, pipeline, virtualStages, data, expert, expertTensor, other, shard);
        }
    }

    /**
     * Batch sizes.
     *
     * @param micro sequences per micro-batch
     * @param global sequences per optimizer step
     * @param sequence tokens per sequence
     */
    public record Batch(int micro, int global, int sequence) {}

    /** Returns the tensor-parallel degree. */
    public int tensor() {
        return degrees.tensor();
    }

    /** Returns the number of pipeline stages. */
    public int pipeline() {
        return degrees.pipeline();
    }

    /** Returns the chunks of layers per stage. */
    public int virtualStages() {
        return degrees.virtualStages();
    }

    /** Returns the number of data-parallel replicas. */
    public int data() {
        return degrees.data();
    }

    /** Returns the ranks over which the experts of a layer are spread. */
    public int expert() {
        return degrees.expert();
    }

    /** Returns the ranks that share each expert's matrices. */
    public int expertTensor() {
        return degrees.expertTensor();
    }

    /** Returns the ranks that share each sequence. */
    public int context() {
        return degrees.context();
    }

    /** Returns this layout with other activations recomputed. */
    public Layout withRecompute(Recompute other) {
        return other == recompute ? this : new Layout(degrees, batch, schedule, other, sequenceParallel, zeroStage);
    }

    /** Returns how many ranks hold the same dense parameters: replicas times the ranks that share a sequence. */
    public int copies() {
        return Math.toIntExact((long) data() * context());
    }

    /** Returns how many ranks divide gradients and parameters between them. */
    public int shards() {
        return degrees.shard() > 0 ? degrees.shard() : copies();
    }

    /** Returns how many groups of {@link #shards()} hold copies of each other, 1 unless parameters are divided in groups. */
    public int shardReplicas() {
        return copies() / shards();
    }

    /** Returns how many ranks of a stage hold the same experts: {@code t c D / (e etp)}. */
    public int expertReplicas() {
        return Math.toIntExact((long) tensor() * copies() / ((long) expert() * expertTensor()));
    }

    /** Returns the GPUs this layout occupies. */
    public long gpus() {
        return (long) tensor() * context() * pipeline() * data();
    }

    /** Returns the micro-batches each replica runs per step; meaningful for a valid layout only. */
    public int microbatches() {
        return Math.toIntExact(batch.global() / ((long) data() * batch.micro()));
    }

    /**
     * Returns the layers at a position of the pipeline, {@code chunk * stages + stage}. They are spread as evenly as possible;
     * positions with a layer less are those at the ends, the last one first, since head and embedding are there (so 126 layers on
     * 16 stages are 7, 14 x 8, 7, as Llama 3 405B was trained).
     */
    public int layersAt(int layers, int position) {
        return spread(layers, pipeline() * virtualStages(), position);
    }

    /**
     * Returns the model's layers at a position. Where modules that predict further tokens are at the last one, each counts as a layer: the
     * others have as many as {@code ceil((layers + modules) / positions)}, the last what is left, or none and the others all of them. So the
     * recipes of Megatron-Bridge place DeepSeek-V3: 15 x 4 and 1 with its module, 7 x 8 and 5, 31 positions for 61 and none.
     */
    public int layersAt(ModelShape shape, int position) {
        int positions = pipeline() * virtualStages();
        int more = shape.aheadLayers();
        if (more == 0 || positions == 1) {
            return layersAt(shape.layers(), position);
        }
        boolean last = position == positions - 1;
        int most = (shape.layers() + more + positions - 1) / positions;
        int rest = shape.layers() - most * (positions - 1);
        if (rest >= 0) {
            return last ? rest : most;
        }
        return last ? 0 : spread(shape.layers(), positions - 1, position);
    }

    private static int spread(int layers, int positions, int position) {
        int rest = layers % positions;
        int fewer = rest == 0 ? 0 : positions - rest;
        boolean atTheEnds = position < fewer / 2 || position >= positions - (fewer + 1) / 2;
        return layers / positions + (rest == 0 || atTheEnds ? 0 : 1);
    }

    /** Returns how many of the layers at a position are mixtures of experts. */
    public int mixturesAt(ModelShape shape, int position) {
        if (!shape.experts().present()) {
            return 0;
        }
        int before = 0;
        for (int earlier = 0; earlier < position; earlier++) {
            before += layersAt(shape, earlier);
        }
        int after = before + layersAt(shape, position);
        return shape.mixturesBefore(after) - shape.mixturesBefore(before);
    }

    /** Returns the mixtures of experts on a whole stage. */
    public int mixturesOnStage(ModelShape shape, int stage) {
        int sum = 0;
        for (int chunk = 0; chunk < virtualStages(); chunk++) {
            sum += mixturesAt(shape, chunk * pipeline() + stage);
        }
        return sum;
    }

    /** Returns the layers of a whole stage. */
    public int layersOnStage(ModelShape shape, int stage) {
        int sum = 0;
        for (int chunk = 0; chunk < virtualStages(); chunk++) {
            sum += layersAt(shape, chunk * pipeline() + stage);
        }
        return sum;
    }

    /** Returns the tokens of one micro-batch on one of the ranks that share its sequences. */
    public long microbatchTokens() {
        return (long) batch.micro() * batch.sequence() / context();
    }

    /** Returns the tokens of one optimizer step. */
    public long stepTokens() {
        return (long) batch.global() * batch.sequence();
    }

    /** Returns how many ways activations outside the matrices are split. */
    public int sequenceSplit() {
        return sequenceParallel ? tensor() : 1;
    }

    /** Returns how many replicas share one copy of the optimizer state. */
    public int optimizerShards() {
        return zeroStage >= 1 ? copies() : 1;
    }

    /** Returns how many ranks share one copy of the experts' optimizer state. */
    public int expertOptimizerShards() {
        return zeroStage >= 1 ? expertReplicas() : 1;
    }

    /** Returns all reasons why this layout cannot run the model on that many GPUs, empty when it can. */
    public List<String> validate(ModelShape shape, long gpus) {
        List<String> problems = validate(shape);
        if (positive() && gpus() != gpus) {
            String with = context() > 1 ? " x context" : "";
            String ways = context() > 1 ? " x " + context() : "";
            problems.add("tensor x pipeline x data" + with + " = " + tensor() + " x " + pipeline() + " x " + data()
                    + ways + " = " + gpus() + " but the job has " + gpus + " GPUs");
        }
        return problems;
    }

    /** Returns all reasons why this layout cannot run the model, empty when it can. */
    public List<String> validate(ModelShape shape) {
        List<String> problems = new ArrayList<>(shape.validate());
        positiveDegrees(problems);
        if (problems.isEmpty()) {
            divisibility(problems, shape);
            size(problems);
            schedule(problems);
            kinds(problems, shape);
            hybrid(problems, shape);
            experts(problems, shape);
        }
        return problems;
    }

    private boolean positive() {
        return Math.min(Math.min(tensor(), pipeline()), Math.min(virtualStages(), data())) > 0
                && Math.min(context(), Math.min(expert(), expertTensor())) > 0
                && Math.min(batch.micro(), Math.min(batch.global(), batch.sequence())) > 0;
    }

    private void positiveDegrees(List<String> problems) {
        if (!positive()) {
            problems.add("degrees and batch sizes must be at least 1, got " + degrees + ", " + batch);
        }
    }

    private void divisibility(List<String> problems, ModelShape shape) {
        long chunks = (long) pipeline() * virtualStages();
        if (shape.layers() < chunks) {
            problems.add("layers (" + shape.layers() + ") must not be fewer than pipeline x virtual stages (" + chunks
                    + ")");
        }
        multiple(problems, "heads", shape.heads(), "tensor", tensor());
        multiple(problems, "ffn", shape.ffn(), "tensor", tensor());
        multiple(problems, "vocab", shape.vocab(), "tensor", tensor());
        if (shape.kvHeads() % tensor() != 0 && tensor() % shape.kvHeads() != 0) {
            problems.add("kv-heads (" + shape.kvHeads() + ") and tensor (" + tensor() + ") must divide one another");
        }
        multiple(problems, "global batch", batch.global(), "data x micro-batch", (long) data() * batch.micro());
        if (sequenceParallel) {
            multiple(problems, "sequence", batch.sequence(), "tensor", tensor());
        }
        if (context() > 1) {
            long parts = 2L * context() * (sequenceParallel ? tensor() : 1);
            multiple(
                    problems,
                    "sequence",
                    batch.sequence(),
                    "2 x context" + (sequenceParallel ? " x tensor" : ""),
                    parts);
        }
    }

    private void size(List<String> problems) {
        if (microbatchTokens() > MICROBATCH_TOKENS_MAX) {
            problems.add("micro-batch x sequence (" + microbatchTokens() + " tokens) must not exceed "
                    + MICROBATCH_TOKENS_MAX);
        }
        long positions = (long) pipeline() * virtualStages();
        long passes = positions * (batch.global() / ((long) data() * batch.micro()));
        if (passes > PASSES_MAX) {
            problems.add(
                    "pipeline x virtual stages x micro-batches (" + passes + " passes) must not exceed " + PASSES_MAX);
        }
    }

    private static void multiple(List<String> problems, String what, long value, String of, long divisor) {
        if (value % divisor != 0) {
            problems.add(what + " (" + value + ") must be a multiple of " + of + " (" + divisor + ")");
        }
    }

    private void schedule(List<String> problems) {
        boolean interleaved = schedule == Schedule.INTERLEAVED;
        if (interleaved && virtualStages() < 2) {
            problems.add("the interleaved schedule needs at least 2 virtual stages, got " + virtualStages());
        }
        if (!interleaved && virtualStages() > 1) {
            problems.add("virtual stages (" + virtualStages() + ") need the interleaved schedule");
        }
        if (interleaved && pipeline() < 2) {
            problems.add("the interleaved schedule needs at least 2 pipeline stages, got " + pipeline());
        }
        long perStep = (long) data() * batch.micro();
        if (interleaved && batch.global() % perStep == 0 && batch.global() / perStep % pipeline() != 0) {
            problems.add("the interleaved schedule needs micro-batches (" + batch.global() / perStep
                    + ") to be a multiple of the pipeline stages (" + pipeline()
                    + "): with a remainder its order, and so its bubble, is not defined");
        }
    }

    private void kinds(List<String> problems, ModelShape shape) {
        if (zeroStage < 0 || zeroStage > 3) {
            problems.add("zero stage must be from 0 to 3, got " + zeroStage);
        }
        if (degrees.shard() < 0 || degrees.shard() > 0 && copies() % degrees.shard() != 0) {
            problems.add("ranks of the same parameters (" + copies() + ") must be a multiple of the shard group ("
                    + degrees.shard() + ")");
        } else if (degrees.shard() > 0 && zeroStage < 2) {
            problems.add(
                    "a shard group needs divided gradients or parameters (zero stage 2 or 3), got stage " + zeroStage);
        }
        if (shape.positions() > 0 && batch.sequence() > shape.positions()) {
            problems.add("sequence (" + batch.sequence() + ") exceeds the model's learned positions ("
                    + shape.positions() + ")");
        }
        if (shape.ahead().present() && zeroStage > 1) {
            problems.add("zero stage " + zeroStage + " is not modelled for predict-ahead: use 0 or 1");
        }
        if (shape.style() == ModelShape.Style.VISION && batch.sequence() != shape.positions()) {
            problems.add("sequence (" + batch.sequence()
                    + ") must be the model's positions, one for each patch and one for the class (" + shape.positions()
                    + ")");
        }
    }

    private void hybrid(List<String> problems, ModelShape shape) {
        if (shape.states().present()) {
            multiple(problems, "state-space heads", shape.states().heads(), "tensor", tensor());
            if (context() > 1) {
                problems.add("context (" + context()
                        + ") must be 1: ranks that share the sequence of a state-space layer are not modelled");
            }
        }
    }

    private void experts(List<String> problems, ModelShape shape) {
        Experts experts = shape.experts();
        if (!experts.present()) {
            if (expert() > 1 || expertTensor() > 1) {
                problems.add("expert (" + expert() + ") and expert-tensor (" + expertTensor()
                        + ") must be 1: the model has no experts");
            }
            return;
        }
        if (zeroStage > 1) {
            problems.add("zero stage " + zeroStage + " is not modelled for experts: use 0 or 1");
        }
        multiple(problems, "experts", experts.count(), "expert", expert());
        multiple(problems, "experts' ffn", experts.ffn(), "expert-tensor", expertTensor());
        multiple(problems, "shared-ffn", experts.sharedFfn(), "tensor", tensor());
        long ranks = (long) tensor() * copies();
        multiple(
                problems,
                context() > 1 ? "tensor x context x data" : "tensor x data",
                ranks,
                "expert x expert-tensor",
                (long) expert() * expertTensor());
        if (expertTensor() != 1 && expertTensor() != tensor()) {
            problems.add("expert-tensor (" + expertTensor() + ") must be 1 or tensor (" + tensor() + ")");
        }
        if (tensor() > 1 && !sequenceParallel) {
            problems.add("experts with tensor (" + tensor()
                    + ") need sequence-parallel: true, or every tensor rank would route all tokens");
        }
    }
}
