package windtunnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NcclCommandTest {
    /** How scripts read a line of nccl-tests: thirteen columns, time, algbw and busbw in the sixth to eighth. */
    private static final Pattern ROW = Pattern.compile(
            "^\\s+(\\d+)\\s+(\\d+)\\s+(float)\\s+(\\w+)\\s+(-?\\d+)(\\s+[\\d.]+){3}\\s+(0)(\\s+[\\d.]+){3}\\s+(0)\\s*$");

    private static List<String> rows(Cli result) {
        return result.out().lines().filter(line -> !line.startsWith("#")).toList();
    }

    @Test
    void printsTheTableOfNcclTests() {
        Cli result = Cli.run("nccl", "all_reduce", "--cluster", "dgx-h100");
        assertThat(result.code()).isZero();
        assertThat(rows(result)).hasSize(32).allMatch(line -> ROW.matcher(line).matches());
        assertThat(rows(result).get(0)).startsWith("           8             2     float     sum      -1");
        assertThat(rows(result).get(31)).startsWith(" 17179869184    4294967296");
        assertThat(result.out())
                .contains("#       size         count      type   redop    root     time   algbw   busbw  #wrong")
                .contains("# Out of bounds values : 0 OK\n# Avg bus bandwidth    : ")
                .endsWith("# Collective test concluded: all_reduce_perf\n");
    }

    @ParameterizedTest
    @CsvSource({"all_gather, none", "reduce_scatter, sum", "alltoall, none", "sendrecv, sum", "broadcast, none"})
    void knowsTheOtherOperations(String op, String redop) {
        Cli result = Cli.run("nccl", op, "-b", "1M", "-e", "4M", "--nodes", "2", "--cluster", "azure-nd96isr-h100-v5");
        assertThat(result.code()).isZero();
        assertThat(rows(result)).hasSize(3).allMatch(line -> line.contains(redop));
    }

    @Test
    void saysWhatWasChosen() {
        Cli result = Cli.run("nccl", "all_reduce", "-b", "64K", "-e", "8G", "-f", "131072", "--explain");
        assertThat(result.out())
                .contains(
                        "# 65536 B: Ring/LL, bound by node-0/gpu-0/up, nvlink4 (scale-up, 370.8 GB/s), busy ",
                        "\n# 8589934592 B: NVLS/Simple, bound by node-0/gpu-0/up, nvlink4 (scale-up, 370.8 GB/s), busy ");
        assertThat(result.out().lines())
                .allMatch(line -> line.startsWith("#") || ROW.matcher(line).matches());
    }

    @Test
    void namesTheNicWhereTheNetworkBindsAndTheFabricsLinkOfAScenario() {
        assertThat(Cli.run("nccl", "alltoall", "-b", "1G", "-e", "1G", "--nodes", "4", "--explain")
                        .out())
                .contains("P2P/Simple, bound by node-0/nic-0/out, ndr400 (nic, 48.5 GB/s), busy ");
        assertThat(Cli.run(
                                "nccl",
                                "all_reduce",
                                "-b",
                                "8G",
                                "-e",
                                "8G",
                                "--explain",
                                "--fidelity",
                                "steps",
                                "--scenario",
                                Cli.example("08-link-faults.yaml"))
                        .out())
                .contains("bound by node-0/");
    }

    @ParameterizedTest
    @CsvSource({"LL", "ll128", "Simple"})
    void aProtocolCanBeForced(String protocol) {
        Cli result = Cli.run(
                "nccl",
                "all_reduce",
                "-b",
                "1M",
                "-e",
                "1M",
                "--algorithm",
                "ring",
                "--protocol",
                protocol,
                "--explain");
        assertThat(result.code()).isZero();
        assertThat(result.out().toLowerCase(java.util.Locale.ROOT))
                .contains("ring/" + protocol.toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    void everyNodeOfTheLibraryHasATable() {
        for (var entry : windtunnel.scenario.library.Catalog.builtIn().list("node")) {
            Cli result = Cli.run("nccl", "all_reduce", "--cluster", entry.name(), "--explain");
            if (result.code() == Exit.OK) {
                assertThat(rows(result)).as(entry.name()).hasSize(32);
                assertThat(result.out()).contains("17179869184 B: ").contains(", bound by node-0/");
            } else {
                assertThat(result.err()).as(entry.name()).contains("one rank communicates with nobody");
            }
        }
    }

    @Test
    void takesTheFabricOfAScenario() {
        Cli result =
                Cli.run("nccl", "all_reduce", "-b", "1G", "-e", "1G", "--scenario", Cli.example("01-first-run.yaml"));
        assertThat(result.code()).isZero();
        assertThat(rows(result)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "all_reduc | did you mean 'all_reduce'?",
                "all_reduce -b 1X | '1X' is no size",
                "all_reduce -b 2M -e 1M | -e no less than -b",
                "all_reduce -f 1 | -f must be more than 1",
                "all_reduce -f 1.000001 | more than 10000 sizes",
                "all_reduce --cluster dgx-h10 | did you mean 'dgx-h100'?",
                "all_reduce --cluster dgx-a100 --algorithm NVLS | no NVLS for all_reduce",
                "all_reduce --algorithm rinf | did you mean 'Ring'?",
                "all_reduce --protocol LL12 | did you mean 'LL128'?",
                "all_reduce --algorithm NVLS --protocol LL | NCCL has no NVLS LL for all_reduce",
                "all_reduce --cluster gcp-a3-megagpu-8g --nodes 2 --protocol LL | --protocol: NCCL has no LL",
                "all_reduce --algorithm CollNetDirect --nodes 4 | no CollNetDirect for all_reduce",
                "all_reduce --fidelity step | did you mean 'steps'?",
                "all_reduce --nodes 2 --scenario any.yaml | a scenario says them itself",
                "all_reduce --gpus-per-node 9 | has 8 GPUs, not 9",
                "all_reduce --gpus-per-node 1 | one rank communicates with nobody",
                "all_reduce --nodes 0 | must be at least 1",
                "all_reduce --nodes 100000 | more than 100000 ranks",
                "all_reduce --cluster azure-nc48ads-a100-v4 --nodes 2 | has no back-end NICs"
            })
    void badInputIsNamed(String arguments, String message) {
        Cli result = Cli.run(("nccl " + arguments.strip()).split(" "));
        assertThat(result.code()).isEqualTo(Exit.INPUT);
        assertThat(result.err()).contains(message.strip());
        assertThat(result.out()).isEmpty();
    }
}
