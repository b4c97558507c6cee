package windtunnel.scenario.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import windtunnel.scenario.explain.Figures;

/** Reads the folder of a finished run as a design. */
public final class ResultReader {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SCHEMA = "windtunnel/result/1";
    private static final String RESULT = "result.json";
    private static final String RUNS = "runs.jsonl";

    private ResultReader() {}

    /**
     * The design that was run into {@code folder}.
     *
     * @throws ComparisonException if it holds no result that can be read
     */
    public static Design read(String label, Path folder) {
        try {
            JsonNode root = MAPPER.readTree(text(folder, RESULT));
            if (!SCHEMA.equals(root.path("schema").asText())) {
                throw new ComparisonException(folder.resolve(RESULT) + " has another schema than '" + SCHEMA + "'");
            }
            JsonNode scenario = root.required("scenario");
            SortedMap<String, Figures.Value> means = means(root.required("metrics"));
            String runs = text(folder, RUNS);
            return new Design(
                    label,
                    scenario.required("name").asText(),
                    scenario.path("cluster").asText(),
                    scenario.required("hash").asText(),
                    scenario.required("seed").asLong(),
                    scenario.required("replications").asInt(),
                    series(runs, means),
                    new Figures(means, ledger(root.required("ledger")), bill(root.required("bill"))),
                    Map.of(),
                    Optional.ofNullable(scenario.get("start"))
                            .filter(JsonNode::isTextual)
                            .map(start -> Instant.parse(start.asText())),
                    cut(runs),
                    0,
                    List.of());
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeParseException e) {
            throw new ComparisonException(folder + " holds a damaged result; run its scenario again");
        }
    }

    private static String text(Path folder, String file) {
        try {
            return Files.readString(folder.resolve(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ComparisonException(folder + " has no " + file + " of a finished run");
        }
    }

    private static int cut(String lines) throws JsonProcessingException {
        int cut = 0;
        for (String line : lines.split("\n")) {
            cut += MAPPER.readTree(line).path("finished").asBoolean(true) ? 0 : 1;
        }
        return cut;
    }

    private static SortedMap<String, Figures.Value> means(JsonNode metrics) {
        SortedMap<String, Figures.Value> means = new TreeMap<>();
        metrics.properties().forEach(entry -> {
            JsonNode m = entry.getValue();
            double mean = m.has("value")
                    ? m.get("value").asDouble()
                    : m.required("mean").asDouble();
            means.put(
                    entry.getKey(),
                    new Figures.Value(
                            m.required("unit").asText(),
                            m.required("n").asInt(),
                            mean,
                            m.path("halfWidth95").asDouble()));
        });
        return means;
    }

    private static SortedMap<String, Design.Series> series(String lines, SortedMap<String, Figures.Value> means)
            throws JsonProcessingException {
        SortedMap<String, List<Double>> values = new TreeMap<>();
        int runs = 0;
        for (String line : lines.split("\n")) {
            runs++;
            MAPPER.readTree(line)
                    .required("metrics")
                    .properties()
                    .forEach(entry -> values.computeIfAbsent(entry.getKey(), name -> new ArrayList<>())
                            .add(entry.getValue().asDouble()));
        }
        SortedMap<String, Design.Series> series = new TreeMap<>();
        for (Map.Entry<String, List<Double>> entry : values.entrySet()) {
            Figures.Value mean = means.get(entry.getKey());
            if (mean != null && entry.getValue().size() == runs) {
                double[] array = entry.getValue().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray();
                series.put(entry.getKey(), new Design.Series(mean.unit(), array));
            }
        }
        return series;
    }

    private static List<Figures.LedgerRow> ledger(JsonNode rows) {
        List<Figures.LedgerRow> ledger = new ArrayList<>();
        rows.forEach(row -> ledger.add(new Figures.LedgerRow(
                row.path("workload").isTextual() ? row.get("workload").asText() : "",
                row.required("state").asText(),
                row.required("gpuSeconds").asDouble(),
                new BigDecimal(row.required("usd").asText()))));
        return ledger;
    }

    private static List<Figures.BillRow> bill(JsonNode bill) {
        List<Figures.BillRow> items = new ArrayList<>();
        bill.required("items")
                .forEach(item -> items.add(new Figures.BillRow(
                        item.required("item").asText(),
                        new BigDecimal(item.required("quantity").asText()),
                        item.required("unit").asText(),
                        item.required("price").asText(),
                        new BigDecimal(item.required("usd").asText()))));
        return items;
    }
}
