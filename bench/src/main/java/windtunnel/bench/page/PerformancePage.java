package windtunnel.bench.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import windtunnel.core.unit.Numbers;

/** Writes docs/performance.md from a JMH result, bench/peers.csv and bench/baseline.json; see bench/README.md. */
public final class PerformancePage {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private PerformancePage() {}

    /** Arguments: result.json peers.csv baseline.json page.md, or result.json baseline.json --baseline "machine" "date". */
    public static void main(String[] args) throws IOException {
        if (args.length == 5 && args[2].equals("--baseline")) {
            Files.writeString(
                    Path.of(args[1]), baseline(JSON.readTree(Path.of(args[0]).toFile()), args[3], args[4]));
        } else if (args.length == 4) {
            String page = page(
                    JSON.readTree(Path.of(args[0]).toFile()),
                    Files.readAllLines(Path.of(args[1])),
                    JSON.readTree(Path.of(args[2]).toFile()));
            Files.writeString(Path.of(args[3]), page);
        } else {
            throw new IllegalArgumentException("arguments: result.json peers.csv baseline.json page.md, or "
                    + "result.json baseline.json --baseline MACHINE DATE");
        }
    }

    /** The figures of a JMH result as a baseline to compare later results with. */
    static String baseline(JsonNode result, String machine, String date) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("machine", machine);
        root.put("date", date);
        root.put("jdk", result.path(0).path("jdkVersion").asText());
        ObjectNode figures = root.putObject("seconds");
        for (Figure figure : Figure.ofJmh(result)) {
            figures.put(figure.workload(), figure.seconds());
        }
        return JSON.writeValueAsString(root) + "\n";
    }

    /** The page as Markdown. */
    static String page(JsonNode result, List<String> peersCsv, JsonNode baseline) {
        List<Figure> figures = Figure.ofJmh(result);
        StringBuilder text = new StringBuilder();
        text.append("<!-- generated, do not edit: see bench/README.md -->\n\n# Performance\n\n");
        text.append("Measured with JMH ")
                .append(result.path(0).path("jmhVersion").asText());
        text.append(" on JDK ").append(result.path(0).path("jdkVersion").asText());
        text.append("; one thread. Baseline: ").append(baseline.path("machine").asText());
        text.append(", ").append(baseline.path("date").asText()).append(". ");
        text.append("Shared machines are noisy: trust ratios of one run, not absolute times.\n\n");
        ours(text, figures, baseline.path("seconds"));
        text.append(
                        "\n## Beside the peers\n\nPeer figures were measured on another day and, where the machine differs, on ")
                .append(
                        "another machine: the ratio is an order of magnitude unless both were run side by side. Peers do ")
                .append("more than the part compared: SimGrid carries penalties, bounds and concurrency limits in its ")
                .append("solver and routing, mailboxes and actors above it; ASTRA-sim reads traces and schedules ")
                .append(
                        "collectives. Our ring is the max-plus recurrence over every rank and step, theirs one event or ")
                .append("more per message.\n\n");
        beside(text, figures, Peer.ofCsv(peersCsv));
        return text.toString();
    }

    private static void ours(StringBuilder text, List<Figure> figures, JsonNode baseline) {
        text.append("| workload | time | +- | against baseline | B/op |\n|---|---:|---:|---:|---:|\n");
        for (Figure figure : figures) {
            JsonNode before = baseline.path(figure.workload());
            double change = figure.seconds() / before.asDouble() - 1;
            row(
                    text,
                    figure.workload(),
                    time(figure.seconds()),
                    Double.isNaN(figure.errorSeconds())
                            ? ""
                            : Numbers.percent(figure.errorSeconds() / figure.seconds(), 0),
                    before.isNumber() ? (change > 0 ? "+" : "") + Numbers.percent(change, 0) : "new",
                    Double.isNaN(figure.bytesPerOperation()) ? "" : Numbers.grouped(figure.bytesPerOperation(), 0));
        }
    }

    private static void beside(StringBuilder text, List<Figure> figures, List<Peer> peers) {
        text.append("| workload | peer | version | peer's figure | ours | peer's time / ours | note |\n");
        text.append("|---|---|---|---:|---:|---:|---|\n");
        for (Figure figure : figures) {
            for (Peer peer : peers) {
                if (peer.workload().equals(figure.workload())) {
                    row(
                            text,
                            figure.workload(),
                            peer.name(),
                            peer.version(),
                            peer.figure() + " " + peer.unit(),
                            ours(figure, peer),
                            Numbers.significant(peer.seconds() / figure.seconds(), 2),
                            peer.machine() + ", " + peer.date() + (peer.note().isEmpty() ? "" : "; " + peer.note()));
                }
            }
        }
    }

    private static String ours(Figure figure, Peer peer) {
        return peer.unit().equals("M ev/s")
                ? Numbers.significant(Peer.events(peer.workload()) / figure.seconds() * 1e-6, 3) + " M ev/s"
                : time(figure.seconds());
    }

    private static String time(double seconds) {
        if (seconds < 1e-6) {
            return Numbers.significant(seconds * 1e9, 3) + " ns";
        }
        if (seconds < 1e-3) {
            return Numbers.significant(seconds * 1e6, 3) + " us";
        }
        return seconds < 1 ? Numbers.significant(seconds * 1e3, 3) + " ms" : Numbers.significant(seconds, 3) + " s";
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
