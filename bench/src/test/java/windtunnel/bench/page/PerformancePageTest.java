package windtunnel.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import windtunnel.bench.RepairBench;
import windtunnel.bench.workload.Systems;
import windtunnel.core.flow.MaxMinSystem;

class PerformancePageTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode result() throws IOException {
        return JSON.readTree("""
                [{"jmhVersion": "1.37", "jdkVersion": "17.0.15", "benchmark": "windtunnel.bench.QueueBench.hold",
                  "params": {"pending": "1000", "events": "0"},
                  "primaryMetric": {"score": 500.0, "scoreError": 5.0, "scoreUnit": "ms/op"},
                  "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 0.0}}}]
                """);
    }

    @Test
    void pageComparesWithBaselineAndPeers() throws IOException {
        String page = PerformancePage.page(
                result(),
                List.of(
                        "peer,version,machine,date,workload,figure,unit,note",
                        "X,1,\"box, small\",2026-11-24,hold 1000,5,M ev/s,quiet"),
                JSON.readTree("{\"machine\": \"m\", \"date\": \"d\", \"seconds\": {\"hold 1000\": 0.4}}"));
        assertThat(page)
                .startsWith("<!-- generated, do not edit")
                .contains("| hold 1000 | 500 ms | 1 % | +25 % | 0 |")
                .contains("| hold 1000 | X | 1 | 5 M ev/s | 20 M ev/s | 4 | box, small, 2026-11-24; quiet |");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fat-16-10000", "pod-16-10000", "rack-16-10000", "pod-32-100000", "rack-32-100000"})
    void pageSaysHowManyRatesARepairChanges(String traffic) throws IOException {
        MaxMinSystem s = Systems.named(traffic);
        RepairBench bench = new RepairBench();
        bench.traffic = traffic;
        bench.fill();
        double changed = bench.meanChanged(traffic.startsWith("fat") ? 500 : 2000);
        String row = "| `%s` | %.0f | %.0f |".formatted(traffic, changed, s.flows() / changed);
        assertThat(PerformancePage.page(result(), List.of("header"), JSON.createObjectNode()))
                .contains(row);
    }

    @Test
    void baselineKeepsSecondsPerWorkload() throws IOException {
        JsonNode baseline = JSON.readTree(PerformancePage.baseline(result(), "m", "d"));
        assertThat(baseline.path("seconds").path("hold 1000").asDouble()).isEqualTo(0.5);
        assertThat(baseline.path("jdk").asText()).isEqualTo("17.0.15");
    }

    @Test
    void peersOfThisRepositoryAreAllReadable() throws IOException {
        Path csv = Path.of(System.getProperty("windtunnel.root"), "bench", "peers.csv");
        List<Peer> peers = Peer.ofCsv(Files.readAllLines(csv));
        assertThat(peers).hasSizeGreaterThan(60).allMatch(p -> p.seconds() > 0);
    }

    @Test
    void brokenRowIsRefused() {
        assertThatThrownBy(() -> Peer.ofCsv(List.of("header", "a,b"))).hasMessageContaining("not 8 cells: a,b");
    }
}
