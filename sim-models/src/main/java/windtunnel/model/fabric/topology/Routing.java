package windtunnel.model.fabric.topology;

import java.util.List;
import java.util.Locale;
import windtunnel.core.unit.Count;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;
import windtunnel.model.key.Shorthand;

/** How a fabric chooses among paths. */
@Shorthand("policy")
public record Routing(
        @Key(
                doc =
                        "How paths are chosen: 'spray' packets over all shortest paths, hash flows to one ('ecmp'), always the first one"
                                + " ('shortest'), one fixed by the destination ('static'); dragonfly: 'minimal' or 'valiant'; torus:"
                                + " 'dimension-order'.",
                example = "ecmp")
        Policy policy,

        @Key(
                doc =
                        "Queue pairs of a connection; the data is divided over them and each is hashed to a path of its own.",
                def = "1",
                tag = "vendor",
                source = "NCCL 2.30.7: NCCL_IB_QPS_PER_CONNECTION is 1",
                example = "4")
        Count queuePairs,

        @Key(
                doc =
                        "Whether all switches hash alike, so that the choice of the first tier decides that of the second.",
                def = "false",
                example = "true")
        boolean polarised,

        @Key(doc = "Changes which flows meet on which path.", def = "0", example = "7")
        Count seed)
        implements Checked {
    /** Ways of choosing. */
    public enum Policy {
        /** Every packet takes another of the shortest paths. */
        SPRAY,
        /** A hash of the flow chooses a path. */
        ECMP,
        /** Always the path of the lowest numbers. */
        SHORTEST,
        /** Destination modulo number of next hops. */
        STATIC,
        /** Dragonfly: the direct cable between the groups. */
        MINIMAL,
        /** Dragonfly: by way of every other group. */
        VALIANT,
        /** Torus: one dimension after the other. */
        DIMENSION_ORDER;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What trees of switches take. */
    public static final List<Policy> TREE = List.of(Policy.SPRAY, Policy.ECMP, Policy.SHORTEST, Policy.STATIC);

    /** A policy and nothing else. */
    public static Routing of(Policy policy) {
        return new Routing(policy, new Count(1), false, new Count(0));
    }

    /** The same for a flow that is one queue pair. */
    public Routing onePair() {
        return new Routing(policy, new Count(1), polarised, seed);
    }

    @Override
    public void check(Issues issues) {
        issues.check(
                queuePairs.value() >= 1 && queuePairs.value() <= 128,
                "queue-pairs",
                "must be from 1 to 128 queue pairs");
        if (policy != Policy.ECMP) {
            String unused = "does nothing with '" + policy.word() + "'; only 'ecmp' hashes";
            issues.check(queuePairs.value() == 1, "queue-pairs", unused);
            issues.check(!polarised, "polarised", unused);
            issues.check(seed.value() == 0, "seed", unused);
        }
    }

    /** Adds an error unless the policy is one of {@code known}. */
    public void among(List<Policy> known, Issues issues) {
        issues.check(
                known.contains(policy),
                "routing",
                "this fabric has no routing '" + policy.word() + "'; it takes "
                        + String.join(", ", known.stream().map(Policy::word).toList()));
    }
}
