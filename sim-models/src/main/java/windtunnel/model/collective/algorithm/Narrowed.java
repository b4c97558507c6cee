package windtunnel.model.collective.algorithm;

import java.util.Optional;
import windtunnel.model.Binding;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.GroupFamily;

/**
 * All-to-alls that come in pairs, out with {@code ratio} times the bytes and back with all of them; each is priced as the mean of the two.
 *
 * @param costs what one exchange costs
 * @param ratio bytes out over bytes back
 */
record Narrowed(CollectiveCosts costs, double ratio) implements CollectiveCosts {
    @Override
    public double seconds(CollectiveOp op, GroupFamily family, double payloadBytes) {
        double whole = costs.seconds(op, family, payloadBytes);
        return op == CollectiveOp.ALL_TO_ALL ? (costs.seconds(op, family, ratio * payloadBytes) + whole) / 2 : whole;
    }

    @Override
    public Optional<Binding> binding(CollectiveOp op, GroupFamily family, double payloadBytes) {
        return costs.binding(op, family, payloadBytes);
    }

    @Override
    public double[] carriedPerByte(CollectiveOp op, GroupFamily family) {
        double[] carried = costs.carriedPerByte(op, family);
        for (int part = 0; op == CollectiveOp.ALL_TO_ALL && part < carried.length; part++) {
            carried[part] *= (1 + ratio) / 2;
        }
        return carried;
    }
}
