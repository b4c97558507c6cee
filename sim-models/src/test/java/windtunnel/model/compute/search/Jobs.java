package windtunnel.model.compute.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts;
import windtunnel.model.compute.CommCosts.Dimension;
import windtunnel.model.compute.Device;
import windtunnel.model.compute.Experts;
import windtunnel.model.compute.GemmConstants;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.ModelShape;
import windtunnel.model.compute.StepOptions;

/** Small jobs whose layouts can all be timed. */
final class Jobs {
    static final ModelShape DENSE = ModelShape.llama(12, 4096, 14336, 32, 8, 32000);
    static final ModelShape MIXTURE =
            ModelShape.llama(12, 2048, 7168, 16, 8, 32000).withExperts(Experts.routed(8, 2, 7168));

    private Jobs() {}

    static Device gpu(long gibibytes) {
        return new Device(
                new Device.PeakFlops(989e12, 1979e12),
                new Device.Hbm(gibibytes << 30, 3.35e12),
                GemmConstants.H100_SXM,
                0.55,
                2L << 30);
    }

    static Job job(ModelShape shape, int gpus, long gibibytes) {
        return new Job(shape, gpus, 32, 4096, gpu(gibibytes), StepOptions.defaults());
    }

    /** A latency and a rate for each kind of group; ranks that share layers or experts are near. */
    static Function<Layout, CommCosts> fabric(double rate) {
        return layout -> (dimension, op, payload) -> {
            boolean near = dimension == Dimension.TENSOR || dimension == Dimension.EXPERT;
            double seconds = 1e-5 + payload / ((near ? 10 : 1) * rate);
            return op == CollectiveOp.ALL_REDUCE ? 2 * seconds : seconds;
        };
    }

    static List<Layout> all(Job job, Wanted wanted) {
        SearchSpace space = new SearchSpace(job, wanted);
        List<Layout> all = new ArrayList<>();
        for (Degrees split : space.splits()) {
            all.addAll(space.layouts(split));
        }
        return all;
    }
}
