package windtunnel.model.compute;

import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a transformer, enough to count its parameters and its work.
 *
 * <p>Classic GPT: {@code P = 12 L h^2 (1 + 13/(12 h) + (V + s)/(12 L h))}, biases and learned positions, head tied to
 * the embedding, the final norm not counted (Narayanan et al. 2021). Llama: {@code P = L (2h + h(h + 2kd) + h^2 + 3hf) +
 * h + 2hV}, RMSNorm, no biases. In a mixture's layers {@code 3hf} becomes {@code 3 h (E f_e + f_s) + hE}: routed experts, shared
 * expert, router; {@code k} of the {@code E} work on a token.
 *
 * @param layers transformer layers
 * @param hidden model width
 * @param ffn width of the MLP, per matrix
 * @param heads query heads
 * @param kvHeads key/value heads, a divisor of {@code heads}
 * @param headDim width of one head
 * @param vocab padded vocabulary
 * @param positions learned position vectors, 0 where positions are rotary or absent
 * @param style which vectors accompany the matrices
 * @param gated whether the MLP has a gate (three matrices instead of two)
 * @param tied whether the head shares the embedding's matrix
 * @param experts what some layers have in place of one MLP
 */
public record ModelShape(
        int layers,
        int hidden,
        int ffn,
        int heads,
        int kvHeads,
        int headDim,
        int vocab,
        int positions,
        Style style,
        boolean gated,
        boolean tied,
        Experts experts) {

    static final int LAYERS_MAX = 1 << 14;
    static final int WIDTH_MAX = 1 << 22;

    /** What surrounds the matrices. */
    public enum Style {
        /** LayerNorm with bias, a bias in each linear layer, dropout. */
        CLASSIC,
        /** RMSNorm, no biases, no dropout. */
        LLAMA
    }

    /** A dense model. */
    public ModelShape(
            int layers,
            int hidden,
            int ffn,
            int heads,
            int kvHeads,
            int headDim,
            int vocab,
            int positions,
            Style style,
            boolean gated,
            boolean tied) {
        this(layers, hidden, ffn, heads, kvHeads, headDim, vocab, positions, style, gated, tied, Experts.NONE);
    }

    /** Returns this model with experts in place of the MLP of some layers. */
    public ModelShape withExperts(Experts other) {
        return new ModelShape(
                layers, hidden, ffn, heads, kvHeads, headDim, vocab, positions, style, gated, tied, other);
    }

    /** Returns a classic GPT of the given sizes: {@code ffn = 4 hidden}, all heads with keys of their own, tied head. */
    public static ModelShape gpt(int layers, int hidden, int heads, int vocab, int positions) {
        return new ModelShape(
                layers, hidden, 4 * hidden, heads, heads, hidden / heads, vocab, positions, Style.CLASSIC, false, true);
    }

    /** Returns a Llama-style model of the given sizes: gated MLP, untied head, {@code headDim = hidden / heads}. */
    public static ModelShape llama(int layers, int hidden, int ffn, int heads, int kvHeads, int vocab) {
        return new ModelShape(layers, hidden, ffn, heads, kvHeads, hidden / heads, vocab, 0, Style.LLAMA, true, false);
    }

    /** Returns everything that is wrong with these sizes, empty when nothing is. */
    public List<String> validate() {
        List<String> problems = new ArrayList<>();
        range(problems, "layers", layers, 1, LAYERS_MAX);
        range(problems, "hidden", hidden, 1, WIDTH_MAX);
        range(problems, "ffn", ffn, 1, WIDTH_MAX);
        range(problems, "heads", heads, 1, WIDTH_MAX);
        range(problems, "kv-heads", kvHeads, 1, WIDTH_MAX);
        range(problems, "head-dim", headDim, 1, WIDTH_MAX);
        range(problems, "heads x head-dim", queryWidth(), 1, WIDTH_MAX);
        range(problems, "vocab", vocab, 1, WIDTH_MAX);
        range(problems, "positions", positions, 0, Integer.MAX_VALUE);
        if (heads > 0 && kvHeads > 0 && heads % kvHeads != 0) {
            problems.add("heads (" + heads + ") must be a multiple of kv-heads (" + kvHeads + ")");
        }
        problems.addAll(experts.validate());
        if (experts.present() && style == Style.CLASSIC) {
            problems.add("experts need a model without biases (family llama)");
        }
        return problems;
    }

    /** The upper bounds, far above any model, keep every later product inside a long. */
    static void range(List<String> problems, String name, long value, long least, long most) {
        if (value < least || value > most) {
            problems.add(name + " must be between " + least + " and " + most + ", got " + value);
        }
    }

    /** Returns the width of all query heads together. */
    public long queryWidth() {
        return (long) heads * headDim;
    }

    /** Returns the width of all key (or all value) heads together. */
    public long kvWidth() {
        return (long) kvHeads * headDim;
    }

    /** Returns how many matrices of {@code hidden x ffn} the MLP has. */
    public int mlpMatrices() {
        return gated ? 3 : 2;
    }

    /** Returns whether dropout masks are kept and dropout kernels run. */
    public boolean dropout() {
        return style == Style.CLASSIC;
    }

    /** Returns the parameters of a dense layer's matrices. */
    public long layerMatrixParameters() {
        return attentionMatrixParameters() + mlpParameters(ffn);
    }

    private long attentionMatrixParameters() {
        return hidden * (queryWidth() + 2 * kvWidth()) + queryWidth() * hidden;
    }

    private long mlpParameters(long width) {
        return mlpMatrices() * (long) hidden * width;
    }

    /** Returns how many layers are mixtures of experts. */
    public int mixtureLayers() {
        return experts.mixturesBefore(layers);
    }

    /** Returns the parameters of one routed expert. */
    public long expertParameters() {
        return mlpParameters(experts.ffn());
    }

    /** Returns the parameters of the routed experts of all layers. */
    public long routedParameters() {
        return (long) mixtureLayers() * experts.count() * expertParameters();
    }

    /** Returns the parameters of a mixture's matrices that all tokens pass: attention, router, shared expert. */
    long mixtureCommonParameters() {
        return attentionMatrixParameters() + (long) hidden * experts.count() + mlpParameters(experts.sharedFfn());
    }

    /** Returns the matrix parameters of all layers that multiply each token. */
    public long activeLayerMatrixParameters() {
        int mixtures = mixtureLayers();
        long mixture = mixtureCommonParameters() + experts.topK() * expertParameters();
        return (layers - mixtures) * layerMatrixParameters() + mixtures * mixture;
    }

    /** Returns the parameters of one layer's vectors that every tensor rank holds whole: norms and row-parallel biases. */
    public long layerReplicatedVectorParameters() {
        return style == Style.CLASSIC ? 6L * hidden : 2L * hidden;
    }

    /** Returns the parameters of one layer's biases that tensor ranks divide. */
    public long layerShardedVectorParameters() {
        if (style == Style.LLAMA) {
            return 0;
        }
        return queryWidth() + 2 * kvWidth() + (long) (mlpMatrices() - 1) * ffn;
    }

    /** Returns the parameters of the token and position embeddings. */
    public long embeddingParameters() {
        return (long) hidden * ((long) vocab + positions);
    }

    /** Returns the parameters of the output matrix, whether or not it is shared. */
    public long headParameters() {
        return (long) hidden * vocab;
    }

    /** Returns the parameters of the norm after the last layer, 0 in the classic count. */
    public long finalNormParameters() {
        return style == Style.LLAMA ? hidden : 0;
    }

    /** Returns all parameters, each shared one once. */
    public long parameters() {
        long head = tied ? 0 : headParameters();
        long vectors = layers * (layerReplicatedVectorParameters() + layerShardedVectorParameters());
        long common =
                (layers - mixtureLayers()) * layerMatrixParameters() + mixtureLayers() * mixtureCommonParameters();
        return common + routedParameters() + vectors + embeddingParameters() + finalNormParameters() + head;
    }

    /** Returns the parameters that take part in one token: all but the experts it is not routed to. */
    public long activeParameters() {
        return parameters() - (long) mixtureLayers() * (experts.count() - experts.topK()) * expertParameters();
    }

    /** Returns the parameters that multiply each token: its matrices and the head, without the look-up of embeddings. */
    public long linearParameters() {
        return activeLayerMatrixParameters() + headParameters();
    }
}
