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

    /** What the figures do not say: where the time of a repair goes. Counts are exact; they do not depend on the machine. */
    private static final String LIMITS = """

            ## What limits the solver

            A repair costs what it changes. In `complete fct-16-10000` a completion changes 202 rates on average: 38 links let
            102 flows go, 74 links freeze flows, 85 links are looked at flow by flow, and of the 493 times that a flow may rise
            on a further link, 419 end at once because the link has more room than the flow can take. Sampled, a fifth of the
            time goes to those looks, and about a sixth each to freezing, to flows that may rise, to the visits themselves and
            to rescheduling completions.

            A repair spends two to three times as much on a rate that changes as a full solve on each rate: it finds out what
            changes and keeps the links' sums for the next repair. So how much cheaper a repair is depends on the part of the
            rates that one departure or arrival changes:

            | traffic | rates that change, on average | one in |
            |---|---:|---:|
            | `fat-16-10000` | 1466 | 7 |
            | `pod-16-10000` | 188 | 53 |
            | `rack-16-10000` | 33 | 301 |
            | `pod-32-100000` | 735 | 136 |
            | `rack-32-100000` | 78 | 1274 |

            A repair of `pod-16-10000` would be 50 times cheaper than a full solve only if it changed a rate at the price at
            which a full solve sets one. What was tried without gain: sorting all visits by one heap (1.2 times slower), a
            narrower or wider horizon, reading a link's flows and splitting them in one pass (1.06 times slower), reading all
            links of a path before using them, and a better first guess of the level.
            """;

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
        text.append(LIMITS);
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
