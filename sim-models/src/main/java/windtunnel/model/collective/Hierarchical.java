package windtunnel.model.collective;

import windtunnel.model.Cluster;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.Fidelity;

/**
 * Reduce-scatter inside each node, all-reduce between nodes on every rail, all-gather inside each node, cut into chunks.
 *
 * <p>With C chunks and times per chunk: T = max(t_RS + C t_AR + t_AG, 2 C t_RS), the law of a re-entrant flow shop in which
 * reduce-scatter and all-gather share the scale-up links (reduce-scatter first); the best C of 1, 2, 4 ... 64 is taken. It applies to
 * all-reduce of groups with several GPUs on each of several nodes; everything else runs as rings.
 */
public record Hierarchical() implements Collective {
    /** Numbers of chunks that are tried. */
    static final int[] CHUNKS = {1, 2, 4, 8, 16, 32, 64};

    @Override
    public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
        return new Collectives(cluster, fidelity, true);
    }

    /** Seconds of C chunks whose reduce-scatter (and all-gather) takes {@code scatter} and whose all-reduce {@code reduce}. */
    static double pipelined(int chunks, double scatter, double reduce) {
        return Math.max(scatter + chunks * reduce + scatter, 2 * chunks * scatter);
    }

    /** The same by doing every chunk: one scale-up network that prefers reduce-scatters, one network between nodes. */
    static double everyChunk(int chunks, double scatter, double reduce) {
        double reduced = 0;
        double gathered = chunks * scatter;
        for (int chunk = 1; chunk <= chunks; chunk++) {
            reduced = Math.max(reduced, chunk * scatter) + reduce;
            gathered = Math.max(gathered, reduced) + scatter;
        }
        return gathered;
    }
}
