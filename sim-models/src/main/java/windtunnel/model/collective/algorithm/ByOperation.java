package windtunnel.model.collective.algorithm;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import windtunnel.model.Binding;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.FitsCluster;
import windtunnel.model.GroupFamily;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/** An algorithm for each operation. */
public record ByOperation(
        @Key(doc = "Algorithm of all-reduce.", def = "{ kind: ring }")
        Collective allReduce,

        @Key(doc = "Algorithm of reduce-scatter.", def = "{ kind: ring }")
        Collective reduceScatter,

        @Key(doc = "Algorithm of all-gather.", def = "{ kind: ring }")
        Collective allGather,

        @Key(doc = "Algorithm of all-to-all.", def = "{ kind: ring }")
        Collective allToAll,

        @Key(doc = "Algorithm of sends to the next rank.", def = "{ kind: ring }")
        Collective sendReceive,

        @Key(doc = "Algorithm of broadcast.", def = "{ kind: ring }")
        Collective broadcast)
        implements Collective, FitsCluster {
    private Map<CollectiveOp, Collective> all() {
        Map<CollectiveOp, Collective> all = new EnumMap<>(CollectiveOp.class);
        all.put(CollectiveOp.ALL_REDUCE, allReduce);
        all.put(CollectiveOp.REDUCE_SCATTER, reduceScatter);
        all.put(CollectiveOp.ALL_GATHER, allGather);
        all.put(CollectiveOp.ALL_TO_ALL, allToAll);
        all.put(CollectiveOp.SEND_RECV, sendReceive);
        all.put(CollectiveOp.BROADCAST, broadcast);
        return all;
    }

    private Map<String, Collective> byKey() {
        Map<String, Collective> all = new LinkedHashMap<>();
        all.put("all-reduce", allReduce);
        all.put("reduce-scatter", reduceScatter);
        all.put("all-gather", allGather);
        all.put("all-to-all", allToAll);
        all.put("send-receive", sendReceive);
        all.put("broadcast", broadcast);
        return all;
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        byKey().forEach((key, collective) -> {
            if (collective instanceof FitsCluster fits) {
                Issues own = new Issues();
                fits.check(cluster, own);
                issues.addAll(key, own);
            }
        });
    }

    @Override
    public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
        Map<Collective, CollectiveCosts> once = new LinkedHashMap<>();
        Map<CollectiveOp, CollectiveCosts> costs = new EnumMap<>(CollectiveOp.class);
        all().forEach((op, collective) ->
                costs.put(op, once.computeIfAbsent(collective, c -> c.on(cluster, fidelity))));
        return new Chosen(costs);
    }

    private record Chosen(Map<CollectiveOp, CollectiveCosts> costs) implements CollectiveCosts {
        @Override
        public double seconds(CollectiveOp op, GroupFamily family, double payloadBytes) {
            return costs.get(op).seconds(op, family, payloadBytes);
        }

        @Override
        public Optional<Binding> binding(CollectiveOp op, GroupFamily family, double payloadBytes) {
            return costs.get(op).binding(op, family, payloadBytes);
        }

        @Override
        public double[] carriedPerByte(CollectiveOp op, GroupFamily family) {
            return costs.get(op).carriedPerByte(op, family);
        }
    }
}
