package windtunnel.model.compute;

import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a transformer, enough to count its parameters and its work.
 *
 * <p>Classic GPT: {@code P = 12 L h^2 (1 + 13/(12 h) + (V + s)/(12 L h))}, biases and learned positions, head tied to
 * the embedding, the final norm not counted (Narayanan et al. 2021). Llama: {@code P = L (2h + h(h + 2kd) + h^2 + 3hf) +
 * h + 2hV}, RMSNorm, no biases. Encoders (BERT): biases, learned
 * positions, two kinds of segment, a norm on the embedding, a pooling matrix {@code h^2 + h}. Vision (ViT): biases, a matrix of {@code 3
 * p^2 h} over patches of p x p pixels, one more position for the class, one head for each image. In a mixture's layers {@code 3hf} becomes {@code 3 h (E f_e + f_s) + hE}: routed experts, shared
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
 * @param latent narrow vectors of the attention, where it has them
 * @param states state-space layers of a hybrid, whose layers are one block each
 * @param patch pixels of a side of an image patch, 0 where the model reads tokens
 * @param ahead modules that predict further tokens while it trains; no part of {@link #parameters()}
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
        Experts experts,
        Latent latent,
        StateSpace states,
        int patch,
        Ahead ahead) {

    static final int LAYERS_MAX = 1 << 14;
    static final int WIDTH_MAX = 1 << 22;

    /** What surrounds the matrices. */
    public enum Style {
        /** LayerNorm with bias, a bias in each linear layer, dropout. */
        CLASSIC,
        /** RMSNorm, no biases, no dropout. */
        LLAMA,
        /** As classic, and every token looks at all others. */
        ENCODER,
        /** As an encoder, on patches of images, without dropout. */
        VISION
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
        this(
                layers,
                hidden,
                ffn,
                heads,
                kvHeads,
                headDim,
                vocab,
                positions,
                style,
                gated,
                tied,
                Experts.NONE,
                Latent.NONE,
                StateSpace.NONE,
                0,
                Ahead.NONE);
    }

    /** Returns this model with experts in place of the MLP of some layers. */
    public ModelShape withExperts(Experts other) {
        return new ModelShape(
                layers, hidden, ffn, heads, kvHeads, headDim, vocab, positions, style, gated, tied, other, latent,
                states, patch, ahead);
    }

    /** Returns this model with latent attention. */
    public ModelShape withLatent(Latent other) {
        return new ModelShape(
                layers, hidden, ffn, heads, kvHeads, headDim, vocab, positions, style, gated, tied, experts, other,
                states, patch, ahead);
    }

    /** Returns this model with one block a layer, some of them state-space blocks. */
    public ModelShape withStates(StateSpace other) {
        return new ModelShape(
                layers, hidden, ffn, heads, kvHeads, headDim, vocab, positions, style, gated, tied, experts, latent,
                other, patch, ahead);
    }

    /** Returns this model on image patches of so many pixels a side. */
    public ModelShape withPatch(int other) {
        return new ModelShape(
                layers, hidden, ffn, heads, kvHeads, headDim, vocab, positions, style, gated, tied, experts, latent,
                states, other, ahead);
    }

    /** Returns this model with modules that predict further tokens, or without. */
    public ModelShape withAhead(Ahead other) {
        return new ModelShape(
                layers, hidden, ffn, heads, kvHeads, headDim, vocab, positions, style, gated, tied, experts, latent,
                states, patch, other);
    }

    /** Returns a model of the one layer of a module: one of the last kind, or attention and MLP of a hybrid. */
    ModelShape aheadLayer() {
        boolean mixture = states.present() ? experts.present() : mixturesBefore(layers) > mixturesBefore(layers - 1);
        Experts each = mixture ? experts.everywhere() : Experts.NONE;
        return new ModelShape(
                1,
                hidden,
                ffn,
                heads,
                kvHeads,
                headDim,
                vocab,
                positions,
                style,
                gated,
                tied,
                each,
                latent,
                StateSpace.NONE,
                0,
                Ahead.NONE);
    }

    /** Returns how many of the model's layers the modules are as work: those of a hybrid have two blocks. */
    int aheadLayers() {
        return ahead.depths() * (states.present() ? 2 : 1);
    }

    /** Returns this model with another number of layers, vocabulary and learned positions. */
    public ModelShape withSizes(int otherLayers, int otherVocab, int otherPositions) {
        return new ModelShape(
                otherLayers,
                hidden,
                ffn,
                heads,
                kvHeads,
                headDim,
                otherVocab,
                otherPositions,
                style,
                gated,
                tied,
                experts,
                latent,
                states,
                patch,
                ahead);
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
        problems.addAll(latent.validate());
        problems.addAll(states.validate(layers));
        if ((experts.present() || latent.present() || states.present()) && style != Style.LLAMA) {
            problems.add("experts, latent attention and state-space layers need a model without biases (family llama)");
        }
        problems.addAll(ahead.validate());
        if (ahead.present() && style != Style.LLAMA) {
            problems.add("predict-ahead needs a model without biases (family llama)");
        }
        if (style == Style.VISION) {
            range(problems, "patch", patch, 1, 1 << 12);
        }
        if (states.present() && experts.present() && (experts.firstDense() > 0 || experts.every() > 1)) {
            problems.add("experts of a hybrid are in all of its MLP layers: leave out first-dense and every");
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
        return style == Style.CLASSIC || style == Style.ENCODER;
    }

    /** Returns whether a token looks at earlier ones only. */
    public boolean causal() {
        return style == Style.CLASSIC || style == Style.LLAMA;
    }

    /** Returns the norms of a layer, and its residual additions: one for each block. */
    public int blocksPerLayer() {
        return states.present() ? 1 : 2;
    }

    /** Returns how many of the layers that are no mixtures have attention, as a share. */
    double attentionShare() {
        return states.present() ? share(states.attentionLayers()) : 1;
    }

    /** Returns how many of the layers that are no mixtures are state-space blocks, as a share. */
    double stateShare() {
        return share(states.layers());
    }

    /** Returns how many of the layers that are no mixtures have an MLP, as a share. */
    double mlpShare() {
        return states.present() ? experts.present() ? 0 : share(mlpLayers()) : 1;
    }

    private double share(int some) {
        return (double) some / Math.max(1, layers - mixtureLayers());
    }

    /** Returns how many layers have an MLP or a mixture. */
    private int mlpLayers() {
        return states.present() ? layers - states.layers() - states.attentionLayers() : layers;
    }

    /** Returns how many layers have attention. */
    public int attentionLayers() {
        return states.present() ? states.attentionLayers() : layers;
    }

    /** Returns half of what a layer's attention core multiplies each position of the sequence with: {@code (keys + values) / 2}. */
    public double coreWidth() {
        return latent.present() ? heads * (latent.keyDim() + latent.valueDim()) / 2.0 : queryWidth();
    }

    /** Returns the matrix parameters of all layers but mixtures. */
    public long plainMatrixParameters() {
        if (!states.present()) {
            return (layers - mixtureLayers()) * (attentionMatrixParameters() + mlpParameters(ffn));
        }
        return states.attentionLayers() * attentionMatrixParameters()
                + states.layers() * states.matrixParameters(hidden)
                + (experts.present() ? 0 : mlpLayers() * mlpParameters(ffn));
    }

    private long attentionMatrixParameters() {
        if (latent.present()) {
            return latent.wholeMatrixParameters(hidden) + latent.dividedMatrixParameters(hidden, heads);
        }
        return hidden * (queryWidth() + 2 * kvWidth()) + queryWidth() * hidden;
    }

    private long mlpParameters(long width) {
        return mlpMatrices() * (long) hidden * width;
    }

    /** Returns how many layers are mixtures of experts. */
    public int mixtureLayers() {
        return mixturesBefore(layers);
    }

    /** Returns how many of the first {@code some} layers are mixtures; those of a hybrid are spread evenly. */
    public int mixturesBefore(int some) {
        if (!states.present()) {
            return experts.mixturesBefore(some);
        }
        return experts.present() ? Math.toIntExact((long) some * mlpLayers() / layers) : 0;
    }

    /** Returns the parameters of one routed expert. */
    public long expertParameters() {
        return mlpMatrices() * (long) experts.width(hidden) * experts.ffn();
    }

    /** Returns the parameters of the routed experts of all layers. */
    public long routedParameters() {
        return (long) mixtureLayers() * experts.count() * expertParameters();
    }

    /** Returns the parameters of a mixture's matrices that all tokens pass: attention, router, shared expert. */
    long mixtureCommonParameters() {
        return (states.present() ? 0 : attentionMatrixParameters())
                + (long) hidden * experts.count()
                + 2L * hidden * experts.latent()
                + mlpParameters(experts.sharedFfn());
    }

    /** Returns the matrix parameters of all layers that multiply each token. */
    public long activeLayerMatrixParameters() {
        long mixture = mixtureCommonParameters() + experts.topK() * expertParameters();
        return plainMatrixParameters() + mixtureLayers() * mixture;
    }

    /** Returns whether linear layers have biases. */
    private boolean biases() {
        return style != Style.LLAMA;
    }

    /** Returns the parameters of one layer's vectors that every tensor rank holds whole: norms and row-parallel biases. */
    public long layerReplicatedVectorParameters() {
        return biases() ? 6L * hidden : (long) blocksPerLayer() * hidden;
    }

    /** Returns the parameters of one layer's biases that tensor ranks divide. */
    public long layerShardedVectorParameters() {
        if (!biases()) {
            return 0;
        }
        return queryWidth() + 2 * kvWidth() + (long) (mlpMatrices() - 1) * ffn;
    }

    /** Returns the parameters of what is read: tokens or patches, and positions. */
    public long embeddingParameters() {
        return (patch > 0 ? 3L * patch * patch * hidden : headParameters()) + embeddingVectorParameters();
    }

    /** Returns those of them that every tensor rank holds whole: positions; segments and norm of an encoder; class and bias of vision. */
    public long embeddingVectorParameters() {
        int more = style == Style.ENCODER ? 4 : style == Style.VISION ? 2 : 0;
        return (long) hidden * ((long) positions + more);
    }

    /** Returns the parameters of the output matrix, whether or not it is shared. */
    public long headParameters() {
        return (long) hidden * vocab;
    }

    /**
     * Returns the parameters after the last layer beside the output matrix: a norm, not counted in the classic GPT; an encoder's pooling
     * matrix; norm and bias of the classes of a vision model.
     */
    public long finalParameters() {
        return switch (style) {
            case CLASSIC -> 0;
            case LLAMA -> hidden;
            case ENCODER -> (long) hidden * hidden + hidden;
            case VISION -> 2L * hidden + vocab;
        };
    }

    /** Returns the parameters of all layers' vectors. */
    private long vectorParameters() {
        long each = layerReplicatedVectorParameters() + layerShardedVectorParameters();
        return layers * each
                + attentionLayers() * latent.normParameters()
                + states.layers() * states.vectorParameters();
    }

    /** Returns all parameters, each shared one once. */
    public long parameters() {
        long head = tied ? 0 : headParameters();
        return layerParameters() + embeddingParameters() + finalParameters() + head;
    }

    /** Returns the parameters of the modules that predict further tokens, without the embedding and the head, which are the model's. */
    public long aheadParameters() {
        if (!ahead.present()) {
            return 0;
        }
        ModelShape layer = aheadLayer();
        long join = 2L * hidden * hidden + 3L * hidden;
        return ahead.modules() * (layer.layerParameters() + join);
    }

    private long layerParameters() {
        return plainMatrixParameters()
                + mixtureLayers() * mixtureCommonParameters()
                + routedParameters()
                + vectorParameters();
    }

    /** Returns the parameters that are trained: the model's, and those of its modules. */
    public long trainedParameters() {
        return parameters() + aheadParameters();
    }

    /** Returns the routed experts' parameters that are trained. */
    long trainedRoutedParameters() {
        return routedParameters()
                + (ahead.present() ? ahead.modules() * aheadLayer().routedParameters() : 0);
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
