package windtunnel.scenario.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.collective.measured.RootFit;
import windtunnel.model.collective.measured.RootLaw;
import windtunnel.model.collective.measured.SizedTime;
import windtunnel.model.collective.nccl.NcclOp;
import windtunnel.scenario.validate.CaseFolder;
import windtunnel.scenario.validate.CaseRow;
import windtunnel.scenario.validate.Validation;
import windtunnel.scenario.validate.Verdict;

/** Logs of nccl-tests in their various layouts, and fits to published tables. */
class NcclTestsTest {
    private static final String ROWS = """
            #       size         count      type   redop    root     time   algbw   busbw #wrong     time   algbw   busbw #wrong
                    1024           256     float     sum      -1    20.00    0.05    0.05      0    19.00    0.05    0.05      0
                 1048576        262144     float     sum      -1   100.00   10.49   10.49      0    98.00   10.49   10.49      0
               104857600      26214400     float     sum      -1  3000.00   34.95   34.95      0  2990.00   34.95   34.95      0
            """;
    private static final String RANKS = """
            #  Rank  0 Group  0 Pid 1 on     host-a device  0 [0x07] GPU
            #  Rank  1 Group  0 Pid 2 on     host-b device  0 [0x07] GPU
            """;

    @Test
    void readsSeveralTablesOfOneLog() {
        String second = RANKS.replace("host-b", "host-a");
        NcclTestsLog log = NcclTestsLog.read("# Collective test starting: all_reduce_perf\n" + RANKS + ROWS
                + "# Collective test starting: all_gather_perf\n" + second + ROWS);
        assertThat(log.notes()).isEmpty();
        assertThat(log.tables())
                .extracting(NcclTestsLog.Table::op)
                .containsExactly(NcclOp.ALL_REDUCE, NcclOp.ALL_GATHER);
        assertThat(log.tables()).extracting(NcclTestsLog.Table::nodes).containsExactly(2, 1);
        assertThat(log.tables().get(0).rows().get(1)).isEqualTo(new NcclTestsLog.Row(1048576, 100, 98));
    }

    @Test
    void readsOlderLayoutsAndPrefixes() {
        String old = (RANKS + ROWS).replace("      -1", "").replaceAll("(?m)^", "[1,0]<stdout>:");
        NcclTestsLog log = NcclTestsLog.read(old);
        assertThat(log.notes()).isEmpty();
        assertThat(log.tables()).hasSize(1);
        assertThat(log.tables().get(0).op())
                .as("factor 1 on two ranks, with a reduction")
                .isEqualTo(NcclOp.ALL_REDUCE);
        assertThat(log.tables().get(0).rows()).hasSize(3);
    }

    @Test
    void halvesWithoutATimeAndWrongResultsAreTold() {
        String text = "# Collective test starting: alltoall_perf\n" + RANKS
                + "  1024  256  float  none  -1  N/A  N/A  N/A  N/A  19.00  0.05  0.05  0\n"
                + "  2048  512  float  none  -1  21.00  0.05  0.05  N/A  N/A  N/A  N/A  N/A\n"
                + "  4096  1024  float  none  -1  21.00  0.05  0.05  7  20  0.05  0.05  0\n"
                + "  8192  2048  float  none  -1\n";
        NcclTestsLog log = NcclTestsLog.read(text);
        assertThat(log.tables().get(0).rows()).extracting(NcclTestsLog.Row::us).containsExactly(19.0, 21.0);
        assertThat(log.notes()).hasSize(2).anyMatch(note -> note.startsWith("size 4096 is left out"));
    }

    @Test
    void operationsWithoutAModelAreLeftOut() {
        String text = "# Collective test starting: hypercube_perf\n" + RANKS + ROWS;
        assertThatThrownBy(() -> new NcclTests().fit("a.log", text))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("a.log")
                .hasMessageContaining("hypercube is left out");
        assertThatThrownBy(() -> new NcclTests().fit("b.log", "nothing"))
                .hasMessageContaining("no table of nccl-tests");
    }

    @Test
    void writesYamlAndResiduals() {
        CollectiveFit fitted =
                new NcclTests().fit("a.log", "# Collective test starting: all_reduce_perf\n" + RANKS + ROWS);
        assertThat(fitted.residuals()).hasSize(3);
        assertThat(fitted.yaml()).contains("- op: all-reduce", "ranks: 2", "- { size: 1 MiB, time: 100 us }");
        assertThat(fitted.notes()).hasSize(1).allMatch(note -> note.contains("error 0.0 % in the mean"));
    }

    private static List<SizedTime> published(String subset) {
        List<SizedTime> points = new ArrayList<>();
        for (Verdict verdict :
                Validation.of(CaseFolder.builtIn(), Optional.of("collectives")).verdicts()) {
            CaseRow row = verdict.row();
            if (row.text("subset").equals(subset)) {
                points.add(new SizedTime(
                        new Bytes(Long.parseLong(row.text("size_bytes"))),
                        new TimeSpan(Double.parseDouble(row.text("time_us")) * 1e-6)));
            }
        }
        return points;
    }

    private static double largestError(RootLaw law, List<SizedTime> points) {
        double largest = 0;
        for (SizedTime point : points) {
            double error =
                    law.seconds(point.size().value(), 1.75) / point.time().seconds() - 1;
            largest = Math.max(largest, Math.abs(error));
        }
        return largest;
    }

    @ParameterizedTest(name = "net-N6 abc fit of {0}: at most {4} %")
    @DisplayName("net-N6: largest errors of the published fits, and of ours on the same points")
    @CsvSource({
        "azure-nda100v4, 39.7, 227.6, 1.43e-8, 23",
        "azure-ndh100v5, 29.8, 507.1, 9.27e-9, 23",
        "azure-ndh200v5, 29.1, 478.0, 5.07e-9, 11",
    })
    void publishedFits(String subset, double us, double gbps, double root, double percent) {
        List<SizedTime> points = published(subset);
        assertThat(points).hasSizeGreaterThan(20);
        RootLaw listed = new RootLaw(
                new TimeSpan(us * 1e-6),
                new Bandwidth(gbps * 1e9),
                new TimeSpan(root * 32768),
                new Bytes(1024),
                new Bytes(16L << 30));
        assertThat(100 * largestError(listed, points)).isBetween(percent - 1, percent + 1);
        assertThat(100 * largestError(RootFit.of(points, 1.75), points)).isLessThan(percent + 5);
    }
}
