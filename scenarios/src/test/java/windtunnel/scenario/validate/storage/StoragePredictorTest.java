package windtunnel.scenario.validate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.scenario.validate.CaseFolder;
import windtunnel.scenario.validate.CaseRow;
import windtunnel.scenario.validate.ErrorStats;
import windtunnel.scenario.validate.Status;
import windtunnel.scenario.validate.Validation;
import windtunnel.scenario.validate.Verdict;

class StoragePredictorTest {
    private static final Validation STORAGE = Validation.of(CaseFolder.builtIn(), Optional.of("storage"));

    private static List<Verdict> of(String metric) {
        return STORAGE.verdicts().stream()
                .filter(v -> v.metric().equals(metric) && v.predicted().isPresent())
                .toList();
    }

    @Test
    @DisplayName("clu-E21 AU follows from published MiB/s within a point in the median, and is context, not a score")
    void utilisationFollowsFromThroughput() {
        List<Verdict> au = of("au");
        assertThat(au).hasSize(59).allMatch(v -> v.status() == Status.CONTEXT);
        double[] points = au.stream()
                .mapToDouble(v ->
                        Math.abs(v.predicted().getAsDouble() - v.published().getAsDouble()))
                .sorted()
                .toArray();
        assertThat(points[points.length / 2]).isLessThan(1);
        assertThat(points[points.length * 9 / 10]).isLessThan(3);
    }

    @Test
    @DisplayName("clu-E21 samples a second follow from published AU: median below 1 %, p90 below 5 %")
    void throughputFollowsFromUtilisation() {
        ErrorStats stats = ErrorStats.ofConsistency(of("samples_per_second"));
        assertThat(stats.scored()).isEqualTo(59);
        assertThat(stats.median()).isLessThan(1);
        assertThat(stats.p90()).isLessThan(5);
    }

    @Test
    @DisplayName(
            "clu-T3.1 checkpoints of MLPerf Storage are 14 bytes a parameter, in GiB: 8B, 70B with its 128 heads, and 405B within .5 %")
    void checkpointSizes() {
        for (Verdict verdict : of("checkpoint_size")) {
            String model = verdict.row().text("workload");
            if (List.of("llama3-8b", "llama3-70b", "llama3-405b").contains(model)) {
                assertThat(verdict.errorPct().getAsDouble()).as(model).isCloseTo(0, within(.5));
                assertThat(verdict.status()).isEqualTo(Status.SCORED);
            }
        }
    }

    @Test
    @DisplayName("tiers of Azure Managed Lustre are exact")
    void tiers() {
        assertThat(of("throughput_per_tib"))
                .hasSize(4)
                .allMatch(v -> v.errorPct().getAsDouble() == 0);
    }

    @Test
    @DisplayName(
            "systems that name their NICs deliver what accelerators take at the pass mark: scored, median within 3 %")
    void capabilityIsScored() {
        List<Verdict> scored = of("io_throughput");
        assertThat(scored).hasSizeGreaterThan(15).allMatch(v -> v.status() == Status.SCORED);
        ErrorStats stats = ErrorStats.of(scored);
        assertThat(stats.median()).isLessThan(3);
        assertThat(stats.p90()).isLessThan(8);
    }

    @Test
    @DisplayName("the first batch of files of one sample takes as long as all reader threads' batches")
    void firstBatchIsOutsideUtilisation() {
        // 669 steps of .636 s at AU .9369 take 453.6 s; a first batch of 38.6 s makes 492.2 s: 9.514 samples a second.
        Emulation unet = new Emulation(24, 6, "unet3d", 7, .636, 146_600_628);
        assertThat(unet.steps()).isCloseTo(500, within(1e-9));
        double mib = 24 * 7 / .7 * 146_600_628 / (1 << 20);
        assertThat(unet.utilisationPct(mib)).isCloseTo(100 * .636 / .7 * 499 / (500 - 17.65), within(1e-9));
        assertThat(unet.samplesPerSec(unet.utilisationPct(mib))).isCloseTo(24 * 7 / .7, within(1e-9));
        Emulation large = new Emulation(1, 2, "resnet50", 400, .224, 114_660.07);
        assertThat(large.steps()).isCloseTo(5 * 266e9 * 2 / (400 * 114_660.07), within(1e-6));
    }

    @ParameterizedTest
    @DisplayName("clu-T2.3 demand of one accelerator in MB/s, and how many 64,000 MB/s carry at the pass mark")
    @CsvSource({
        "7, .323, 146600628, .9, 3177.10, 22",
        "7, .636, 146600628, .9, 1613.53, 44",
        "400, .224, 114660.07, .9, 204.75, 347",
        "400, .435, 114660.07, .9, 105.43, 674",
        "1, .0035, 2828486, .7, 808.14, 113",
        "1, .00551, 2828486, .7, 513.34, 178"
    })
    void demand(double batch, double seconds, double bytes, double pass, double megabytes, int accelerators) {
        double demand = new Emulation(1, 1, "any", batch, seconds, bytes).demandMibPerSec() * (1 << 20) / 1e6;
        assertThat(demand).isCloseTo(megabytes, within(.005));
        assertThat((int) (64_000 / (pass * demand))).isEqualTo(accelerators);
    }

    @Test
    @DisplayName("NICs are read from the name of a system, servers times ports times rate")
    void nics() {
        for (String[] each : new String[][] {
            {"A_24x14TiB_nvme_8xNDR200_16clients", "200"}, {"B_4xNDR400_3xStorageNode", "600"}, {"C", "none"}
        }) {
            CaseRow row = new CaseRow("f", 2, Map.of("system", each[0]));
            String found = Emulation.networkMibPerSec(row)
                    .map(mib -> Long.toString(Math.round(mib * (1 << 20) / 1e9)))
                    .orElse("none");
            assertThat(found).as(Arrays.toString(each)).isEqualTo(each[1]);
        }
    }
}
