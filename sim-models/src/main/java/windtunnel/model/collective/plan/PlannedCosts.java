package windtunnel.model.collective.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import windtunnel.model.Binding;
import windtunnel.model.Cluster;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.GroupFamily;
import windtunnel.model.collective.Plan;

/** Costs of an algorithm that does some operations by plans of its own and leaves the others to other costs. */
public final class PlannedCosts implements CollectiveCosts {
    private final Cluster cluster;
    private final Planner planner;
    private final CollectiveCosts others;
    private final Map<Query, Optional<Plan>> plans = new LinkedHashMap<>();
    private final Map<Payload, Double> memo = new LinkedHashMap<>();
    private long version;

    private record Query(CollectiveOp op, GroupFamily family) {}

    private record Payload(Query query, double bytes) {}

    /** Makes plans. */
    @FunctionalInterface
    public interface Planner {
        /** The plan of an operation on the cluster as it stands; empty where the algorithm has none. */
        Optional<Plan> plan(CollectiveOp op, GroupFamily family);

        /** A plan of one operation only. */
        static Optional<Plan> of(boolean applies, Supplier<Plan> plan) {
            return applies ? Optional.of(plan.get()) : Optional.empty();
        }
    }

    /** Plans of {@code planner}, and what {@code others} says where there is none. */
    public PlannedCosts(Cluster cluster, CollectiveCosts others, Planner planner) {
        this.cluster = cluster;
        this.others = others;
        this.planner = planner;
        version = cluster.version();
    }

    private Optional<Plan> plan(Query query) {
        if (version != cluster.version()) {
            plans.clear();
            memo.clear();
            version = cluster.version();
        }
        Optional<Plan> known = plans.get(query);
        if (known == null) {
            known = planner.plan(query.op(), query.family());
            plans.put(query, known);
        }
        return known;
    }

    @Override
    public double seconds(CollectiveOp op, GroupFamily family, double payloadBytes) {
        if (!(payloadBytes >= 0 && payloadBytes < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("payload must be finite and not negative: " + payloadBytes);
        }
        if (family.ranks() == 1 || payloadBytes == 0) {
            return 0;
        }
        Query query = new Query(op, family);
        Optional<Plan> plan = plan(query);
        if (plan.isEmpty()) {
            return others.seconds(op, family, payloadBytes);
        }
        Payload key = new Payload(query, payloadBytes);
        Double known = memo.get(key);
        if (known == null) {
            known = plan.get().seconds(payloadBytes);
            memo.put(key, known);
        }
        return known;
    }

    @Override
    public Optional<Binding> binding(CollectiveOp op, GroupFamily family, double payloadBytes) {
        Optional<Plan> plan = family.ranks() == 1 ? Optional.empty() : plan(new Query(op, family));
        if (plan.isEmpty()) {
            return others.binding(op, family, payloadBytes);
        }
        int link = plan.get().bottleneck(payloadBytes);
        double[] load = {0};
        plan.get().carry((crossed, sent) -> load[0] += crossed == link ? sent : 0);
        return Optional.of(Binding.of(cluster, link, payloadBytes * load[0]));
    }

    @Override
    public double[] carriedPerByte(CollectiveOp op, GroupFamily family) {
        Optional<Plan> plan = family.ranks() == 1 ? Optional.empty() : plan(new Query(op, family));
        if (plan.isEmpty()) {
            return others.carriedPerByte(op, family);
        }
        double[] byPart = new double[Cluster.Part.values().length];
        plan.get().carry((link, load) -> byPart[cluster.part(link).ordinal()] += load);
        return byPart;
    }
}
