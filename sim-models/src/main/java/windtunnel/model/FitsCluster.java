package windtunnel.model;

import windtunnel.model.key.Issues;

/** A workload or disruption that can tell, before any run, whether it makes sense on a cluster. */
public interface FitsCluster {
    /** Adds an issue for each thing that does not fit; paths are relative to this record. */
    void check(ClusterSpec cluster, Issues issues);
}
