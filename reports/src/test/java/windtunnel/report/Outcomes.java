package windtunnel.report;

import java.util.List;
import java.util.Optional;
import windtunnel.core.measure.RunResult;
import windtunnel.model.Assumptions;
import windtunnel.model.cost.Bill;
import windtunnel.scenario.run.Outcome;

/** Outcomes without billed checkpoints, bursts of saves and workloads that read. */
public final class Outcomes {
    private Outcomes() {}

    /** One of them. */
    public static Outcome bare(
            Outcome.Head head,
            String fingerprint,
            List<RunResult> runs,
            List<Outcome.MetricSummary> metrics,
            List<Outcome.LedgerLine> ledger,
            Bill bill,
            List<Outcome.Bottleneck> bottlenecks,
            List<Outcome.StepAnatomy> steps,
            List<Outcome.Utilisation> utilisation,
            List<Assumptions.Assumption> assumptions,
            List<Outcome.Finding> issues,
            List<String> notes) {
        return new Outcome(
                head,
                fingerprint,
                runs,
                metrics,
                ledger,
                bill,
                bottlenecks,
                steps,
                utilisation,
                assumptions,
                issues,
                notes,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }
}
