package windtunnel.model;

import java.util.List;
import windtunnel.core.unit.Count;
import windtunnel.model.hardware.NodeSku;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/** The cluster as a scenario describes it. */
public record ClusterSpec(
        @Key(doc = "The nodes that are rented or owned.") Nodes nodes,

        @Key(doc = "The network between them.", def = "{ kind: rail-optimised }")
        Fabric fabric,

        @Key(doc = "Algorithm of collectives over several ranks.", def = "{ kind: nccl }")
        Collective collective,

        @Key(doc = "Shared storage, one or a list.", def = "[]")
        List<Storage> storage) {

    /** Equal nodes of one kind. */
    public record Nodes(
            @Key(doc = "How many nodes.", example = "64") Count count,

            @Key(doc = "Kind of node, a name of the library.", example = "aws-p5-48xlarge")
            NodeSku sku,

            @Key(doc = "How they are paid: on-demand or spot.", def = "on-demand", example = "spot")
            String market,

            @Key(
                    doc =
                            "Hot spares of the same kind: paid, idle, and in a node's place at once when its machine is lost.",
                    def = "0",
                    example = "2")
            Count spares)
            implements Checked {
        private static final List<String> MARKETS = List.of("on-demand", "spot");

        @Override
        public void check(Issues issues) {
            issues.check(count.value() >= 1, "count", "a cluster needs at least one node");
            issues.check(count.value() <= 1_000_000, "count", "more than a million nodes is out of range");
            issues.check(spares.value() <= 1_000_000, "spares", "more than a million spares is out of range");
            issues.check(MARKETS.contains(market), "market", "unknown market '" + market + "'; known are " + MARKETS);
        }

        /** GPUs of the whole cluster. */
        public int gpus() {
            return Math.toIntExact(
                    Math.multiplyExact(count.value(), sku.gpus().value().value()));
        }
    }
}
