package windtunnel.model;

import java.util.Optional;

/**
 * Collectives over a transport whose rate and latency depend on the size of messages.
 *
 * <p>A time is split into its start, what a payload of one byte takes, and the rest: start x latency factor + rest / rate factor. A message
 * is what a rank sends at once: payload / N in rings and all-to-alls, the whole payload of a send or broadcast. Groups that do not leave a node or scale-up domain are not touched.
 */
final class MessageCosts implements CollectiveCosts {
    private final CollectiveCosts costs;
    private final Cluster cluster;
    private final Messages messages;

    MessageCosts(CollectiveCosts costs, Cluster cluster, Messages messages) {
        this.costs = costs;
        this.cluster = cluster;
        this.messages = messages;
    }

    @Override
    public double seconds(CollectiveOp op, GroupFamily family, double payloadBytes) {
        double plain = costs.seconds(op, family, payloadBytes);
        if (plain == 0 || !leaves(family)) {
            return plain;
        }
        boolean whole = op == CollectiveOp.SEND_RECV || op == CollectiveOp.BROADCAST;
        double message = whole ? payloadBytes : payloadBytes / family.ranks();
        double start = Math.min(plain, costs.seconds(op, family, Math.min(1, payloadBytes)));
        return messages.latency(message) * start + (plain - start) / messages.rate(message);
    }

    private boolean leaves(GroupFamily family) {
        int first = family.gpu(0, 0);
        int last = family.gpu(0, family.ranks() - 1);
        return cluster.domain(first) != cluster.domain(last) && !cluster.sameNode(first, last);
    }

    @Override
    public Optional<Binding> binding(CollectiveOp op, GroupFamily family, double payloadBytes) {
        return costs.binding(op, family, payloadBytes);
    }

    @Override
    public double[] carriedPerByte(CollectiveOp op, GroupFamily family) {
        return costs.carriedPerByte(op, family);
    }

    @Override
    public void carried(CollectiveOp op, GroupFamily family, LinkBytes sink) {
        costs.carried(op, family, sink);
    }

    @Override
    public Optional<String> fitted(CollectiveOp op, GroupFamily family) {
        return costs.fitted(op, family);
    }
}
