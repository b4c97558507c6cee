package windtunnel.model.compute;

import java.util.ArrayList;
import java.util.List;

/**
 * The routed and shared experts of a mixture.
 *
 * <p>A token goes to {@code topK} of {@code count} experts of width {@code ffn}, and to the shared one. The fullest of n places that T k
 * routed tokens fall on evenly at random holds about {@code 1 + sqrt(2 ln(n) n / (T k))} times its share (maximum of nearly normal
 * loads; an upper estimate). With a capacity, every expert has exactly that many times its share: buffers are filled up, what is over is
 * dropped.
 *
 * @param count routed experts of a layer, 0 for a dense model
 * @param topK routed experts for each token
 * @param ffn width of a routed expert, per matrix
 * @param sharedFfn width of the expert that all tokens go through, 0 without one
 * @param firstDense dense layers before the first mixture
 * @param every of the layers after those, each so-manieth is a mixture and the others are dense
 * @param capacity room of an expert over its even share, 0 for as much as comes
 * @param latent width that tokens are narrowed to before they go to routed experts, and widened from after (LatentMoE); 0 for the
 *     model's own
 */
public record Experts(
        int count, int topK, int ffn, int sharedFfn, int firstDense, int every, double capacity, int latent) {

    /** A dense model. */
    public static final Experts NONE = new Experts(0, 0, 0, 0, 0, 1, 0, 0);

    /** Returns experts in every layer, none of them shared, without a limit to what they take. */
    public static Experts routed(int count, int topK, int ffn) {
        return new Experts(count, topK, ffn, 0, 0, 1, 0, 0);
    }

    /** Experts that work on the model's own width. */
    public Experts(int count, int topK, int ffn, int sharedFfn, int firstDense, int every, double capacity) {
        this(count, topK, ffn, sharedFfn, firstDense, every, capacity, 0);
    }

    /** Returns the width of what routed experts receive. */
    public int width(int hidden) {
        return latent > 0 ? latent : hidden;
    }

    /** Returns these experts in every layer. */
    Experts everywhere() {
        return new Experts(count, topK, ffn, sharedFfn, 0, 1, capacity, latent);
    }

    /** Returns whether there are any. */
    public boolean present() {
        return count > 0;
    }

    /** Returns how many of the first {@code layers} layers are mixtures. */
    public int mixturesBefore(int layers) {
        return present() ? Math.max(0, layers - firstDense) / every : 0;
    }

    /**
     * Returns the rows of the fullest of {@code places} over the even share.
     *
     * @param routedTokens tokens times {@code topK} that all places share
     */
    double loadFactor(double routedTokens, int places) {
        if (capacity > 0) {
            return capacity;
        }
        return Math.min(places, 1 + Math.sqrt(2 * StrictMath.log(places) * places / routedTokens));
    }

    /** Returns everything that is wrong with these sizes, empty when nothing is. */
    List<String> validate() {
        List<String> problems = new ArrayList<>();
        if (!present()) {
            return problems;
        }
        ModelShape.range(problems, "experts", count, 1, 1 << 16);
        ModelShape.range(problems, "experts' top-k", topK, 1, count);
        ModelShape.range(problems, "experts' ffn", ffn, 1, ModelShape.WIDTH_MAX);
        ModelShape.range(problems, "experts' shared-ffn", sharedFfn, 0, ModelShape.WIDTH_MAX);
        ModelShape.range(problems, "experts' first-dense", firstDense, 0, ModelShape.LAYERS_MAX);
        ModelShape.range(problems, "experts' every", every, 1, ModelShape.LAYERS_MAX);
        ModelShape.range(problems, "experts' latent", latent, 0, ModelShape.WIDTH_MAX);
        if (!(capacity >= 0 && capacity <= count)) {
            problems.add("experts' capacity must be between 0 and the number of experts, got " + capacity);
        }
        return problems;
    }
}
