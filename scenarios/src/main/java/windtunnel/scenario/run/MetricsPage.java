package windtunnel.scenario.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import windtunnel.core.measure.Metric;
import windtunnel.model.Machines;
import windtunnel.model.disruption.StorageScaling;
import windtunnel.model.disruption.failure.MachineLives;
import windtunnel.model.disruption.network.NetworkFailures;
import windtunnel.model.disruption.spot.pool.SpotPools;
import windtunnel.model.queue.QueueMetrics;
import windtunnel.model.storage.Lustre;
import windtunnel.model.training.LinkUse;
import windtunnel.model.training.TrainingMetrics;

/** The generated reference page of all metrics. */
public final class MetricsPage {
    private MetricsPage() {}

    /** All metrics by who reports them, each list sorted by name. */
    static Map<String, List<Metric>> all() {
        Map<String, List<Metric>> owners = new LinkedHashMap<>();
        owners.put("The run (`run.NAME`), and money of each workload (`WORKLOAD.NAME`)", RunMetrics.ALL);
        owners.put("Training workloads (`WORKLOAD.NAME`)", TrainingMetrics.ALL);
        owners.put("Queues of jobs (`WORKLOAD.NAME`)", QueueMetrics.QUEUE);
        owners.put("Teams of a queue (`TEAM.NAME`)", QueueMetrics.TEAM);
        owners.put("Storage (`STORAGE.NAME`)", Lustre.METRICS);
        owners.put("Storage that follows the GPUs (`STORAGE.NAME`)", StorageScaling.METRICS);
        owners.put("Links of the fabric (`" + String.join(".NAME`, `", LinkUse.names()) + ".NAME`)", LinkUse.METRICS);
        owners.put("Failures of the network (`network.NAME`, or by the name they are given)", NetworkFailures.METRICS);
        owners.put("Pools of spot machines (`POOL.NAME`)", SpotPools.POOL_METRICS);
        owners.put("All pools together (`market.NAME`)", SpotPools.MARKET_METRICS);
        owners.put(
                "Machines (`nodes.NAME`), where some were lost for a time or stood by",
                Stream.concat(Machines.METRICS.stream(), MachineLives.METRICS.stream())
                        .toList());
        return owners;
    }

    /** The names of all metrics, without who reports them. */
    public static Set<String> names() {
        return all().values().stream()
                .flatMap(List::stream)
                .map(Metric::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The units in which metrics of that name are reported. */
    public static Set<String> units(String name) {
        return all().values().stream()
                .flatMap(List::stream)
                .filter(metric -> metric.name().equals(name))
                .map(Metric::unit)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The page as Markdown. */
    public static String render() {
        StringBuilder page =
                new StringBuilder("<!-- generated, do not edit: mvn verify -Dgolden.update=true -->\n\n# Metrics\n");
        all().forEach((owner, metrics) -> {
            page.append("\n## ").append(owner).append("\n\n| metric | unit | meaning |\n|---|---|---|\n");
            List<Metric> sorted = new ArrayList<>(metrics);
            sorted.sort(Comparator.comparing(Metric::name));
            for (Metric metric : sorted) {
                page.append("| `")
                        .append(metric.name())
                        .append("` | ")
                        .append(metric.unit())
                        .append(" | ");
                page.append(metric.description()).append(" |\n");
            }
        });
        return page.toString();
    }
}
