package windtunnel.scenario.layouts;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import windtunnel.model.Binding;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.GroupFamily;

/** Collectives of a fabric whose health does not change, each worked out once; for one thread. */
final class RememberedCosts implements CollectiveCosts {
    private final CollectiveCosts costs;
    private final Map<Question, Double> answers = new HashMap<>();

    private record Question(CollectiveOp op, GroupFamily family, double payloadBytes) {}

    RememberedCosts(CollectiveCosts costs) {
        this.costs = costs;
    }

    @Override
    public double seconds(CollectiveOp op, GroupFamily family, double payloadBytes) {
        Question question = new Question(op, family, payloadBytes);
        Double answer = answers.get(question);
        if (answer == null) {
            answer = costs.seconds(op, family, payloadBytes);
            answers.put(question, answer);
        }
        return answer;
    }

    @Override
    public Optional<Binding> binding(CollectiveOp op, GroupFamily family, double payloadBytes) {
        return costs.binding(op, family, payloadBytes);
    }

    @Override
    public double[] carriedPerByte(CollectiveOp op, GroupFamily family) {
        return costs.carriedPerByte(op, family);
    }
}
