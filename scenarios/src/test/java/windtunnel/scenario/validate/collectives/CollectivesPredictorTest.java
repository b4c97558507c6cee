package windtunnel.scenario.validate.collectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.scenario.validate.Answer;
import windtunnel.scenario.validate.CaseFolder;
import windtunnel.scenario.validate.CaseRow;
import windtunnel.scenario.validate.ErrorStats;
import windtunnel.scenario.validate.Status;
import windtunnel.scenario.validate.Validation;
import windtunnel.scenario.validate.Verdict;

/** The shipped cases within their bands, orderings that any data set shows, and free text that must be understood. */
class CollectivesPredictorTest {
    private static final CollectivesPredictor PREDICTOR = new CollectivesPredictor();
    private static final Validation SHIPPED = Validation.of(CaseFolder.builtIn(), Optional.of("collectives"));

    private static Map<String, String> cells(String... pairs) {
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put("id", "test");
        cells.put("role", "validate");
        cells.put("metric", "busbw");
        cells.put("unit", "GB/s");
        cells.put("value", "100");
        cells.put("op", "all_reduce");
        cells.put("nodes", "1");
        cells.put("size_bytes", Long.toString(4L << 30));
        for (int i = 0; i < pairs.length; i += 2) {
            cells.put(pairs[i], pairs[i + 1]);
        }
        return cells;
    }

