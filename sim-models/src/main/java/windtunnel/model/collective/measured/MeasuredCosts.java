package windtunnel.model.collective.measured;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import windtunnel.model.Binding;
import windtunnel.model.Cluster;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.GroupFamily;
import windtunnel.model.collective.nccl.NcclOp;

/**
 * Collectives at the times that a user measured, where there are measurements, else the model's.
 *
 * <p>A measurement is of one communicator on sound links. Its time T(S) is split into a start T(S) - S/P and the bytes S/P at its best
 * rate P; the bytes are slowed by what the model says that faults and other groups on the links take from the rate of a very large
 * operation, the start is not. With method ratio the rate of a very large operation is the model's, and the measurement gives the share
 * of it that a smaller one reaches; between measured numbers of nodes shares are read on a straight line over log nodes.
 */
public final class MeasuredCosts implements CollectiveCosts {
    /** Size at which only bandwidth counts. */
    private static final double LARGE = 16L << 30;

    private final CollectiveCosts model;
    private final CollectiveCosts sound;
    private final Cluster cluster;
    private final Method method;
    private final List<MeasuredRun> runs;
    private final Map<MeasuredRun, TimeTable> tables = new LinkedHashMap<>();
    private final Map<MeasuredRun, RootLaw> laws = new LinkedHashMap<>();
    private final Map<GroupFamily, Integer> nodes = new LinkedHashMap<>();

    /** How measurements are turned into times. */
    public enum Method {
        /** Read between the measured points. */
        TABLE,
        /** A law of start, bandwidth and middle term. */
        ABC,
        /** Shares of the model's rate of a very large operation. */
        RATIO
    }

    /**
     * Measured costs.
     *
     * @param model the model on the cluster as it stands
     * @param sound the model on the same cluster in full health
     * @param cluster the cluster
     */
    public MeasuredCosts(
            CollectiveCosts model, CollectiveCosts sound, Cluster cluster, Method method, List<MeasuredRun> runs) {
        this.model = model;
        this.sound = sound;
        this.cluster = cluster;
        this.method = method;
        this.runs = List.copyOf(runs);
        for (MeasuredRun run : runs) {
            if (!run.points().isEmpty()) {
                tables.put(run, new TimeTable(run.points()));
            }
            if (method == Method.ABC) {
                laws.put(run, run.law());
            }
        }
    }

    @Override
    public double seconds(CollectiveOp op, GroupFamily family, double payloadBytes) {
        List<MeasuredRun> known = payloadBytes > 0 ? measured(op, family) : List.of();
        if (known.isEmpty()) {
            return model.seconds(op, family, payloadBytes);
        }
        return method == Method.RATIO
                ? payloadBytes / (LARGE / model.seconds(op, family, LARGE)) / share(known, family, payloadBytes)
                : alone(known.get(0), op, family, payloadBytes);
    }

    private double alone(MeasuredRun run, CollectiveOp op, GroupFamily family, double bytes) {
        double seconds = solo(run, bytes);
        double best = bytes / peak(run);
        GroupFamily few = new GroupFamily(family.stride(), family.ranks(), family.stride() * family.ranks());
        double slower = model.seconds(op, family, LARGE) / sound.seconds(op, few, LARGE);
        return Math.max(0, seconds - best) + Math.min(seconds, best) * Math.max(1, slower);
    }

    private double solo(MeasuredRun run, double bytes) {
        return method == Method.ABC
                ? laws.get(run).seconds(bytes, run.factor())
                : tables.get(run).seconds(bytes);
    }

    /** Largest size over time, bytes per second. */
    private double peak(MeasuredRun run) {
        if (method == Method.TABLE) {
            return tables.get(run).peak();
        }
        double to = laws.get(run).to().value();
        return to / laws.get(run).seconds(to, run.factor());
    }

    /** Share of the rate of a very large operation, between the measured numbers of nodes around the family's. */
    private double share(List<MeasuredRun> known, GroupFamily family, double bytes) {
        int wanted = nodes(family);
        MeasuredRun below = known.get(0);
        MeasuredRun above = known.get(known.size() - 1);
        for (MeasuredRun run : known) {
            below = run.nodes().value() <= wanted ? run : below;
        }
        for (int i = known.size() - 1; i >= 0; i--) {
            above = known.get(i).nodes().value() >= wanted ? known.get(i) : above;
        }
        double low = tables.get(below).share(bytes);
        double from = below.nodes().value();
        double to = above.nodes().value();
        if (from >= to || wanted <= from) {
            return low;
        }
        double part = Math.min(1, StrictMath.log(wanted / from) / StrictMath.log(to / from));
        return low * StrictMath.pow(tables.get(above).share(bytes) / low, part);
    }

    /** The measurements that hold for a family: of its own ranks and nodes, or with method ratio of its operation, by nodes. */
    private List<MeasuredRun> measured(CollectiveOp op, GroupFamily family) {
        int wanted = family.ranks() > 1 ? nodes(family) : 0;
        List<MeasuredRun> known = new ArrayList<>();
        for (MeasuredRun run : runs) {
            boolean same = run.op() == NcclOp.of(op);
            boolean exact = run.ranks().value() == family.ranks() && run.nodes().value() == wanted;
            boolean alike = wanted > 0 && (run.nodes().value() == 1) == (wanted == 1);
            if (same && (method == Method.RATIO ? alike : exact)) {
                known.add(run);
            }
        }
        known.sort(Comparator.comparingLong(run -> run.nodes().value()));
        return known;
    }

    /** Nodes that the first group of a family lies on. */
    private int nodes(GroupFamily family) {
        return nodes.computeIfAbsent(family, f -> {
            int count = 0;
            int last = -1;
            for (int rank = 0; rank < f.ranks(); rank++) {
                int node = f.gpu(0, rank) / cluster.gpusPerNode();
                count += node == last ? 0 : 1;
                last = node;
            }
            return count;
        });
    }

    @Override
    public Optional<String> fitted(CollectiveOp op, GroupFamily family) {
        return Optional.of(
                isMeasured(op, family)
                        ? "fitted to measurements, method " + method.name().toLowerCase(Locale.ROOT)
                        : "the model's, since nothing was measured of " + family.ranks() + " ranks on " + nodes(family)
                                + (nodes(family) == 1 ? " node" : " nodes"));
    }

    @Override
    public Optional<Binding> binding(CollectiveOp op, GroupFamily family, double payloadBytes) {
        Optional<Binding> binding = model.binding(op, family, payloadBytes);
        return isMeasured(op, family) ? binding.map(b -> b.by("measured")) : binding;
    }

    @Override
    public String bottleneck(CollectiveOp op, GroupFamily family, double payloadBytes) {
        return model.bottleneck(op, family, payloadBytes) + (isMeasured(op, family) ? " (time is fitted)" : "");
    }

    private boolean isMeasured(CollectiveOp op, GroupFamily family) {
        return !measured(op, family).isEmpty();
    }

    @Override
    public double[] carriedPerByte(CollectiveOp op, GroupFamily family) {
        return model.carriedPerByte(op, family);
    }

    @Override
    public void carried(CollectiveOp op, GroupFamily family, LinkBytes sink) {
        model.carried(op, family, sink);
    }
}
