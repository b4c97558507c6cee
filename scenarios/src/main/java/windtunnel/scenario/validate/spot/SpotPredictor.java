package windtunnel.scenario.validate.spot;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.QuantityException;
import windtunnel.scenario.validate.Answer;
import windtunnel.scenario.validate.CaseFolder;
import windtunnel.scenario.validate.CaseRow;
import windtunnel.scenario.validate.Predictor;

/**
 * Replays the trace beside a case and counts what the machines lose; without a trace nothing is predicted, since rates differ tenfold
 * between zones of one region and cannot be carried over.
 */
public final class SpotPredictor implements Predictor {
    private final CaseFolder folder;

    /** Looks for traces in {@code folder}. */
    public SpotPredictor(CaseFolder folder) {
        this.folder = folder;
    }

    @Override
    public String category() {
        return "spot";
    }

    @Override
    public String band(CaseRow row) {
        return row.text("trace_file").isEmpty() ? "no trace" : "traces";
    }

    @Override
    public List<Answer> answers(CaseRow row) {
        return List.of(answer(row));
    }

    private Answer answer(CaseRow row) {
        if (row.text("metric").equals("preemption_notice")) {
            return new Answer.Input("the notice is an input");
        }
        String name = row.text("trace_file");
        if (name.isEmpty()) {
            return new Answer.Skipped("there is no trace, and the rate of another zone would mean nothing");
        }
        Optional<String> text = folder.text(name);
        if (text.isEmpty()) {
            return new Answer.Skipped("the trace is not there; its licence does not allow to ship it");
        }
        try {
            TraceReplay replay = TraceReplay.of(name, text.get());
            return predicted(row.text("metric"), replay)
                    .<Answer>map(value -> Answer.of(row, value))
                    .orElseGet(() -> new Answer.Skipped("the metric is not one of a trace"));
        } catch (QuantityException e) {
            return new Answer.Skipped(
                    "the trace cannot be read: " + e.getMessage().replaceAll("[0-9]+", "N"));
        }
    }

    private static Optional<Double> predicted(String metric, TraceReplay replay) {
        return switch (metric) {
            case "preemptions_per_instance_hour" -> Optional.of(replay.lost() / replay.machineHours());
            case "instances_lost" -> Optional.of((double) replay.lost());
            case "preemption_events" -> Optional.of((double) replay.events());
            case "mean_available" -> Optional.of(replay.machineHours() / replay.hours());
            case "duration" -> Optional.of(replay.hours());
            default -> Optional.empty();
        };
    }
}
