package windtunnel.model.collective.measured;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.model.collective.nccl.NcclOp;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/** What a user measured of one operation on one number of ranks and nodes; {@code windtunnel calibrate} writes it. */
public record MeasuredRun(
        @Key(doc = "The operation.", example = "all-reduce") NcclOp op,

        @Key(doc = "Ranks of the communicator.", example = "32")
        Count ranks,

        @Key(doc = "Nodes that they lie on.", example = "4") Count nodes,

        @Key(doc = "Measured sizes and times.", def = "[]", example = "[{ size: 1 MiB, time: 60 us }]")
        List<SizedTime> points,

        @Key(doc = "A fitted law; without it, method abc fits one to the points.")
        Optional<RootLaw> fit)
        implements Checked {
    private static final int FEWEST = 3;

    @Override
    public void check(Issues issues) {
        issues.check(ranks.value() >= 2 && ranks.value() <= 1_000_000, "ranks", "must be from 2 to a million");
        boolean even = nodes.value() >= 1 && nodes.value() <= ranks.value() && ranks.value() % nodes.value() == 0;
        issues.check(even, "nodes", "must divide the ranks");
        issues.check(!points.isEmpty() || fit.isPresent(), "points", "give measured points, or a fit");
    }

    /** Whether there are points enough for method abc. */
    public boolean fits() {
        return fit.isPresent()
                || points.stream().mapToLong(p -> p.size().value()).distinct().count() >= FEWEST;
    }

    /** Bus bandwidth over size / time. */
    double factor() {
        return op.busFactor(Math.toIntExact(ranks.value()));
    }

    /** The fitted law, or the law fitted to the points. */
    public RootLaw law() {
        return fit.orElseGet(() -> RootFit.of(points, factor()));
    }
}
