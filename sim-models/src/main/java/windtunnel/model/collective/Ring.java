package windtunnel.model.collective;

import windtunnel.model.Cluster;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.Fidelity;

/**
 * Rings: a group that has several GPUs on a node runs one ring for each rail that those GPUs own, each with an equal share of the payload.
 *
 * <p>All-reduce takes 2(N-1) steps of chunks S/(R N), reduce-scatter and all-gather N-1 (Patarasuk and Yuan 2009; nccl-tests'
 * payloads). Latencies are those of the links crossed; NCCL's software latencies and protocols are not in it, so below about 1 MiB it is
 * too fast.
 */
public record Ring() implements Collective {
    @Override
    public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
        return new Collectives(cluster, fidelity, false);
    }
}
