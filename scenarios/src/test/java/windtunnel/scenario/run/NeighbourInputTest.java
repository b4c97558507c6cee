package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ScenarioReader;

/** What scenarios say wrongly of neighbours and of networks that fail: the place, the key and what would do. */
class NeighbourInputTest {
    private static final ScenarioReader READER = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true);

    private static List<String> errors(String sku, String fabric, String disruption) {
        String yaml = """
                cluster:
                  nodes: { count: 8, sku: SKU }
                  fabric: FABRIC
                  collective: { kind: ring }
                workloads: { kind: training, name: job, steps: 10, step: { measured: 1 s }, batch: { global: 1024 } }
                disruptions: DISRUPTION
                prices: { override: { gpu: $4/GPU-h } }
                """.replace("SKU", sku).replace("FABRIC", fabric).replace("DISRUPTION", disruption);
        return READER.readText(yaml, "f.yaml", List.of()).errors().stream()
                .map(Object::toString)
                .toList();
    }

    private static final String SKU = "azure-nd96isr-h100-v5";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "congestion: dcqcn|roce-dcqcn",
                "congestion: { profile: ib-credit, tcp: {} }|goes with 'profile: tcp', not with 'ib-credit'",
                "congestion: { profile: roce-dcqcn, pfc: hol }|DCQCN keeps queues too short",
                "congestion: { profile: tcp, pfc: hol }|TCP drops packets",
                "congestion: { profile: tcp, tcp: { sockets: 0 } }|must be from 1 to 65536",
                "congestion: { profile: roce-dcqcn, goodput: 0 }|must be above 0"
            })
    void congestion(String key, String said) {
        assertThat(errors(SKU, "{ kind: leaf-spine, " + key + " }", "[]")).anyMatch(error -> error.contains(said));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "congestion: ib-credit|Ethernet has no credits",
                "congestion: tcp|'tcp' does not go with 'transport: roce'",
                "transport: tcp, congestion: roce-dcqcn|'roce-dcqcn' does not go with 'transport: tcp'"
            })
    void ethernet(String key, String said) {
        assertThat(errors(SKU, "{ kind: ethernet, " + key + " }", "[]")).anyMatch(error -> error.contains(said));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "links: [node-9/nic-0]|no link is named 'node-9/nic-0'",
                "share: 0.5|give one of 'links', 'where', and 'from' with 'to'",
                "where: spine|this fabric has no such links",
                "where: leaf, share: 100 %|a link of which nothing is left is down",
                "where: leaf, mode: on-off, burst: 10 ms|shorter bursts are a 'reserve' of their mean",
                "where: leaf, mode: trace|goes with 'mode: trace', which needs it",
                "where: leaf, cap: 5 GB/s|goes with 'mode: flows'",
                "where: leaf, mode: flows, round-trip: 2 ms|counts with TCP only",
                "from: node-1, to: node-0|goes with 'mode: flows'",
                "from: node-1, to: node-8, mode: flows|'node-8' names no NICs of this cluster",
                "from: node-0/nic-0, to: node-0/nic-0, mode: flows|every NIC would send to itself",
                "where: leaf, mode: bursty|bursty"
            })
    void background(String keys, String said) {
        assertThat(errors(SKU, "{ kind: leaf-spine }", "{ kind: background-traffic, " + keys + " }"))
                .anyMatch(error -> error.contains(said));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "network-failures, rates: hpn|hpn-2024",
                "network-failures|give 'rates', or a rate of your own",
                "network-failures, link: 1 per switch-month|is a rate of links",
                "network-failures, switches: 1 per link-month|is a rate of switches",
                "network-failures, rates: hpn-2024, tiers: spines|unknown tiers 'spines'",
                "network-failures, rates: hpn-2024, shape: 0.01|must be from 0.05 to 100",
                "pfc-storm, port: node-1/nic-0|give 'at' or 'rate'",
                "pfc-storm, port: leaf-0, at: 1 s|'leaf-0' is no NIC",
                "pfc-storm, port: node-1/nic-99, at: 1 s|no link is named 'node-1/nic-99'",
                "pfc-storm, port: node-1/nic-0, at: 1 s, hops: 9|out of range"
            })
    void failures(String kind, String said) {
        assertThat(errors(SKU, "{ kind: leaf-spine }", "{ kind: " + kind + " }"))
                .anyMatch(error -> error.contains(said));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ kind: torus, dims: [8] }|network-failures, switches: 1 per switch-month|has no switches that fail",
                "{ kind: leaf-spine, congestion: tcp }|pfc-storm, port: node-1/nic-0, at: 1 s|never pauses",
                "{ kind: leaf-spine, routing: { policy: ecmp, queue-pairs: 4 }, congestion: { profile: ib-credit, pfc: hol } }|"
                        + "background-traffic, mode: flows, from: node-7, to: node-0|needs ways of one path"
            })
    void together(String fabric, String kind, String said) {
        assertThat(errors(SKU, fabric, "{ kind: " + kind + " }")).anyMatch(error -> error.contains(said));
    }
}
