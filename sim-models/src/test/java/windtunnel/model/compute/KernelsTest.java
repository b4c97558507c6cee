package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.oracle.TrainingOracle;

class KernelsTest {

    private static final Device IDEAL = new Device(
            new Device.PeakFlops(989e12, 1979e12),
            new Device.Hbm(80_000_000_000L, 3.35e12),
            new GemmConstants(1, 1, 0, Double.POSITIVE_INFINITY),
            1,
            0);

    @Test
    @DisplayName("clu-T1.6 hard roofline on H100: 8192^3 takes 1.1117 ms of compute, one row 40.075 us of memory")
    void hardRooflineOnIdealH100() {
        assertThat(Kernels.gemmFlops(8192, 8192, 8192)).isEqualTo(1_099_511_627_776.0);
        assertThat(Kernels.gemmSeconds(IDEAL, Precision.BF16, 8192, 8192, 8192))
                .isCloseTo(1.1117e-3, within(0.00005e-3));
        assertThat(Kernels.gemmBytes(Precision.BF16, 1, 8192, 8192)).isEqualTo(134_250_496.0);
        assertThat(Kernels.gemmSeconds(IDEAL, Precision.BF16, 1, 8192, 8192)).isCloseTo(40.075e-6, within(0.0005e-6));
    }

    @Property(tries = 300)
    @Label("clu-T1.6 with rho infinite the time is the textbook roofline")
    void infiniteSharpnessIsTheTextbookRoofline(
            @ForAll @IntRange(min = 1, max = 40_000) int m,
            @ForAll @IntRange(min = 1, max = 40_000) int k,
            @ForAll @IntRange(min = 1, max = 40_000) int n) {
        double expected = TrainingOracle.rooflineSeconds(
                2.0 * m * k * n, 989e12, 2.0 * ((double) m * k + (double) k * n + (double) m * n), 3.35e12);
        assertThat(Kernels.gemmSeconds(IDEAL, Precision.BF16, m, k, n) / expected)
                .isCloseTo(1, within(1e-12));
    }

    @Property(tries = 300)
    @Label("clu-T1.7 time grows with M, K and N and is at least both bounds")
    void timeGrowsWithEverySize(
            @ForAll @IntRange(min = 1, max = 20_000) int m,
            @ForAll @IntRange(min = 1, max = 20_000) int k,
            @ForAll @IntRange(min = 1, max = 20_000) int n,
            @ForAll @IntRange(min = 1, max = 5_000) int more) {
        double seconds = Kernels.gemmSeconds(Samples.H100, Precision.BF16, m, k, n);
        assertThat(Kernels.gemmSeconds(Samples.H100, Precision.BF16, m + more, k, n))
                .isGreaterThan(seconds);
        assertThat(Kernels.gemmSeconds(Samples.H100, Precision.BF16, m, k + more, n))
                .isGreaterThan(seconds);
        assertThat(Kernels.gemmSeconds(Samples.H100, Precision.BF16, m, k, n + more))
                .isGreaterThan(seconds);
        assertThat(seconds).isGreaterThanOrEqualTo(2.0 * m * k * n / (0.760 * 989e12));
        assertThat(seconds).isGreaterThanOrEqualTo(Kernels.gemmBytes(Precision.BF16, m, k, n) / (0.979 * 3.35e12));
    }

    @Property(tries = 200)
    @Label("clu-T1.8 FP8 halves the bytes and the compute time, so all but the launch")
    void fp8HalvesEverythingButTheLaunch(
            @ForAll @IntRange(min = 1, max = 20_000) int m, @ForAll @IntRange(min = 1, max = 20_000) int n) {
        Device twice = new Device(new Device.PeakFlops(1e15, 2e15), Samples.H100.hbm(), GemmConstants.H100_SXM, 0.5, 0);
        double launch = GemmConstants.H100_SXM.overheadSeconds();
        double bf16 = Kernels.gemmSeconds(twice, Precision.BF16, m, 4096, n) - launch;
        double fp8 = Kernels.gemmSeconds(twice, Precision.FP8, m, 4096, n) - launch;
        assertThat(2 * fp8 / bf16).isCloseTo(1, within(1e-9));
    }

    @Test
    void batchPaysOneLaunch() {
        double launch = GemmConstants.A100_SXM.overheadSeconds();
        double one = Kernels.gemmSeconds(Samples.A100, Precision.BF16, 2048, 128, 2048) - launch;
        double twelve = Kernels.batchedGemmSeconds(Samples.A100, Precision.BF16, 12, 2048, 128, 2048) - launch;
        assertThat(twelve / one).isCloseTo(12, within(1e-9));
    }

    @Test
    void unprofiledDeviceDerivesItsEfficiencyFromTheBestMeasuredMatmul() {
        GemmConstants constants = GemmConstants.uncalibrated(1745e12, 2250e12);
        assertThat(constants).isEqualTo(new GemmConstants(0.9 * 1745 / 2250, 0.90, 5.5e-6, 1.35));
    }

    @Test
    void dataSheetPeaksFollowFromClocksAndCores() {
        assertThat(TrainingOracle.peakFlopsPerSec(1830e6, 512, 528)).isCloseTo(989.4e12, within(0.05e12));
        assertThat(TrainingOracle.peakFlopsPerSec(1410e6, 256, 432)).isCloseTo(311.9e12, within(0.05e12));
    }

    @Test
    void deviceWithoutFp8SaysSo() {
        assertThatThrownBy(() -> Kernels.gemmSeconds(Samples.A100, Precision.FP8, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no FP8");
    }
}