    private static Answer answer(String... pairs) {
        List<Answer> answers = PREDICTOR.answers(new CaseRow("collectives.csv", 2, cells(pairs)));
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private static double predicted(String... pairs) {
        return ((Answer.Value) answer(pairs)).predicted();
    }

    @ParameterizedTest
    @CsvSource({">=256MiB, 5, 25", "1-256MiB, 15, 30", "64KiB-1MiB, 25, 50", "<64KiB, 30, 45"})
    void errorsStayInTheirBands(String band, double median, double p90) {
        List<Verdict> members =
                SHIPPED.verdicts().stream().filter(v -> v.band().equals(band)).toList();
        ErrorStats stats = ErrorStats.of(members);
        assertThat(stats.scored()).isGreaterThan(90);
        assertThat(stats.median()).isLessThan(median);
        assertThat(stats.p90()).isLessThan(p90);
    }

    @Test
    void largeMessagesMissByLessThanEightPercentInTheMean() {
        List<Verdict> large = SHIPPED.verdicts().stream()
                .filter(v -> v.band().equals(">=256MiB"))
                .toList();
        assertThat(ErrorStats.of(large).meanAbsolute()).isLessThan(8);
    }

    @Test
    void onlyCasesWithoutANamedNetworkAreSkipped() {
        assertThat(SHIPPED.verdicts().stream()
                        .filter(v -> v.status() == Status.SKIPPED)
                        .map(Verdict::reason)
                        .distinct())
                .containsExactly("network between the nodes not named");
    }

    @Test
    void ringIsSlowerThanTheSwitchOnEightGpusAndTheSameOnFour() {
        String[] nvls = {"accelerator", "H200-SXM-141GB", "intra_link", "NVLink4 NVLS"};
        String[] ring = {"accelerator", "H200-SXM-141GB", "intra_link", "NVLink4 ring", "algo_lib", "NCCL ring"};
        assertThat(with(nvls, "ranks", "8")).isGreaterThan(1.2 * with(ring, "ranks", "8"));
        assertThat(with(nvls, "ranks", "4")).isEqualTo(with(ring, "ranks", "4"));
    }

    private static double with(String[] pairs, String... more) {
        String[] all = new String[pairs.length + more.length];
        System.arraycopy(pairs, 0, all, 0, pairs.length);
        System.arraycopy(more, 0, all, pairs.length, more.length);
        return predicted(all);
    }

    @Test
    void aPairIsFasterWithItsBridge() {
        String[] pair = {"system", "Azure NC48ads_A100_v4", "accelerator", "A100-PCIe-80GB", "ranks", "2"};
        double bridged = with(pair, "intra_link", "NV12 bridge");
        assertThat(bridged).isGreaterThan(3 * with(pair, "intra_link", "PCIe4, without its bridge"));
        assertThat(with(pair)).isEqualTo(bridged);
        assertThat(with(pair, "intra_link", "NV4 bridge")).isLessThan(bridged / 2);
    }

    @Test
    void nicsOnTheOtherSocketAreSlower() {
        String[] pair = {
            "accelerator",
            "H100-SXM5-80GB",
            "ranks",
            "16",
            "nodes",
            "2",
            "op",
            "all_gather",
            "nics_per_node",
            "8",
            "nic_gbps",
            "400"
        };
        double aligned = with(pair, "inter_link", "8x400 Gbps NDR, aligned");
        double unaligned = with(pair, "inter_link", "8x400 Gbps NDR, unaligned");
        assertThat(aligned / unaligned).isBetween(1.8, 2.4);
    }

    @Test
    void kernelTcpIsSlowerThanRdma() {
        String[] pair = {"accelerator", "V100", "ranks", "32", "nodes", "4", "nics_per_node", "1", "nic_gbps", "100"};
        assertThat(with(pair, "inter_link", "100 GbE TCP")).isLessThan(with(pair, "inter_link", "100 Gbps InfiniBand"));
    }

    @Test
    void theNodesOfACloudBringTheirNetwork() {
        double p5 = predicted("system", "AWS p5.48xlarge x4", "accelerator", "H100", "ranks", "32", "nodes", "4");
        assertThat(p5).isBetween(350.0, 400.0);
        double rate = predicted("accelerator", "H100", "ranks", "32", "nodes", "4", "inter_link", "8x400 Gbps NDR");
        assertThat(rate).isBetween(350.0, 400.0);
    }

    @Test
    void aRackIsOneDomain() {
        double rack = predicted(
                "accelerator",
                "GB200",
                "ranks",
                "72",
                "nodes",
                "18",
                "intra_link",
                "NVLink5 in NVL72",
                "size_bytes",
                Long.toString(64L << 30));
        assertThat(rack).isBetween(780.0, 860.0);
    }

    @Test
    void severalRacksAreJoinedByAllTheirNics() {
        double racks = predicted(
                "accelerator",
                "GB200",
                "ranks",
                "144",
                "nodes",
                "36",
                "intra_link",
                "NVLink5 in NVL72",
                "nics_per_node",
                "4",
                "nic_gbps",
                "400",
                "inter_link",
                "4x400 Gbps NDR");
        assertThat(racks).isGreaterThan(600);
    }

    @Test
    void generationsOfPcieAreRead() {
        String[] pair = {"accelerator", "RTX 4090", "ranks", "2"};
        assertThat(with(pair, "intra_link", "PCIe Gen5 x16")).isGreaterThan(1.8 * with(pair, "intra_link", "PCIe4"));
    }

    @Test
    void exportVersionsHaveFewerLanes() {
        double h100 = predicted("accelerator", "H100", "ranks", "8");
        double h800 = predicted("accelerator", "H800", "ranks", "8", "intra_link", "NVLink4/NVSwitch 400 GB/s");
        assertThat(h800).isBetween(200.0, 225.0).isLessThan(h100 / 2);
        double a800 = predicted("accelerator", "A800-SXM4-80GB", "ranks", "8");
        assertThat(a800).isBetween(140.0, 160.0);
    }

    @Test
    void oneProcessLaunchesOneGpuAfterTheOther() {
        String[] small = {"accelerator", "A100-SXM4-80GB", "ranks", "8", "size_bytes", "1024", "metric", "time"};
        double several = with(small, "unit", "us");
        double one = with(small, "unit", "us", "source", "github.com/Azure/AI-benchmarking-guide");
        assertThat(several).isLessThan(25);
        assertThat(one).isEqualTo(8 * 4.2, within(1e-9));
        String[] large = {"accelerator", "A100-SXM4-80GB", "ranks", "8"};
        assertThat(with(large, "system", "one process for all GPUs")).isEqualTo(predicted(large));
    }

    @Test
    void inSwitchReductionCanBeSwitchedOff() {
        double off = predicted("accelerator", "H100", "ranks", "8", "algo_lib", "NCCL 2.27, NCCL_NVLS_ENABLE=0");
        assertThat(off).isBetween(330.0, 371.0);
    }

    @Test
    void whatCannotBeUnderstoodIsSkippedWithTheReason() {
        assertThat(answer("accelerator", "abacus", "ranks", "8"))
                .isEqualTo(new Answer.Skipped("accelerator not understood"));
        assertThat(answer("accelerator", "H100", "ranks", "16", "nodes", "2"))
                .isEqualTo(new Answer.Skipped("network between the nodes not named"));
        assertThat(answer("accelerator", "H100", "ranks", "8", "op", "hypercube"))
                .isEqualTo(new Answer.Skipped("operation 'hypercube' has no model"));
        assertThat(answer("accelerator", "H100", "ranks", "9", "nodes", "2"))
                .isEqualTo(new Answer.Skipped("ranks do not fill the nodes equally"));
        assertThat(answer("accelerator", "H100")).isEqualTo(new Answer.Skipped("number of ranks not given"));
        assertThat(answer("accelerator", "H100", "ranks", "8", "size_bytes", "0"))
                .isEqualTo(new Answer.Skipped("size is not positive"));
        assertThat(answer("accelerator", "H100", "ranks", "8", "metric", "joy"))
                .isEqualTo(new Answer.Skipped("metric 'joy' has no model"));
    }
}
