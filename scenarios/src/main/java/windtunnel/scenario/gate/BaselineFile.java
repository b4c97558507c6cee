package windtunnel.scenario.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import windtunnel.scenario.explain.Figures;
import windtunnel.scenario.shape.Json;

/** Baselines as files: sorted, one line for each value, so that a version control system shows what moved. */
public final class BaselineFile {
    /** The schema of the files. */
    public static final String SCHEMA = "windtunnel/baseline/1";

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String SUFFIX = ".baseline.json";

    private BaselineFile() {}

    /** A baseline that cannot be used; the message says which and why. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(Path file, String why) {
            super(file + " " + why + "; write it anew with --update");
        }
    }

    /** The file of the scenario in {@code scenario}: its name without ending, in {@code folder}. */
    public static Path of(Path folder, Path scenario) {
        String name = scenario.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return folder.resolve((dot > 0 ? name.substring(0, dot) : name) + SUFFIX);
    }

    /** Writes {@code baseline}, never half of it. */
    public static void write(Path file, Baseline baseline) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path temporary = file.resolveSibling("." + file.getFileName() + ".writing");
        Files.writeString(temporary, text(baseline), StandardCharsets.UTF_8);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The file's text. */
    static String text(Baseline b) {
        List<String> members = new ArrayList<>();
        members.add(member("schema", Json.compact(SCHEMA)));
        members.add(member("windtunnel", object("version", b.version(), "models", b.models())));
        members.add(member(
                "scenario",
                object(
                        "name",
                        b.name(),
                        "hash",
                        b.hash(),
                        "seed",
                        b.seed(),
                        "replications",
                        b.replications(),
                        "fingerprint",
                        b.fingerprint())));
        members.add(member("metrics", lines("{", "}", b.figures().metrics(), BaselineFile::metric)));
        members.add(member("ledger", rows(b.figures().ledger(), BaselineFile::ledger)));
        members.add(member("bill", rows(b.figures().bill(), BaselineFile::bill)));
        members.add(member("library", lines("{", "}", b.library(), Json::compact)));
        members.add(member("inputs", lines("{", "}", b.inputs(), json -> json)));
        return "{\n" + String.join(",\n", members) + "\n}\n";
    }

    private static String member(String key, String value) {
        return "  " + Json.compact(key) + ": " + value;
    }

    private static String object(Object... pairs) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            parts.add(Json.compact(pairs[i]) + ": " + Json.compact(pairs[i + 1]));
        }
        return "{" + String.join(", ", parts) + "}";
    }

    private static <T> String lines(String open, String close, SortedMap<String, T> map, Function<T, String> text) {
        List<String> lines = new ArrayList<>();
        map.forEach((key, value) -> lines.add("    " + Json.compact(key) + ": " + text.apply(value)));
        return lines.isEmpty() ? open + close : open + "\n" + String.join(",\n", lines) + "\n  " + close;
    }

    private static <T> String rows(List<T> rows, Function<T, String> text) {
        return rows.isEmpty()
                ? "[]"
                : "[\n    " + String.join(",\n    ", rows.stream().map(text).toList()) + "\n  ]";
    }

    private static String metric(Figures.Value v) {
        return v.n() == 1
                ? object("unit", v.unit(), "n", v.n(), "mean", v.mean())
                : object("unit", v.unit(), "n", v.n(), "mean", v.mean(), "halfWidth95", v.halfWidth95());
    }

    private static String ledger(Figures.LedgerRow row) {
        return object(
                "workload",
                row.workload(),
                "state",
                row.state(),
                "gpuSeconds",
                row.gpuSeconds(),
                "usd",
                row.usd().toPlainString());
    }

    private static String bill(Figures.BillRow row) {
        return object(
                "item",
                row.item(),
                "quantity",
                row.quantity().toPlainString(),
                "unit",
                row.unit(),
                "price",
                row.price(),
                "usd",
                row.usd().toPlainString());
    }

    /** Reads a baseline. */
    public static Baseline read(Path file) throws Unusable {
        JsonNode root;
        try {
            root = MAPPER.readTree(Files.readString(file, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new Unusable(file, "is no JSON (line " + e.getLocation().getLineNr() + ")");
        } catch (IOException e) {
            throw new Unusable(file, "cannot be read");
        }
        String schema = root.path("schema").asText();
        if (!schema.equals(SCHEMA)) {
            throw new Unusable(
                    file,
                    schema.isEmpty()
                            ? "is no baseline of windtunnel"
                            : "has the schema '" + schema + "', but this version reads '" + SCHEMA + "'");
        }
        try {
            return parse(root);
        } catch (IllegalArgumentException | NullPointerException | ArithmeticException e) {
            throw new Unusable(file, "is damaged");
        }
    }

    private static Baseline parse(JsonNode root) throws IllegalArgumentException {
        JsonNode scenario = root.required("scenario");
        SortedMap<String, Figures.Value> metrics = new TreeMap<>();
        fields(root.required("metrics"))
                .forEach((name, value) -> metrics.put(
                        name,
                        new Figures.Value(
                                value.required("unit").textValue(),
                                value.required("n").intValue(),
                                value.required("mean").decimalValue().doubleValue(),
                                value.path("halfWidth95").decimalValue().doubleValue())));
        List<Figures.LedgerRow> ledger = new ArrayList<>();
        root.required("ledger")
                .forEach(row -> ledger.add(new Figures.LedgerRow(
                        row.required("workload").textValue(),
                        row.required("state").textValue(),
                        row.required("gpuSeconds").decimalValue().doubleValue(),
                        new BigDecimal(row.required("usd").textValue()))));
        List<Figures.BillRow> bill = new ArrayList<>();
        root.required("bill")
                .forEach(row -> bill.add(new Figures.BillRow(
                        row.required("item").textValue(),
                        new BigDecimal(row.required("quantity").textValue()),
                        row.required("unit").textValue(),
                        row.required("price").textValue(),
                        new BigDecimal(row.required("usd").textValue()))));
        SortedMap<String, String> inputs = new TreeMap<>();
        fields(root.required("inputs")).forEach((path, value) -> inputs.put(path, json(value)));
        SortedMap<String, String> library = new TreeMap<>();
        fields(root.required("library")).forEach((key, value) -> library.put(key, value.textValue()));
        return new Baseline(
                root.required("windtunnel").required("version").textValue(),
                root.required("windtunnel").required("models").textValue(),
                scenario.required("name").textValue(),
                scenario.required("hash").textValue(),
                scenario.required("seed").longValue(),
                scenario.required("replications").intValue(),
                scenario.required("fingerprint").textValue(),
                inputs,
                library,
                new Figures(metrics, ledger, bill));
    }

    private static Map<String, JsonNode> fields(JsonNode object) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        object.properties().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
        return fields;
    }

    /** A leaf as {@link windtunnel.scenario.shape.Canonical} writes it. */
    private static String json(JsonNode leaf) {
        if (leaf.isIntegralNumber()) {
            return leaf.asText();
        }
        if (leaf.isNumber()) {
            return decimal(leaf.decimalValue());
        }
        if (leaf.isTextual()) {
            return Json.compact(leaf.textValue());
        }
        return leaf.toString();
    }

    /** The digits as they were written, so that reading and writing change nothing. */
    private static String decimal(BigDecimal value) {
        String canonical = Json.compact(value.doubleValue());
        return new BigDecimal(canonical).compareTo(value) == 0 ? canonical : Json.compact(value);
    }
}
