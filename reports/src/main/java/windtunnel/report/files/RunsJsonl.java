package windtunnel.report.files;

import java.util.List;
import windtunnel.core.measure.RunResult;
import windtunnel.core.measure.Usage;
import windtunnel.scenario.run.Outcome;

/** {@code runs.jsonl}: one line a replication, exact quantities as strings; enough to price or compare without simulating. */
public final class RunsJsonl {
    private RunsJsonl() {}

    /** The file's text. */
    public static String render(Outcome outcome) {
        StringBuilder text = new StringBuilder();
        outcome.runs().forEach(run -> text.append(line(run)).append('\n'));
        return text.toString();
    }

    private static Json line(RunResult run) {
        Json metrics = new Json();
        run.metrics().forEach((name, value) -> metrics.put(name, value.value()));
        List<Json> ledger = run.ledger().stream().map(RunsJsonl::ledgerRow).toList();
        List<Json> usage = run.usage().stream().map(RunsJsonl::usageRow).toList();
        return new Json()
                .put("replication", run.replication())
                .put("seed", run.seed())
                .put("endNanos", Long.toString(run.endNanos()))
                .put("finished", run.finished())
                .put("fingerprint", run.fingerprint())
                .put("metrics", metrics)
                .put("ledger", ledger)
                .put("usage", usage);
    }

    private static Json ledgerRow(RunResult.LedgerRow row) {
        return new Json()
                .put("workload", row.owner())
                .put("state", row.state())
                .put("lostFrom", row.lostFrom())
                .put("gpuNanos", row.unitNanos().toString());
    }

    private static Json usageRow(Usage.Row row) {
        return new Json()
                .put("meter", row.key().meter())
                .put("sku", row.key().sku())
                .put("market", row.key().market())
                .put("zone", row.key().zone())
                .put("epoch", row.key().epoch())
                .put("quantity", row.quantity().toString());
    }
}
