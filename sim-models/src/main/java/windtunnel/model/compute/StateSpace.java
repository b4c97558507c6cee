package windtunnel.model.compute;

import java.util.ArrayList;
import java.util.List;

/**
 * The state-space layers (Mamba-2) of a hybrid model, whose layers are one block each: a state-space block, attention, or an MLP (a
 * mixture where the model has experts).
 *
 * <p>A block of H heads of width p, G groups and states of N: {@code h (2 H p + 2 G N + H)} parameters in, a convolution of width k over
 * {@code H p + 2 G N} channels with biases, three vectors of H, a norm of H p, and {@code H p h} out. Source: Dao and Gu 2024 (arXiv
 * 2405.21060), Nemotron-H (arXiv 2504.03624).
 *
 * @param layers how many of the model's layers are state-space blocks, 0 for a transformer
 * @param attentionLayers how many are attention; the others are MLPs
 * @param heads heads of a block
 * @param headDim width of a head
 * @param states states of a head
 * @param groups groups of heads that share how they write and read their states
 * @param convolution width of the convolution over time
 * @param chunk tokens that are worked on as matrices at a time
 */
public record StateSpace(
        int layers, int attentionLayers, int heads, int headDim, int states, int groups, int convolution, int chunk) {

    /** A transformer, each layer of which is attention and an MLP. */
    public static final StateSpace NONE = new StateSpace(0, 0, 0, 0, 0, 0, 0, 0);

    /** Returns whether the model is a hybrid. */
    public boolean present() {
        return layers > 0;
    }

    /** Width of all heads together. */
    long inner() {
        return (long) heads * headDim;
    }

    /** Width of what the convolution passes over: inputs, and how states are written and read. */
    long channels() {
        return inner() + 2L * groups * states;
    }

    /** Width of the matrix into the block. */
    long inWidth() {
        return inner() + channels() + heads;
    }

    /** Parameters of the two matrices of a block. */
    long matrixParameters(long hidden) {
        return hidden * inWidth() + inner() * hidden;
    }

    /** Parameters of its convolution, steps, skips and inner norm. */
    long vectorParameters() {
        return channels() * (convolution + 1) + 3L * heads + inner();
    }

    List<String> validate(int all) {
        List<String> problems = new ArrayList<>();
        if (!present()) {
            return problems;
        }
        ModelShape.range(problems, "state-space layers", layers, 1, all);
        ModelShape.range(problems, "state-space attention-layers", attentionLayers, 0, all - layers);
        ModelShape.range(problems, "state-space heads", heads, 1, ModelShape.WIDTH_MAX);
        ModelShape.range(problems, "state-space head-dim", headDim, 1, ModelShape.WIDTH_MAX);
        ModelShape.range(problems, "state-space states", states, 1, ModelShape.WIDTH_MAX);
        ModelShape.range(problems, "state-space groups", groups, 1, ModelShape.WIDTH_MAX);
        ModelShape.range(problems, "state-space convolution", convolution, 1, 1 << 10);
        ModelShape.range(problems, "state-space chunk", chunk, 1, 1 << 16);
        return problems;
    }
}
