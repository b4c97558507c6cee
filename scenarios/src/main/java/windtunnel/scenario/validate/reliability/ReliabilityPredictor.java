package windtunnel.scenario.validate.reliability;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import windtunnel.model.disruption.failure.FailureRates;
import windtunnel.scenario.validate.Answer;
import windtunnel.scenario.validate.CaseRow;
import windtunnel.scenario.validate.Predictor;

/**
 * Predicts failures, times between them and the share of productive time of jobs, from the number of accelerators and one published set
 * of rates for each generation of them: Llama 3's for H100s, RSC-1's for A100s. A node has eight.
 */
public final class ReliabilityPredictor implements Predictor {
    private static final double GPUS_PER_NODE = 8;
    private static final double HOUR = 3600;
    private static final double DAY = 24 * HOUR;

    /** A prediction within this of the published number is its own source, if paper and generation are those of the rates. */
    private static final double SAME = 0.01;

    private static final Map<FailureRates, String> PAPERS =
            Map.of(FailureRates.LLAMA3, "2407.21783", FailureRates.RSC1, "2410.21680");

    @Override
    public String category() {
        return "reliability";
    }

    @Override
    public String band(CaseRow row) {
        OptionalInt gpus = row.count("accelerators");
        if (gpus.isEmpty()) {
            return "unknown size";
        }
        return gpus.getAsInt() < 4096 ? "to 4,095 GPUs" : "from 4,096 GPUs";
    }

    @Override
    public List<Answer> answers(CaseRow row) {
        return List.of(answer(row));
    }

    private static Answer answer(CaseRow row) {
        String metric = row.text("metric");
        if (metric.equals("detect_time")) {
            return value(row, EttrRuns.HEARTBEAT_SECONDS / (row.text("unit").startsWith("min") ? 60 : 1), false);
        }
        if (!METRICS.contains(metric)) {
            return new Answer.Skipped(
                    metric.startsWith("checkpoint") || metric.startsWith("snapshot")
                            ? "a time or size of a checkpoint, not of failures"
                            : "the metric is not one of failures");
        }
        Optional<FailureRates> rates = rates(row.text("accelerator"));
        if (rates.isEmpty()) {
            return new Answer.Skipped("no rates were published for the accelerator, or it is not named");
        }
        OptionalInt gpus = row.count("accelerators");
        if (gpus.isEmpty() && !metric.equals("failure_rate")) {
            return new Answer.Skipped("the number of accelerators is not given");
        }
        return predicted(row, rates.get(), gpus.orElse(1))
                .map(value -> value(row, value, fitted(row, rates.get(), value)))
                .orElseGet(() -> new Answer.Skipped("the time or the cause is not given"));
    }

    private static final List<String> METRICS = List.of(
            "failure_rate",
            "interruptions_unexpected",
            "interruptions_by_cause",
            "mtbi_unexpected",
            "mttf_job",
            "mttf_job_projected",
            "gpu_share_of_unexpected",
            "machines_failing_per_day",
            "gpu_failures_per_week",
            "effective_training_time",
            "ettr",
            "ettr_target");

    private static Optional<FailureRates> rates(String accelerator) {
        String name = accelerator.toUpperCase(Locale.ROOT);
        if (name.contains("H100")) {
            return Optional.of(FailureRates.LLAMA3);
        }
        return name.contains("A100") ? Optional.of(FailureRates.RSC1) : Optional.empty();
    }

    private static Optional<Double> predicted(CaseRow row, FailureRates rates, int gpus) {
        double perSecond = rates.perGpuSecond() * gpus;
        return switch (row.text("metric")) {
            case "failure_rate" -> Optional.of(1000 * DAY * rates.perGpuSecond() * GPUS_PER_NODE);
            case "mtbi_unexpected", "mttf_job", "mttf_job_projected" -> Optional.of(1 / perSecond / HOUR);
            case "machines_failing_per_day" -> Optional.of(perSecond * DAY);
            case "gpu_failures_per_week" -> gpuShare(rates).map(share -> share * perSecond * 7 * DAY);
            case "gpu_share_of_unexpected" -> gpuShare(rates).map(share -> 100 * share);
            case "interruptions_unexpected" -> exposure(row).map(seconds -> rates.perGpuSecond() * seconds);
            case "interruptions_by_cause" ->
                exposure(row)
                        .flatMap(seconds -> Causes.share(rates, row.text("component"))
                                .map(share -> share * rates.perGpuSecond() * seconds));
            default ->
                Optional.of(EttrRuns.ettr(rates, gpus) * (row.text("unit").startsWith("%") ? 100 : 1));
        };
    }

    /** Share of failures whose cause is in the accelerator; that of Llama 3 where a set does not tell causes apart. */
    private static Optional<Double> gpuShare(FailureRates rates) {
        return Causes.gpuShare(rates.causes().size() > 1 ? rates : FailureRates.LLAMA3);
    }

    /** GPU-seconds that were watched. */
    private static Optional<Double> exposure(CaseRow row) {
        OptionalDouble exposure = row.number("exposure");
        double unit = switch (row.text("exposure_unit")) {
            case "GPU-days" -> DAY;
            case "GPU-hours", "GPU-h" -> HOUR;
            case "node-days" -> DAY * GPUS_PER_NODE;
            default -> 0;
        };
        return exposure.isPresent() && unit > 0 ? Optional.of(exposure.getAsDouble() * unit) : Optional.empty();
    }

    private static boolean fitted(CaseRow row, FailureRates rates, double predicted) {
        double published = row.number("value").orElseThrow();
        return row.text("source").contains(PAPERS.get(rates)) && Math.abs(predicted / published - 1) < SAME;
    }

    private static Answer value(CaseRow row, double predicted, boolean fitted) {
        String unit = row.text("unit");
        Answer.Bound bound = unit.contains("lower bound")
                ? Answer.Bound.AT_LEAST
                : unit.contains("upper bound") ? Answer.Bound.AT_MOST : Answer.Bound.EQUAL;
        return new Answer.Value(
                row.text("metric"),
                unit,
                row.number("value").orElseThrow(),
                predicted,
                bound,
                fitted,
                fitted ? "the rates are made of this number" : "");
    }
}
