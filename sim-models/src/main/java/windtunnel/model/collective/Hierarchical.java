package windtunnel.model.collective;

import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.model.Cluster;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.Fidelity;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Reduce-scatter inside each node, all-reduce between nodes on every rail, all-gather inside each node, cut into chunks.
 *
 * <p>With C chunks and times per chunk: T = max(t_RS + C t_AR + t_AG, 2 C t_RS), the law of a re-entrant flow shop in which
 * reduce-scatter and all-gather share the scale-up links (reduce-scatter first); the best C of 1, 2, 4 ... 64 is taken. With pods there are
 * three layers: t_AR becomes the pod's reduce-scatter, the all-reduce of pods and the pod's all-gather, which share the NICs. It
 * applies to all-reduce of groups with several GPUs on each of several nodes; everything else runs as rings.
 */
public record Hierarchical(
        @Key(doc = "Nodes of a pod, for a third layer between pods; without it there are two layers.", example = "32")
        Optional<Count> pod,

        @Key(doc = "Chunks that the payload is cut into; by default the best of 1, 2, 4 ... 64.", example = "8")
        Optional<Count> chunks)
        implements Collective, Checked {
    /** Numbers of chunks that are tried. */
    static final int[] CHUNKS = {1, 2, 4, 8, 16, 32, 64};

    @Override
    public void check(Issues issues) {
        pod.ifPresent(
                p -> issues.check(p.value() >= 2 && p.value() <= 100_000, "pod", "must be from 2 to 100000 nodes"));
        chunks.ifPresent(c -> issues.check(c.value() >= 1 && c.value() <= 65_536, "chunks", "must be from 1 to 65536"));
    }

    @Override
    public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
        return new Collectives(cluster, fidelity, new Collectives.Shape(true, number(pod), number(chunks), false));
    }

    private static int number(Optional<Count> count) {
        return Math.toIntExact(count.map(Count::value).orElse(0L));
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
