package windtunnel.model.compute;

/** Which activations are computed a second time in the backward pass (Korthikanti et al. 2022). */
public enum Recompute {
    /** None: all are kept. */
    NONE,
    /** Those of the attention core. */
    SELECTIVE,
    /** Those of whole layers. */
    FULL
}
