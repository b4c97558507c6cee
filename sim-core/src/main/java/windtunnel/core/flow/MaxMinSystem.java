package windtunnel.core.flow;

/**
 * A bandwidth sharing problem as flat arrays; arrays may be longer than needed. A null array stands for its neutral value.
 *
 * @param links number of links
 * @param flows number of flows
 * @param capacity per link, not negative; +infinity never binds
 * @param offset where each flow's edges start, {@code flows + 1} entries
 * @param link link of each edge; a flow may cross a link more than once
 * @param coefficient capacity units that an edge takes per unit of rate, positive; null for all 1
 * @param weight share per flow, positive; null for all 1
 * @param cap upper bound of the rate per flow, +infinity for none; null for no caps
 * @param multiplicity number of identical flows behind each one, positive; null for all 1
 */
public record MaxMinSystem(
        int links,
        int flows,
        double[] capacity,
        int[] offset,
        int[] link,
        double[] coefficient,
        double[] weight,
        double[] cap,
        double[] multiplicity) {

    /** Plain flows: weight 1, no cap, each link crossed with coefficient 1. */
    public static MaxMinSystem plain(int links, int flows, double[] capacity, int[] offset, int[] link) {
        return new MaxMinSystem(links, flows, capacity, offset, link, null, null, null, null);
    }
}
