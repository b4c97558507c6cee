package windtunnel.scenario.read;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.FitsCluster;
import windtunnel.model.Storage;
import windtunnel.model.Workload;
import windtunnel.model.disruption.spot.SpotEviction;
import windtunnel.model.hardware.PriceBook;
import windtunnel.model.key.Issues;
import windtunnel.model.training.LayoutQuestion;
import windtunnel.model.training.LinkUse;
import windtunnel.model.training.Training;
import windtunnel.scenario.Bound;
import windtunnel.scenario.Expectation;
import windtunnel.scenario.Prices;
import windtunnel.scenario.Pricing;
import windtunnel.scenario.ScenarioSpec;
import windtunnel.scenario.run.MetricsPage;

/** What can be wrong between the parts of a scenario, each of which is right by itself; needs no simulation. */
final class CrossChecks {
    /** The name under which run totals are reported. */
    private static final String RUN = "run";
    /** The name under which machines are reported. */
    private static final String NODES = "nodes";

    private final ScenarioSpec spec;
    private final Purpose purpose;
    private final Issues issues;
    private final Set<String> names = new LinkedHashSet<>();

    private CrossChecks(ScenarioSpec spec, Purpose purpose, Issues issues) {
        this.spec = spec;
        this.purpose = purpose;
        this.issues = issues;
    }

    /** Adds everything that is wrong; paths are from the top of the scenario. */
    static void check(ScenarioSpec spec, Purpose purpose, Issues issues) {
        CrossChecks checks = new CrossChecks(spec, purpose, issues);
        checks.names();
        checks.fit();
        checks.spares();
        checks.markets();
        checks.expectations();
        spec.prices().ifPresent(checks::prices);
        if (purpose == Purpose.LAYOUTS) {
            checks.layouts();
        }
        if (purpose != Purpose.DESCRIBE) {
            issues.check(
                    spec.workloads().size() == 1,
                    "workloads",
                    "one workload holds the whole cluster; jobs that share it are one workload of kind job-queue");
            Pricing.of(spec).missing().forEach(missing -> issues.error("prices", missing));
        }
    }

    private void names() {
        List<Workload> workloads = spec.workloads();
        for (int i = 0; i < workloads.size(); i++) {
            name("workloads[" + i + "].name", workloads.get(i).name());
            for (String owner : workloads.get(i).owners()) {
                if (!owner.equals(workloads.get(i).name())) {
                    name("workloads[" + i + "].teams", owner);
                }
            }
        }
        List<Disruption> disruptions = spec.disruptions();
        for (int i = 0; i < disruptions.size(); i++) {
            for (String reporter : disruptions.get(i).reporters()) {
                name("disruptions[" + i + "]", reporter);
            }
        }
        List<Storage> storage = spec.cluster().storage();
        for (int i = 0; i < storage.size(); i++) {
            name("cluster.storage[" + i + "].name", storage.get(i).name());
        }
    }

    private void name(String path, String name) {
        if (name.equals(RUN)) {
            issues.error(path, "'run' is reserved for the totals of the run; choose another name");
        } else if (name.equals(NODES)) {
            issues.error(path, "'nodes' is reserved for the machines of the cluster; choose another name");
        } else if (LinkUse.names().contains(name)) {
            issues.error(path, "'" + name + "' is reserved for links of the fabric; choose another name");
        } else if (!name.matches("[\\p{L}\\p{N}_][\\p{L}\\p{N}_+-]*")) {
            issues.error(
                    path, "'" + name + "' is no name: use letters, digits, '-' and '_', since metrics begin with it");
        } else if (!names.add(name)) {
            issues.error(path, "'" + name + "' is the name of something else already; metrics need different names");
        }
    }

    private void fit() {
        ClusterSpec cluster = spec.cluster();
        if (cluster.fabric() instanceof FitsCluster fabric) {
            Issues own = new Issues();
            fabric.check(cluster, own);
            issues.addAll("cluster.fabric", own);
        }
        fit("workloads", spec.workloads(), cluster);
        fit("disruptions", spec.disruptions(), cluster);
        fit("cluster.storage", cluster.storage(), cluster);
        if (purpose != Purpose.DESCRIBE) {
            fit("cluster.fabric", cluster.fabric(), cluster);
            fit("cluster.collective", cluster.collective(), cluster);
        }
    }

    private void fit(String path, List<?> parts, ClusterSpec cluster) {
        for (int i = 0; i < parts.size(); i++) {
            fit(path + "[" + i + "]", parts.get(i), cluster);
        }
    }

    private void fit(String path, Object part, ClusterSpec cluster) {
        if (part instanceof FitsCluster fits) {
            Issues own = new Issues();
            fits.check(cluster, own);
            issues.addAll(path, purpose == Purpose.LAYOUTS ? open(own) : own);
        }
    }

