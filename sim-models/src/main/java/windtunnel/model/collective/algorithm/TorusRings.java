package windtunnel.model.collective.algorithm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.model.Binding;
import windtunnel.model.Cluster;
import windtunnel.model.Collective;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.Fidelity;
import windtunnel.model.GroupFamily;
import windtunnel.model.collective.Collectives;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * All-reduce over the dimensions of a grid: reduce-scatter along one after the other, then all-gather back, by rings in both senses.
 *
 * <p>{@code T = 2 sum_i ((k_i - 1) alpha + (k_i - 1)/k_i S_i/(2B))}, S_1 = S and S_(i+1) = S_i/k_i, where neighbours have links of their
 * own with rate B each way; on a switch it is S_i/B. Ranks are numbered along the first dimension first. Groups that the grid does not
 * divide, and other operations, run as rings in both senses.
 */
public record TorusRings(
        @Key(doc = "Ranks along each dimension; a group has as many as their product.", example = "[4, 4, 4]")
        List<Count> dims)
        implements Collective, Checked {
    @Override
    public void check(Issues issues) {
        issues.check(!dims.isEmpty() && dims.size() <= 8, "dims", "a grid has from one to eight dimensions");
        double product = 1;
        for (Count dim : dims) {
            issues.check(dim.value() >= 2 && dim.value() <= 1_000_000, "dims", "each dimension has at least 2 ranks");
            product *= dim.value();
        }
        issues.check(product <= 1e9, "dims", "more than a billion ranks is out of range");
    }

    @Override
    public CollectiveCosts on(Cluster cluster, Fidelity fidelity) {
        CollectiveCosts rings = new Collectives(cluster, fidelity, new Collectives.Shape(false, 0, 0, true));
        return new Grid(this, rings);
    }

    /** The groups along each dimension; empty if the grid is not that of the family. */
    Optional<List<GroupFamily>> along(GroupFamily family) {
        if (dims.stream().mapToLong(Count::value).reduce(1, (a, b) -> a * b) != family.ranks()) {
            return Optional.empty();
        }
        List<GroupFamily> lines = new ArrayList<>();
        int stride = family.stride();
        for (Count dim : dims) {
            int ranks = (int) dim.value();
            lines.add(new GroupFamily(stride, ranks, family.gpus()));
            stride *= ranks;
        }
        return Optional.of(lines);
    }

    /** The costs of the grid's rings. */
    private record Grid(TorusRings torus, CollectiveCosts rings) implements CollectiveCosts {
        private Optional<List<GroupFamily>> lines(CollectiveOp op, GroupFamily family) {
            return op == CollectiveOp.ALL_REDUCE ? torus.along(family) : Optional.empty();
        }

        @Override
        public double seconds(CollectiveOp op, GroupFamily family, double payloadBytes) {
            Optional<List<GroupFamily>> lines = lines(op, family);
            if (lines.isEmpty()) {
                return rings.seconds(op, family, payloadBytes);
            }
            double sum = 0;
            double bytes = payloadBytes;
            for (GroupFamily line : lines.get()) {
                sum += rings.seconds(CollectiveOp.REDUCE_SCATTER, line, bytes)
                        + rings.seconds(CollectiveOp.ALL_GATHER, line, bytes);
                bytes /= line.ranks();
            }
            return sum;
        }

        @Override
        public Optional<Binding> binding(CollectiveOp op, GroupFamily family, double payloadBytes) {
            Optional<List<GroupFamily>> lines = lines(op, family);
            GroupFamily longest = family;
            double most = -1;
            double bytes = payloadBytes;
            double there = payloadBytes;
            for (GroupFamily line : lines.orElse(List.of())) {
                double seconds = rings.seconds(CollectiveOp.REDUCE_SCATTER, line, bytes);
                if (seconds > most) {
                    most = seconds;
                    longest = line;
                    there = bytes;
                }
                bytes /= line.ranks();
            }
            return lines.isEmpty()
                    ? rings.binding(op, family, payloadBytes)
                    : rings.binding(CollectiveOp.REDUCE_SCATTER, longest, there)
                            .map(half -> half.busy(2 * half.busySeconds()));
        }

        @Override
        public double[] carriedPerByte(CollectiveOp op, GroupFamily family) {
            Optional<List<GroupFamily>> lines = lines(op, family);
            if (lines.isEmpty()) {
                return rings.carriedPerByte(op, family);
            }
            double[] sum = new double[Cluster.Part.values().length];
            double share = 1;
            for (GroupFamily line : lines.get()) {
                double[] carried = rings.carriedPerByte(CollectiveOp.REDUCE_SCATTER, line);
                for (int part = 0; part < sum.length; part++) {
                    sum[part] += 2 * share * carried[part];
                }
                share /= line.ranks();
            }
            return sum;
        }
    }
}
