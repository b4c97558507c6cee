package windtunnel.model.collective.algorithm;

import windtunnel.model.Cluster;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.Fidelity;
import windtunnel.model.collective.Collectives;

/** What algorithms leave to plain rings. */
final class Rings {
    private Rings() {}

    static CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
        return new Collectives(cluster, fidelity, Collectives.Shape.RINGS);
    }
}
