package windtunnel.scenario.validate.training;

import java.util.List;
import java.util.Optional;
import windtunnel.model.compute.Device;
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
            StepBreakdown step =
                    StepModel.evaluate(asked.shape(), asked.layout(), device, hardware.costs(asked), asked.options());
            return inUnitsOf(row, asked, step)
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

    private static Optional<Double> inUnitsOf(CaseRow row, TrainingCase asked, StepBreakdown step) {
        double seconds = step.stepSeconds();
        double gpus = asked.layout().gpus();
        double flops = flops(asked, step);
        return switch (row.text("metric")) {
            case "step_time" -> Optional.of(seconds);
            case "tokens_per_s_per_gpu" -> Optional.of(asked.layout().stepTokens() / gpus / seconds);
            case "tokens_per_s_total" -> Optional.of(asked.layout().stepTokens() / seconds);
            case "tflops_per_gpu" -> Optional.of(flops / gpus / seconds / 1e12);
            case "mfu" -> Optional.of(100 * step.mfu());
            default -> Optional.empty();
        };
    }

    /** The papers' hardware FLOPs count whole passes again, not what a fused kernel repeats inside itself. */
    private static double flops(TrainingCase asked, StepBreakdown step) {
        if (!asked.countsRecomputation()) {
            return step.flops().model();
        }
        StepOptions plain = asked.options().withAttention(AttentionKernel.UNFUSED, AttentionCounting.FULL);
        return StepFlops.ofStep(asked.shape(), asked.layout(), plain).hardware();
    }
}
