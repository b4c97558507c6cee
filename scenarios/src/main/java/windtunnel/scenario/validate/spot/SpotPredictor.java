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
            return predicted(row, replay)
                    .<Answer>map(value -> Answer.of(row, value))
                    .orElseGet(() -> new Answer.Skipped("the metric is not one of a trace, or its unit is not known"));
        } catch (QuantityException e) {
            return new Answer.Skipped(
                    "the trace cannot be read: " + e.getMessage().replaceAll("[0-9]+", "N"));
        }
    }

    private static Optional<Double> predicted(CaseRow row, TraceReplay replay) {
        String unit = row.text("unit");
        return switch (row.text("metric")) {
            case "preemptions_per_instance_hour", "lost_per_instance_hour" -> rate(unit, replay);
            case "instances_lost" -> Optional.of((double) replay.lost());
            case "preemption_events" -> Optional.of((double) replay.events());
            case "mean_available" -> Optional.of(replay.machineHours() / replay.hours());
            case "availability" ->
                row.count("target_instances").stream()
                        .mapToObj(wanted -> (unit.startsWith("%") ? 100 : 1)
                                * replay.machineHours()
                                / replay.hours()
                                / wanted)
                        .findFirst();
            case "mean_batch" ->
                replay.events() == 0 ? Optional.empty() : Optional.of((double) replay.lost() / replay.events());
            case "duration", "duration_h" -> hours(unit).map(one -> replay.hours() / one);
            default -> Optional.empty();
        };
    }

    private static Optional<Double> rate(String unit, TraceReplay replay) {
        String per = unit.isEmpty() ? "h" : unit.replaceFirst("^(1/|per )", "");
        return hours(per).map(one -> replay.lost() / replay.machineHours() * one);
    }

    private static Optional<Double> hours(String unit) {
        return switch (unit) {
            case "min" -> Optional.of(1.0 / 60);
            case "h", "hour", "instance-hour" -> Optional.of(1.0);
            case "d", "day", "instance-day", "days" -> Optional.of(24.0);
            default -> Optional.empty();
        };
    }
}
