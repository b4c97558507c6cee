package windtunnel.model.collective;

import java.util.List;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.Fidelity;
import windtunnel.model.FitsCluster;
import windtunnel.model.collective.nccl.Generation;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * What NCCL does: its tuner picks ring, tree or in-switch reduction and a protocol by payload and shape; latencies are NCCL's, rates
 * those of the cluster as it stands, with everything that shares its links. All fidelities give the same.
 */
public record Nccl(
        @Key(
                doc = "Where times come from: 'model' is NCCL's choice and the timing model.",
                def = "model",
                example = "model")
        String calibration)
        implements Collective, Checked, FitsCluster {
    private static final List<String> CALIBRATIONS = List.of("model");

    @Override
    public void check(Issues issues) {
        issues.check(
                CALIBRATIONS.contains(calibration),
                "calibration",
                "unknown calibration '" + calibration + "'; known are " + CALIBRATIONS);
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        String architecture = cluster.nodes().sku().gpu().architecture();
        issues.check(
                Generation.of(architecture).isPresent(),
                "",
                "there are no constants of NCCL for GPUs of architecture '" + architecture
                        + "'; take collective: { kind: ring }");
    }

    @Override
    public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
        return new NcclCosts(cluster, fidelity);
    }
}
