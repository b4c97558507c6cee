package windtunnel.model.compute;

import java.util.ArrayList;
import java.util.List;

/**
 * Latent attention (MLA): queries, and keys with values, pass through narrow vectors; every head has keys and values of its own made from
 * them, and one rotary part that all heads share.
 *
 * <p>Matrices of a layer, a heads: {@code h r_q + r_q a (n + r) + h (r_kv + r) + r_kv a (n + v) + a v h}, with a norm on each narrow
 * vector. Scores cost {@code n + r} and their use {@code v} per head where plain attention costs {@code d} twice. Down-projections are
 * whole on every tensor rank, as in Megatron's core. Source: DeepSeek-V2 (arXiv 2405.04434).
 *
 * @param queryRank width of the queries' narrow vector, 0 where queries are made from the hidden state directly
 * @param kvRank width of the one of keys and values, 0 for plain attention
 * @param nopeDim part of a head's query and key without position
 * @param ropeDim rotary part
 * @param valueDim width of a head's value
 */
public record Latent(int queryRank, int kvRank, int nopeDim, int ropeDim, int valueDim) {

    /** Plain attention. */
    public static final Latent NONE = new Latent(0, 0, 0, 0, 0);

    /** Returns whether attention is latent. */
    public boolean present() {
        return kvRank > 0;
    }

    /** Width of a head's query or key. */
    int keyDim() {
        return nopeDim + ropeDim;
    }

    /** Parameters of the matrices that every tensor rank holds whole. */
    long wholeMatrixParameters(long hidden) {
        return hidden * queryRank + hidden * (kvRank + ropeDim);
    }

    /** Parameters of the matrices that tensor ranks divide by heads. */
    long dividedMatrixParameters(long hidden, long heads) {
        long queries = (queryRank > 0 ? queryRank : hidden) * heads * keyDim();
        return queries + (long) kvRank * heads * (nopeDim + valueDim) + heads * valueDim * hidden;
    }

    /** Parameters of the norms on the narrow vectors. */
    long normParameters() {
        return (long) queryRank + kvRank;
    }

    List<String> validate() {
        List<String> problems = new ArrayList<>();
        if (present()) {
            ModelShape.range(problems, "latent kv-rank", kvRank, 1, ModelShape.WIDTH_MAX);
            ModelShape.range(problems, "latent query-rank", queryRank, 0, ModelShape.WIDTH_MAX);
            ModelShape.range(problems, "latent nope-dim", nopeDim, 1, ModelShape.WIDTH_MAX);
            ModelShape.range(problems, "latent rope-dim", ropeDim, 0, ModelShape.WIDTH_MAX);
            ModelShape.range(problems, "latent value-dim", valueDim, 1, ModelShape.WIDTH_MAX);
        }
        return problems;
    }
}
