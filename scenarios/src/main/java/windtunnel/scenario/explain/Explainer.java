package windtunnel.scenario.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import windtunnel.model.Assumptions;
import windtunnel.model.InfeasibleException;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.read.Inputs;

/**
 * Finds out which inputs moved the figures, by running the scenario of today once more for each changed input with that input
 * put back. What remains when all are put back is the models' doing; what the single inputs do not add up to is interaction.
 */
public final class Explainer {
    /** The most inputs that are put back one by one; further ones are put back together. */
    private static final int MOST_REPLAYS = 24;

    private final Inputs inputs;
    private final Function<Scenario, Figures> runner;

    /** An explainer that runs scenarios with {@code runner}. */
    public Explainer(Inputs inputs, Function<Scenario, Figures> runner) {
        this.inputs = inputs;
        this.runner = runner;
    }

    /**
     * The scenario of today.
     *
     * @param scenario what is run
     * @param models version of the models
     * @param library digests of the library files that are read, by {@code KIND/NAME}
     * @param figures what came out
     */
    public record Present(Scenario scenario, String models, Map<String, String> library, Figures figures) {}

    /** The inputs that changed since. */
    public List<InputChange> changes(Past past, Present present) {
        Map<String, String> now = inputs.lines(present.scenario());
        return new InputDiff(inputs, past.inputs(), used(now, past), libraryChanges(past, present), defaults(present))
                .list();
    }

    private static Set<String> defaults(Present present) {
        Set<String> paths = new LinkedHashSet<>();
        for (Assumptions.Assumption fallback : present.scenario().defaults()) {
            paths.add(fallback.key());
        }
        return paths;
    }

    private static Set<String> libraryChanges(Past past, Present present) {
        Set<String> changed = new LinkedHashSet<>();
        present.library().forEach((file, digest) -> {
            if (past.library().containsKey(file)
                    && !digest.equals(past.library().get(file))) {
                changed.add(file);
            }
        });
        return changed;
    }

    /** Prices of the book that the past did not use are no part of the comparison. */
    private static Map<String, String> used(Map<String, String> now, Past past) {
        Map<String, String> lines = new LinkedHashMap<>(now);
        lines.keySet()
                .removeIf(path -> UsedPrices.isPrice(path) && !past.inputs().containsKey(path));
        return lines;
    }

    /** What moved the figures from the past to the present, the largest dollars first; empty when nothing moved. */
    public List<Cause> explain(Past past, Present present) {
        Movements whole = Movements.between(past.figures(), present.figures());
        if (whole.none()) {
            return List.of();
        }
        List<InputChange> changes = bundled(changes(past, present));
        Map<String, String> now = inputs.lines(present.scenario());
        List<Cause> causes = new ArrayList<>();
        Movements left = whole;
        Map<String, String> allUndone = now;
        for (InputChange change : changes) {
            Cause cause = replay(change, InputDiff.undone(now, past.inputs(), change), present);
            causes.add(cause);
            left = left.minus(cause.movements());
            allUndone = InputDiff.undone(allUndone, past.inputs(), change);
        }
        causes.sort(java.util.Comparator.comparing((Cause cause) ->
                        cause.movements().largest().map(m -> -Math.abs(m.usd())).orElse(0.0))
                .thenComparing(Cause::what));
        remainder(past, present, changes.isEmpty() ? Optional.empty() : Optional.of(allUndone), left, causes);
        return List.copyOf(causes);
    }

    private static List<InputChange> bundled(List<InputChange> changes) {
        if (changes.size() <= MOST_REPLAYS) {
            return changes;
        }
        List<InputChange> list = new ArrayList<>(changes.subList(0, MOST_REPLAYS - 1));
        List<String> lines = new ArrayList<>();
        changes.subList(MOST_REPLAYS - 1, changes.size()).forEach(change -> lines.addAll(change.lines()));
        int rest = changes.size() - MOST_REPLAYS + 1;
        list.add(new InputChange(
                rest + " further inputs", InputChange.SCENARIO, rest + " values", rest + " values", lines));
        return list;
    }

    private Cause replay(InputChange change, Map<String, String> lines, Present present) {
        String what = change.path() + ": " + change.before() + " -> " + change.now();
        try {
            Figures without = runner.apply(inputs.with(present.scenario(), lines));
            Movements moved = Movements.between(without, present.figures());
            return new Cause(Cause.Kind.INPUT, Optional.of(change), what, moved, Optional.empty());
        } catch (IllegalArgumentException | IllegalStateException | InfeasibleException e) {
            return new Cause(Cause.Kind.INPUT, Optional.of(change), what, new Movements(), Optional.of(firstLine(e)));
        }
    }

    private static String firstLine(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    /** What no single input explains: the models with every input put back, and interaction. */
    private void remainder(
            Past past, Present present, Optional<Map<String, String>> allUndone, Movements left, List<Cause> causes) {
        Movements interaction = left;
        boolean known = true;
        Movements models = left;
        if (allUndone.isPresent()) {
            try {
                Figures today = runner.apply(inputs.with(present.scenario(), allUndone.get()));
                models = Movements.between(past.figures(), today);
            } catch (IllegalArgumentException | IllegalStateException | InfeasibleException e) {
                known = false;
            }
        }
        String versions = "model version " + past.models() + " -> " + present.models();
        if (known && !models.none()) {
            causes.add(new Cause(Cause.Kind.MODEL, Optional.empty(), versions, models, Optional.empty()));
        }
        interaction = known ? left.minus(models) : left;
        if (!interaction.none()) {
            String what = known ? "interaction of inputs" : versions + ", and interaction of inputs";
            causes.add(new Cause(Cause.Kind.INTERACTION, Optional.empty(), what, interaction, Optional.empty()));
        }
    }
}