    /** Where another layout is looked for, one that cannot be run is no error. */
    private static Issues open(Issues own) {
        Issues open = new Issues();
        for (Issues.Issue issue : own.list()) {
            if (issue.path().equals("parallel")) {
                open.warn(issue.path(), issue.message());
            } else {
                open.add(issue);
            }
        }
        return open;
    }

    private void layouts() {
        for (int i = 0; i < spec.workloads().size(); i++) {
            String path = "workloads[" + i + "]";
            if (spec.workloads().get(i) instanceof Training training) {
                LayoutQuestion.refusal(training).ifPresent(why -> issues.error(path + ".step", why));
            } else {
                issues.error(path, "is no training job; only those have parallel layouts");
            }
        }
    }

    private void spares() {
        ClusterSpec.Nodes nodes = spec.cluster().nodes();
        boolean used = spec.disruptions().stream().anyMatch(disruption -> disruption.takesMachines(nodes));
        if (nodes.spares().value() > 0 && !used) {
            issues.warn(
                    "cluster.nodes.spares",
                    "are paid and never used: no disruption takes a machine for longer than a moment; give failures a"
                            + " 'repair'");
        }
    }

    /** What takes spot machines does nothing to others, which is worth a word unless an axis tries both markets. */
    private void markets() {
        ClusterSpec.Nodes nodes = spec.cluster().nodes();
        ClusterSpec.Nodes onSpot =
                new ClusterSpec.Nodes(nodes.count(), nodes.sku(), SpotEviction.MARKET, nodes.spares());
        boolean varied = spec.axes().keySet().stream().anyMatch(path -> path.endsWith("nodes.market"));
        for (int i = 0; i < spec.disruptions().size() && !varied; i++) {
            Disruption disruption = spec.disruptions().get(i);
            if (disruption.takesMachines(onSpot) && !disruption.takesMachines(nodes)) {
                issues.warn(
                        "disruptions[" + i + "]",
                        "does nothing here: it takes spot machines, and these are " + nodes.market()
                                + "; say 'market: spot' for the nodes");
            }
        }
    }

    private void expectations() {
        List<String> known = new ArrayList<>(names);
        known.add(RUN);
        known.add(NODES);
        known.addAll(LinkUse.names());
        spec.disruptions().forEach(disruption -> known.addAll(disruption.reporters()));
        List<Expectation> expect = spec.expect();
        for (int i = 0; i < expect.size(); i++) {
            String metric = expect.get(i).metric();
            String owner = metric.substring(0, Math.max(0, metric.lastIndexOf('.')));
            if (!known.contains(owner)) {
                String near = Findings.suggest(owner, known);
                issues.warn(
                        "expect[" + i + "].metric",
                        "'" + owner + "' is no workload or storage of this scenario; " + near);
            }
        }
        for (int i = 0; i < expect.size(); i++) {
            measured(expect.get(i), "expect[" + i + "].");
        }
        boolean goal = spec.goals().flatMap(goals -> goals.deadline()).isPresent();
        for (int i = 0; i < expect.size(); i++) {
            boolean asks = expect.get(i).metric().equals("run.deadline_met");
            issues.check(!asks || goal, "expect[" + i + "].metric", "needs a deadline in 'goals'");
        }
    }

    /** Whether there is such a metric, and whether its limits are in its unit. */
    private void measured(Expectation expectation, String path) {
        String metric = expectation.metric().substring(expectation.metric().lastIndexOf('.') + 1);
        Set<String> units = MetricsPage.units(metric);
        if (units.isEmpty()) {
            String near = Findings.suggest(metric, MetricsPage.names());
            issues.error(
                    path + "metric",
                    "'" + metric + "' is measured nowhere; "
                            + (near.isEmpty() ? "docs/metrics.md lists all metrics" : near));
            return;
        }
        expectation.atLeast().ifPresent(bound -> unit(bound, units, path + "at-least"));
        expectation.atMost().ifPresent(bound -> unit(bound, units, path + "at-most"));
    }

    private void unit(Bound bound, Set<String> units, String path) {
        issues.check(
                bound.unit().isEmpty() || units.contains(bound.unit()),
                path,
                "is in " + bound.unit() + ", but the metric is measured in " + String.join(" or ", units)
                        + (units.contains("s") || units.contains("USD") ? "" : "; write a plain number"));
    }

    private void prices(Prices prices) {
        Set<String> items = new LinkedHashSet<>();
        items.add(Prices.GPU);
        items.add(spec.cluster().nodes().sku().name());
        Optional<PriceBook> book = prices.use();
        book.ifPresent(b -> b.entries().forEach(entry -> items.add(entry.item())));
        spec.cluster().storage().forEach(storage -> items.addAll(storage.priceItems()));
        spec.workloads().forEach(workload -> items.addAll(workload.priceItems()));
        for (String item : prices.override().keySet()) {
            if (!items.contains(item)) {
                issues.warn(
                        "prices.override[\"" + item + "\"]",
                        "prices nothing in this scenario; " + Findings.suggest(item, items));
            }
        }
    }
}
