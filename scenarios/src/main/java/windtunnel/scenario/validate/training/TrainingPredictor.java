package windtunnel.scenario.validate.training;

import java.util.List;
import java.util.Optional;
import windtunnel.model.compute.Device;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.StepBreakdown;
import windtunnel.model.compute.StepFlops;
import windtunnel.model.compute.StepModel;
import windtunnel.model.compute.StepOptions;
import windtunnel.model.compute.StepOptions.AttentionCounting;
import windtunnel.model.compute.StepOptions.AttentionKernel;
import windtunnel.scenario.validate.Answer;
import windtunnel.scenario.validate.CaseRow;
import windtunnel.scenario.validate.Predictor;

/**
 * Predicts training runs from model, accelerator, layout and batch; every case runs on a rail-optimised fabric of library nodes.
 * What a line does not say follows the rules of {@link TrainingCase}.
 */
public final class TrainingPredictor implements Predictor {
    private final TrainingHardware hardware = new TrainingHardware();

    @Override
    public String category() {
        return "training";
    }

    @Override
    public String band(CaseRow row) {
        int gpus = row.count("accelerators").orElse(0);
        if (gpus <= 0) {
            return "unknown size";
        }
        return gpus <= 8 ? "to 8 GPUs" : gpus <= 64 ? "9-64 GPUs" : gpus <= 512 ? "65-512 GPUs" : "over 512 GPUs";
    }

    @Override
    public List<Answer> answers(CaseRow row) {
        return List.of(answer(row));
    }

    private Answer answer(CaseRow row) {
        try {
            TrainingCase asked = TrainingCase.of(row, hardware);
            Device device = hardware.device(asked.node());
            return inUnitsOf(row, asked, step(asked, device))
                    .map(predicted -> judged(row, predicted))
                    .orElseGet(() -> new Answer.Skipped("the metric is not one of a step"));
        } catch (TrainingCase.Unmodelled e) {
            return new Answer.Skipped(e.getMessage());
        } catch (RuntimeException e) {
            // A model that refuses one case must not keep the others from being judged.
            return new Answer.Skipped("the model refuses the case: "
                    + String.valueOf(e.getMessage()).replaceAll("[0-9]+", "N"));
        }
    }

    /** Rules of the step (the payload of a hop, the head on the last stage) were chosen on the runs of one paper: no test of it. */
    private static Answer judged(CaseRow row, double predicted) {
        Answer.Value value = Answer.of(row, predicted);
        return row.text("source").contains("2205.05198")
                ? value.fitted("rules of the model were chosen on these runs")
                : value;
    }

    /**
     * One step as lines speak of it.
     *
     * @param seconds its time
     * @param modelFlops FLOPs that the model needs
     * @param mfu share of the peak
     */
    private record Step(double seconds, double modelFlops, double mfu) {}

    /** Half of the recomputation takes half of the time that it all adds. */
    private Step step(TrainingCase asked, Device device) {
        StepBreakdown step = evaluated(asked, asked.layout().recompute(), device);
        if (!asked.half()) {
            return new Step(step.stepSeconds(), step.flops().model(), step.mfu());
        }
        StepBreakdown none = evaluated(asked, Layout.Recompute.NONE, device);
        StepBreakdown full = evaluated(asked, Layout.Recompute.FULL, device);
        double seconds = (none.stepSeconds() + full.stepSeconds()) / 2;
        return new Step(seconds, none.flops().model(), none.mfu() * none.stepSeconds() / seconds);
    }

    private StepBreakdown evaluated(TrainingCase asked, Layout.Recompute recompute, Device device) {
        return StepModel.evaluate(
                asked.shape(), asked.layout().withRecompute(recompute), device, hardware.costs(asked), asked.options());
    }

    private static Optional<Double> inUnitsOf(CaseRow row, TrainingCase asked, Step step) {
        double seconds = step.seconds();
        double gpus = asked.layout().gpus();
        double tokens = asked.layout().stepTokens() / seconds;
        double samples = asked.layout().batch().global() / seconds;
        double flops = flops(asked, step) / gpus / seconds;
        boolean fraction = List.of("1", "fraction", "ratio").contains(row.text("unit"));
        return switch (row.text("metric")) {
            case "step_time", "iteration_time" -> Optional.of(row.text("unit").equals("ms") ? 1e3 * seconds : seconds);
            case "tokens_per_s_per_gpu" -> Optional.of(tokens / gpus);
            case "tokens_per_s_total", "tokens_per_s" -> Optional.of(tokens);
            case "samples_per_s_per_gpu" -> Optional.of(samples / gpus);
            case "samples_per_s_total", "samples_per_s" -> Optional.of(samples);
            case "tflops_per_gpu" -> Optional.of(flops / 1e12);
            case "tflops_total" -> Optional.of(flops * gpus / 1e12);
            case "mfu" -> Optional.of((fraction ? 1 : 100) * step.mfu());
            case "hfu" -> Optional.of((fraction ? 1 : 100) * step.mfu() * hardwareFlops(asked) / step.modelFlops());
            default -> Optional.empty();
        };
    }

    private static double flops(TrainingCase asked, Step step) {
        return asked.countsRecomputation() ? hardwareFlops(asked) : step.modelFlops();
    }

    /** The papers' hardware FLOPs count whole passes again, not what a fused kernel repeats inside itself. */
    private static double hardwareFlops(TrainingCase asked) {
        StepOptions plain = asked.options().withAttention(AttentionKernel.UNFUSED, AttentionCounting.FULL);
        return StepFlops.ofStep(asked.shape(), asked.layout(), plain).hardware();
    }
}
