package windtunnel.model.compute;

/**
 * Shape of a dense decoder-only transformer.
 *
 * <p>Parameters of the classic GPT family: {@code 12 L h^2 + 13 L h + (V + s) h} for f = 4h and k = a (Narayanan et al., SC21,
 * eq. 2); of the Llama family: {@code L (2h + h(h + 2kd) + h^2 + 3hf) + h + 2hV}. It stops holding for mixtures of experts,
 * encoders and tied embeddings.
 *
 * @param layers transformer layers L
 * @param hidden hidden size h
 * @param ffn width f of the feed-forward part
 * @param heads query heads a
 * @param kvHeads key-value heads k
 * @param vocab vocabulary V, padded
 * @param gated whether the feed-forward part has three matrices
 * @param llama Llama family (no biases, untied head); else classic GPT (biases, learned positions, shared embedding)
 * @param positions learned positions of the GPT family, 0 for none
 */
public record ModelShape(
        int layers, int hidden, int ffn, int heads, int kvHeads, int vocab, boolean gated, boolean llama, int positions) {

    /** Size of one head, h / a. */
    public int headSize() {
        return hidden / heads;
    }

    /** Parameters of the matrices of one layer. */
    public long layerMatrices() {
        long h = hidden;
        long attention = h * (h + 2L * kvHeads * headSize()) + h * h;
        return attention + (gated ? 3L : 2L) * h * ffn;
    }

    /** All parameters of one layer, norms and biases included. */
    public long layerParameters() {
        long h = hidden;
        long biases = llama ? 0 : h + 2L * kvHeads * headSize() + h + ffn + h;
        return layerMatrices() + biases + (llama ? 2 * h : 4 * h);
    }

    /** Parameters of the embedding (and positions) at the model's entry. */
    public long entryParameters() {
        return ((long) vocab + positions) * hidden;
    }

    /** Parameters at the model's exit that are not shared with the entry. */
    public long exitParameters() {
        return llama ? (long) vocab * hidden + hidden : 0;
    }

    /** All parameters. */
    public long parameters() {
        return layers * layerParameters() + entryParameters() + exitParameters();
    }

    /** Which part of the score matrix counts as work. */
    public enum AttentionCount {
        /** Half: what a causal mask leaves. */
        CAUSAL,
        /** All of it: Megatron's published convention. */
        FULL
    }

    /** Forward FLOPs of one token in the matrices of all layers. */
    private double forwardMatrices() {
        return 2.0 * layers * layerMatrices();
    }

    /** Forward FLOPs of one token in the attention core of all layers. */
    public double forwardAttention(int sequence, AttentionCount count) {
        return (count == AttentionCount.CAUSAL ? 2.0 : 4.0) * layers * sequence * hidden;
    }

    /** Model FLOPs of one token in one training step: three times the forward pass, head included. */
    public double modelFlopsPerToken(int sequence, AttentionCount count) {
        double head = 2.0 * hidden * vocab;
        return 3 * (forwardMatrices() + forwardAttention(sequence, count) + head);
    }

    /** Executed FLOPs of one token: model FLOPs and what is computed again. */
    public double hardwareFlopsPerToken(int sequence, AttentionCount count, Recompute recompute) {
        double again = switch (recompute) {
            case NONE -> 0;
            case SELECTIVE -> forwardAttention(sequence, count);
            case FULL -> forwardMatrices() + forwardAttention(sequence, count);
        };
        return modelFlopsPerToken(sequence, count) + again;
    }
}
