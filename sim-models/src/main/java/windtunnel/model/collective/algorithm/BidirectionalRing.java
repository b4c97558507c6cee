package windtunnel.model.collective.algorithm;

import windtunnel.model.Cluster;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.Fidelity;
import windtunnel.model.collective.Collectives;

/**
 * Two rings in opposite senses, each with half of the payload: {@code 2(N-1) alpha + (N-1)/N S/B} where neighbours are joined by links of
 * their own with rate B each way.
 *
 * <p>On a switch both senses leave a GPU by the same link and nothing is gained over one ring.
 */
public record BidirectionalRing() implements Collective {
    @Override
    public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
        return new Collectives(cluster, fidelity, new Collectives.Shape(false, 0, 0, true));
    }
}
