package windtunnel.model.compute;

import java.util.ArrayList;
import java.util.List;

/**
 * Modules that predict further tokens (multi-token prediction, MTP), one a depth, which train with the model and follow its last layer.
 *
 * <p>A module joins the state of the depth before with the embedding of the next token, each after a norm, by a matrix {@code 2h x h}; one
 * layer of the model's last kind and a norm follow, and the model's own head with one more loss. Of a hybrid the layer is an attention block and
 * one of the MLP (pattern {@code *E} of the Nemotron 3 recipes). So a depth multiplies {@code 2 (P_layer + 2 h^2 + hV)} FLOPs a token forward.
 * Sources: DeepSeek-V3 (arXiv 2412.19437, section 2.2), Megatron-Core's MultiTokenPredictionLayer (2026).
 *
 * @param depths further tokens predicted, 0 without modules
 * @param shared whether all depths run through the weights of one module
 * @param unquantised whether modules stay in 16 bits where the model's matrices have fewer
 */
public record Ahead(int depths, boolean shared, boolean unquantised) {

    /** No modules. */
    public static final Ahead NONE = new Ahead(0, false, false);

    static final int DEPTHS_MAX = 16;

    /** Returns whether there are any. */
    public boolean present() {
        return depths > 0;
    }

    /** Returns how many modules have weights of their own. */
    public int modules() {
        return shared ? Math.min(1, depths) : depths;
    }

    List<String> validate() {
        List<String> problems = new ArrayList<>();
        ModelShape.range(problems, "predict-ahead depths", depths, 0, DEPTHS_MAX);
        return problems;
    }
}
