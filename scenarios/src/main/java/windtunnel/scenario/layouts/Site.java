package windtunnel.scenario.layouts;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import windtunnel.core.measure.Usage;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.CollectiveCosts;
import windtunnel.model.compute.CommCosts;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.search.Job;
import windtunnel.model.cost.CostModel;
import windtunnel.model.training.FabricCosts;
import windtunnel.model.training.LayoutQuestion;
import windtunnel.model.training.Training;
import windtunnel.scenario.Pricing;
import windtunnel.scenario.Scenario;

/** A job on a cluster, as a scenario has them, ready to be searched. */
public final class Site {
    private static final BigInteger NANOS_PER_HOUR = BigInteger.valueOf(3_600_000_000_000L);
    private static final double SECONDS_PER_HOUR = 3600;

    private final Scenario scenario;
    private final Training training;
    private final LayoutQuestion question;
    private final Job job;
    private final double usdPerHour;

    /** The training job of {@code scenario} on its cluster. */
    public Site(Scenario scenario) {
        this.scenario = scenario;
        training = (Training) scenario.workloads().get(0);
        question = new LayoutQuestion(training, scenario.cluster());
        job = question.job(new Assumptions());
        usdPerHour = usdPerHour(scenario);
    }

    private static double usdPerHour(Scenario scenario) {
        ClusterSpec.Nodes nodes = scenario.cluster().nodes();
        BigInteger count =
                BigInteger.valueOf(nodes.count().value() + nodes.spares().value());
        List<Usage.Row> usage = new ArrayList<>();
        usage.add(new Usage.Row(
                new Usage.Key(CostModel.NODE, nodes.sku().name(), nodes.market(), "", ""),
                count.multiply(NANOS_PER_HOUR)));
        Pricing pricing = Pricing.of(scenario.spec());
        BigDecimal total = CostModel.bill(usage, 1, pricing.prices(), pricing.gpusPerNode())
                .total();
        return total.doubleValue();
    }

    /** What is to be laid out. */
    public Job job() {
        return job;
    }

    Scenario scenario() {
        return scenario;
    }

    Training training() {
        return training;
    }

    LayoutQuestion question() {
        return question;
    }

    int nodes() {
        return Math.toIntExact(scenario.cluster().nodes().count().value());
    }

    /** Transfers on this cluster; what one of them answers is not safe for several threads. */
    public Function<Layout, CommCosts> fabric() {
        ClusterSpec spec = scenario.cluster();
        Cluster cluster = spec.fabric().build(spec.nodes(), new Assumptions());
        CollectiveCosts costs = new RememberedCosts(spec.collective().over(cluster, scenario.fidelity()));
        return layout -> FabricCosts.of(costs, layout);
    }

    /** Seconds of all steps, undisturbed. */
    double runSeconds(long stepNanos) {
        return stepNanos * 1e-9 * training.targetSteps();
    }

    /** Dollars of the nodes for that long. */
    double runUsd(long stepNanos) {
        return runSeconds(stepNanos) / SECONDS_PER_HOUR * usdPerHour;
    }
}
