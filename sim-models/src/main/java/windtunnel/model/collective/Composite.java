package windtunnel.model.collective;

import java.util.Map;
import java.util.TreeMap;
import windtunnel.core.flow.Transfer;
import windtunnel.model.Cluster;
import windtunnel.model.GroupFamily;

/** One group's ring collective as a single flow that competes with other traffic of a flow network (network.md 3.7, N2). */
final class Composite {
    private Composite() {}

    /**
     * The collective as a transfer whose progress is payload bytes.
     *
     * @param steps steps of the collective, 2(N-1) for an all-reduce
     * @param payloadBytes payload in nccl-tests' meaning
     * @param latencySeconds what is paid before the first byte
     * @param linkIds the flow network's id of each link of the cluster
     */
    static Transfer transfer(
            Cluster cluster,
            GroupFamily family,
            int group,
            int steps,
            double payloadBytes,
            double latencySeconds,
            int[] linkIds) {
        double chunksPerByte = steps / (double) family.ranks();
        Map<Integer, Double> loads = new TreeMap<>();
        new GroupRings(cluster, family)
                .visit(group, (link, load) -> loads.merge(link, load * chunksPerByte, Double::sum));
        int[] links = new int[loads.size()];
        double[] coefficients = new double[links.length];
        double tightest = Double.POSITIVE_INFINITY;
        double weight = 1;
        int at = 0;
        for (Map.Entry<Integer, Double> load : loads.entrySet()) {
            links[at] = linkIds[load.getKey()];
            coefficients[at] = load.getValue();
            double alone = cluster.capacity(load.getKey()) / coefficients[at];
            if (alone < tightest) {
                tightest = alone;
                weight = 1 / coefficients[at];
            }
            at++;
        }
        return new Transfer(payloadBytes, latencySeconds, weight, Double.POSITIVE_INFINITY, 1, links, coefficients);
    }
}
