package windtunnel.scenario.validate.reliability;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.DoublePredicate;
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
        OptionalInt gpus = gpus(row);
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
        if (row.number("value").orElse(1) < 0) {
            return new Answer.Skipped("the published number is negative");
        }
        if (metric.equals("detect_time")) {
            return answer(row, inUnit(EttrRuns.HEARTBEAT_SECONDS, Units.seconds(row.text("unit"))), value -> false);
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
        OptionalInt gpus = gpus(row);
        if (gpus.isEmpty() && !SIZELESS.contains(metric)) {
            return new Answer.Skipped("the number of accelerators is not given");
        }
        return answer(
                row, predicted(row, rates.get(), gpus.orElse(1)), value -> fitted(row, rates.get(), value));
    }

    private static Answer answer(CaseRow row, OptionalDouble predicted, DoublePredicate fitted) {
        return predicted.isPresent()
                ? value(row, predicted.getAsDouble(), fitted.test(predicted.getAsDouble()))
                : new Answer.Skipped("the time, the cause or a unit is not known");
    }

    /** Accelerators of the job; from its nodes where only these are told. */
    private static OptionalInt gpus(CaseRow row) {
        OptionalInt gpus = row.count("accelerators");
        OptionalInt nodes = row.count("nodes");
        return gpus.isPresent() || nodes.isEmpty() || nodes.getAsInt() > MOST_NODES
                ? gpus
                : OptionalInt.of((int) GPUS_PER_NODE * nodes.getAsInt());
    }

    private static final int MOST_NODES = 1_000_000;
    private static final List<String> SIZELESS =
            List.of("failure_rate", "gpu_share_of_unexpected", "mttf_per_accelerator", "mttf_node");

    private static final List<String> METRICS = List.of(
            "failure_rate",
            "interruptions_unexpected",
            "interruptions_by_cause",
            "mtbi_unexpected",
            "mttf_job",
            "mttf_job_projected",
            "mtbf",
            "mtbf_job",
            "mttf_node",
            "mttf_per_accelerator",
            "gpu_share_of_unexpected",
            "machines_failing_per_day",
            "gpu_failures_per_week",
            "effective_training_time",
            "ettr",
            "ettr_target");

    /** The rates of the accelerator's generation: that of the H100, or that of the A100. */
    private static Optional<FailureRates> rates(String accelerator) {
        String name = accelerator.toUpperCase(Locale.ROOT);
        if (HOPPER.stream().anyMatch(name::contains)) {
            return Optional.of(FailureRates.LLAMA3);
        }
        return name.contains("A100") || name.contains("A800") ? Optional.of(FailureRates.RSC1) : Optional.empty();
    }

    private static final List<String> HOPPER = List.of("H100", "H200", "H800", "H20", "GH200");

    private static OptionalDouble predicted(CaseRow row, FailureRates rates, int gpus) {
        double perSecond = rates.perGpuSecond() * gpus;
        String unit = row.text("unit");
        return switch (row.text("metric")) {
            case "failure_rate" -> times(Units.gpuSeconds(unit, GPUS_PER_NODE), rates.perGpuSecond());
            case "mttf_per_accelerator" -> inUnit(1 / rates.perGpuSecond(), Units.seconds(unit));
            case "mttf_node" -> inUnit(1 / rates.perGpuSecond() / GPUS_PER_NODE, Units.seconds(unit));
            case "mtbi_unexpected", "mttf_job", "mttf_job_projected", "mtbf", "mtbf_job" ->
                inUnit(1 / perSecond, Units.seconds(unit));
            case "machines_failing_per_day", "gpu_failures_per_week" -> {
                boolean machines = row.text("metric").startsWith("machines");
                yield times(Units.perTime(unit), machines ? perSecond : gpuShare(rates) * perSecond);
            }
            case "gpu_share_of_unexpected" -> times(Units.whole(unit), gpuShare(rates));
            case "interruptions_unexpected" -> times(exposure(row, gpus), rates.perGpuSecond());
            case "interruptions_by_cause" -> {
                Optional<Double> share = Causes.share(rates, row.text("component"));
                yield share.isEmpty()
                        ? OptionalDouble.empty()
                        : times(exposure(row, gpus), share.get() * rates.perGpuSecond());
            }
            default -> {
                OptionalDouble whole = Units.whole(unit);
                yield whole.isEmpty() ? whole : times(whole, EttrRuns.ettr(rates, gpus));
            }
        };
    }

    private static OptionalDouble inUnit(double seconds, OptionalDouble unit) {
        return unit.isEmpty() ? unit : OptionalDouble.of(seconds / unit.getAsDouble());
    }

    private static OptionalDouble times(OptionalDouble many, double each) {
        return many.isEmpty() ? many : OptionalDouble.of(many.getAsDouble() * each);
    }

    /** Share of failures whose cause is in the accelerator; that of Llama 3 where a set does not tell causes apart. */
    private static double gpuShare(FailureRates rates) {
        return Causes.gpuShare(rates.causes().size() > 1 ? rates : FailureRates.LLAMA3)
                .orElseThrow();
    }

    /** GPU-seconds that were watched; all accelerators for the whole time where only that is told. */
    private static OptionalDouble exposure(CaseRow row, int gpus) {
        OptionalDouble exposure = row.number("exposure");
        if (exposure.isEmpty()) {
            return times(Units.span(row.text("period")), gpus);
        }
        return times(Units.exposure(row.text("exposure_unit"), GPUS_PER_NODE), exposure.getAsDouble());
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
