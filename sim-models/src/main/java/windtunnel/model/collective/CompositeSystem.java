package windtunnel.model.collective;

import java.util.Map;
import java.util.TreeMap;
import windtunnel.core.flow.MaxMinSystem;
import windtunnel.core.flow.Transfer;
import windtunnel.model.Cluster;
import windtunnel.model.GroupFamily;

/**
 * A family of ring collectives as composite variables of a max-min system.
 *
 * <p>Variable x is the progress of a group in payload bytes per second; link l must carry a_l bytes for each payload byte: for an
 * all-reduce 2(N-1)/N for every ring edge over it, divided by the number of rings. The weight is 1/a of the link that binds the group
 * when it is alone (argmin C_l/a_l), so that there it competes like a single flow.
 */
final class CompositeSystem {
    private final MaxMinSystem system;

    CompositeSystem(Cluster cluster, RingShape shape, GroupFamily family, int steps) {
        int groups = family.groups();
        int[] identity = new int[cluster.links()];
        double[] capacity = new double[identity.length];
        for (int l = 0; l < identity.length; l++) {
            identity[l] = l;
            capacity[l] = cluster.capacity(l);
        }
        Transfer[] variables = new Transfer[groups];
        int[] offset = new int[groups + 1];
        for (int group = 0; group < groups; group++) {
            variables[group] = transfer(cluster, shape, steps / (double) family.ranks(), group, 0, identity);
            offset[group + 1] = offset[group] + variables[group].links().length;
        }
        int[] link = new int[offset[groups]];
        double[] coefficient = new double[offset[groups]];
        double[] weight = new double[groups];
        for (int group = 0; group < groups; group++) {
            Transfer variable = variables[group];
            System.arraycopy(variable.links(), 0, link, offset[group], variable.links().length);
            System.arraycopy(variable.coefficients(), 0, coefficient, offset[group], variable.links().length);
            weight[group] = variable.weight();
        }
        system = new MaxMinSystem(capacity.length, groups, capacity, offset, link, coefficient, weight, null, null);
    }

    /** How often a group's rings cross each link; scale-up links carry the mean over entries and exits. */
    static Map<Integer, Double> crossings(Cluster cluster, RingShape shape, int group) {
        Map<Integer, Double> crossings = new TreeMap<>();
        shape.crossings(group, link -> crossings.merge(link, 1.0, Double::sum));
        if (shape.rings() > 1) {
            double mean = shape.rings() * (shape.perNode() - 1.0) / shape.perNode();
            crossings.replaceAll((link, count) -> link < 2 * cluster.gpus() ? Math.min(count, mean) : count);
        }
        return crossings;
    }

    MaxMinSystem system() {
        return system;
    }

    /**
     * One group's collective of {@code bytes} as a transfer on links numbered as {@code linkIds} says.
     *
     * @param chunksPerByte bytes that one ring edge carries for each payload byte, 2(N-1)/N for an all-reduce
     */
    static Transfer transfer(
            Cluster cluster, RingShape shape, double chunksPerByte, int group, double bytes, int[] linkIds) {
        Map<Integer, Double> crossings = crossings(cluster, shape, group);
        int[] links = new int[crossings.size()];
        double[] coefficients = new double[links.length];
        double tightest = Double.POSITIVE_INFINITY;
        double weight = 1;
        int at = 0;
        for (Map.Entry<Integer, Double> crossing : crossings.entrySet()) {
            links[at] = linkIds[crossing.getKey()];
            coefficients[at] = crossing.getValue() * chunksPerByte / shape.rings();
            double alone = cluster.capacity(crossing.getKey()) / coefficients[at];
            if (alone < tightest) {
                tightest = alone;
                weight = 1 / coefficients[at];
            }
            at++;
        }
        return new Transfer(bytes, 0, weight, Double.POSITIVE_INFINITY, 1, links, coefficients);
    }
}
