package windtunnel.model.collective;

import java.util.List;
import java.util.Locale;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.Fidelity;
import windtunnel.model.FitsCluster;
import windtunnel.model.collective.measured.MeasuredCosts;
import windtunnel.model.collective.measured.MeasuredRun;
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
                doc =
                        "Where times come from: 'model' is NCCL's choice and the timing model, 'measured' a log of the user's.",
                def = "model",
                example = "measured")
        String calibration,

        @Key(doc = "How measured times are read; with calibration: measured.", def = "table", example = "abc")
        MeasuredCosts.Method method,

        @Key(doc = "What was measured, as windtunnel calibrate --nccl-tests writes it.", def = "[]")
        List<MeasuredRun> measured)
        implements Collective, Checked, FitsCluster {
    private static final List<String> CALIBRATIONS = List.of("model", "measured");

    /** Times of the model. */
    public static Nccl modelled() {
        return new Nccl("model", MeasuredCosts.Method.TABLE, List.of());
    }

    @Override
    public void check(Issues issues) {
        issues.check(
                CALIBRATIONS.contains(calibration),
                "calibration",
                "unknown calibration '" + calibration + "'; known are " + CALIBRATIONS);
        boolean fromLog = calibration.equals("measured");
        issues.check(fromLog || measured.isEmpty(), "measured", "goes with 'calibration: measured'");
        issues.check(
                !fromLog || !measured.isEmpty(),
                "measured",
                "has no measurement; 'windtunnel calibrate --nccl-tests LOG' writes them");
        for (int i = 0; i < measured.size(); i++) {
            MeasuredRun run = measured.get(i);
            boolean enough = method == MeasuredCosts.Method.ABC
                    ? run.fits()
                    : !run.points().isEmpty();
            issues.check(
                    enough,
                    "measured[" + i + "]",
                    method == MeasuredCosts.Method.ABC
                            ? "method abc needs a fit, or points of three sizes"
                            : "method " + method.name().toLowerCase(Locale.ROOT) + " needs points");
        }
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
        NcclCosts model = new NcclCosts(cluster, fidelity);
        return calibration.equals("measured")
                ? new MeasuredCosts(model, new NcclCosts(cluster.untouched(), fidelity), cluster, method, measured)
                : model;
    }
}
