package windtunnel.scenario.risk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import windtunnel.core.unit.Numbers;
import windtunnel.model.Assumptions;
import windtunnel.model.InfeasibleException;
import windtunnel.model.cost.Bill;
import windtunnel.model.hardware.Tag;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.read.Inputs;
import windtunnel.scenario.run.Outcome;

/**
 * Elasticities of cost and time with respect to every value that a run read and no source backs: each is set a tenth lower and a tenth higher with
 * the same luck, {@code (C+ - C-) / (0.2 C)}. That of a price is its share of the bill, exactly. First-order: what two assumptions do together is
 * not seen.
 */
public final class Sensitivity {
    private static final double STEP = 0.1;
    private static final double STILL = 1e-4;

    private final Inputs inputs;
    private final Scenario scenario;
    private final Function<Scenario, Outcome> runner;
    private final Map<String, String> lines;

    /** An audit of a scenario whose variants {@code runner} runs. */
    public Sensitivity(Inputs inputs, Scenario scenario, Function<Scenario, Outcome> runner) {
        this.inputs = inputs;
        this.scenario = scenario;
        this.runner = runner;
        this.lines = inputs.lines(scenario);
    }

    private record Point(double cost, double time) {
        static Point of(Outcome outcome) {
            return new Point(mean(outcome, "run.cost"), mean(outcome, "run.wall_time"));
        }

        private static double mean(Outcome outcome, String metric) {
            return outcome.metrics().stream()
                    .filter(m -> m.name().equals(metric))
                    .findFirst()
                    .orElseThrow()
                    .mean();
        }
    }

    /** The audit of {@code outcome}, which is what the runner made of the scenario. */
    public Audit of(Outcome outcome) {
        List<Elasticity> found = new ArrayList<>();
        List<String> still = new ArrayList<>();
        List<String> words = new ArrayList<>();
        Point base = Point.of(outcome);
        for (Assumptions.Assumption assumption : outcome.assumptions()) {
            if (assumption.tag() != Tag.ASSUMED) {
                continue;
            }
            Optional<Elasticity> elasticity = price(assumption, outcome.bill()).or(() -> varied(assumption, base));
            if (elasticity.isEmpty()) {
                words.add(assumption.key());
            } else if (Math.max(
                            Math.abs(elasticity.get().cost()),
                            Math.abs(elasticity.get().time()))
                    < STILL) {
                still.add(assumption.key());
            } else {
                found.add(elasticity.get());
            }
        }
        found.sort(Comparator.comparingDouble((Elasticity e) -> -Math.max(Math.abs(e.cost()), Math.abs(e.time())))
                .thenComparing(Elasticity::key));
        return new Audit(List.copyOf(found), List.copyOf(still), List.copyOf(words));
    }

    private static Optional<Elasticity> price(Assumptions.Assumption assumption, Bill bill) {
        return bill.items().stream()
                .filter(item -> assumption.key().equals("price." + item.item()))
                .findFirst()
                .map(item -> new Elasticity(
                        assumption.key(),
                        assumption.value(),
                        assumption.source(),
                        item.usd().doubleValue() / bill.total().doubleValue(),
                        0));
    }

    private Optional<Elasticity> varied(Assumptions.Assumption assumption, Point base) {
        List<String> paths = paths(assumption.key());
        if (paths.isEmpty()) {
            return Optional.empty();
        }
        OptionalDouble value = number(lines.get(paths.get(0)));
        if (value.isEmpty() || value.getAsDouble() == 0) {
            return Optional.empty();
        }
        for (double step : new double[] {STEP * value.getAsDouble(), 1}) {
            Optional<Point> low = at(paths, value.getAsDouble() - step);
            Optional<Point> high = low.isEmpty() ? low : at(paths, value.getAsDouble() + step);
            if (high.isPresent()) {
                double relative = 2 * step / value.getAsDouble();
                return Optional.of(new Elasticity(
                        assumption.key(),
                        assumption.value(),
                        assumption.source(),
                        (high.get().cost() - low.get().cost()) / relative / base.cost(),
                        (high.get().time() - low.get().time()) / relative / base.time()));
            }
        }
        return Optional.empty();
    }

    /** The lines that hold the assumption: its own path, or that part of every library entry of that name. */
    private List<String> paths(String key) {
        if (lines.containsKey(key)) {
            return List.of(key);
        }
        List<String> found = new ArrayList<>();
        lines.forEach((path, json) -> {
            String name = json.replace("\"", "");
            int at = key.indexOf("." + name + ".");
            if (path.endsWith(".name") && at > 0) {
                String holder = path.substring(0, path.length() - ".name".length());
                String rest = key.substring(at + name.length() + 2);
                if (lines.containsKey(holder + "." + rest)) {
                    found.add(holder + "." + rest);
                }
            }
        });
        return found;
    }

    private static OptionalDouble number(String json) {
        return json.matches("-?[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?")
                ? OptionalDouble.of(Double.parseDouble(json))
                : OptionalDouble.empty();
    }

    /** Nothing where the value cannot be set to that, such as a part of a whole number. */
    private Optional<Point> at(List<String> paths, double value) {
        Map<String, String> changed = new LinkedHashMap<>(lines);
        paths.forEach(path -> changed.put(path, Numbers.json(value)));
        Scenario variant;
        try {
            variant = inputs.with(scenario, changed);
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(Point.of(runner.apply(variant)));
        } catch (InfeasibleException e) {
            return Optional.empty();
        }
    }
}
