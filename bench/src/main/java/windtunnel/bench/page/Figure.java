package windtunnel.bench.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * One measured figure of ours.
 *
 * @param workload name of the bench method and its parameters, as in {@code solve fat-16-10000}
 * @param seconds mean time of one operation
 * @param errorSeconds half of JMH's 99.9 % interval; NaN when there was one iteration only
 * @param bytesPerOperation allocation per operation, NaN when not measured
 */
record Figure(String workload, double seconds, double errorSeconds, double bytesPerOperation) {

    /** Time units as JMH writes them. */
    private static final Map<String, Double> UNITS = Map.of("ns/op", 1e-9, "us/op", 1e-6, "ms/op", 1e-3, "s/op", 1.0);

    /** Reads all figures of a JMH result, in its order. */
    static List<Figure> ofJmh(JsonNode result) {
        List<Figure> figures = new ArrayList<>();
        for (JsonNode run : result) {
            figures.add(ofRun(run));
        }
        return figures;
    }

    private static Figure ofRun(JsonNode run) {
        String benchmark = run.path("benchmark").asText();
        Map<String, String> params = new TreeMap<>();
        run.path("params")
                .properties()
                .forEach(p -> params.put(p.getKey(), p.getValue().asText()));
        params.remove("events");
        String method = benchmark.substring(benchmark.lastIndexOf('.') + 1);
        JsonNode metric = run.path("primaryMetric");
        String unit = metric.path("scoreUnit").asText();
        Double scale = UNITS.get(unit);
        if (scale == null) {
            throw new IllegalArgumentException(benchmark + " is measured in " + unit + ", not in time per operation");
        }
        return new Figure(
                params.isEmpty() ? method : method + " " + String.join(" ", params.values()),
                metric.path("score").asDouble() * scale,
                metric.path("scoreError").asDouble(Double.NaN) * scale,
                allocation(run.path("secondaryMetrics")));
    }

    private static double allocation(JsonNode metrics) {
        return StreamSupport.stream(metrics.properties().spliterator(), false)
                .filter(m -> m.getKey().endsWith("gc.alloc.rate.norm"))
                .mapToDouble(m -> m.getValue().path("score").asDouble())
                .findFirst()
                .orElse(Double.NaN);
    }
}
