package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import windtunnel.model.compute.Layout.Batch;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.Layout.Recompute;
import windtunnel.model.compute.Layout.Schedule;

class StepPropertyTest {

    private static final CommCosts COSTS = Samples.alphaBeta(4, 235e9, 22.5e9, 8, 20e9);

    /** A layout of a model with 16 layers; interleaved ones get two chunks per stage and at least two stages. */
    private static Layout layout(
            int tensorLog, int pipelineLog, int micro, int groups, Schedule schedule, Recompute recompute, int zero) {
        boolean interleaved = schedule == Schedule.INTERLEAVED;
        int pipeline = 1 << (interleaved ? Math.max(1, pipelineLog) : pipelineLog);
        Degrees degrees = new Degrees(1 << tensorLog, pipeline, interleaved ? 2 : 1, 8);
        Batch batch = new Batch(micro, micro * 8 * pipeline * groups, 2048);
        return new Layout(degrees, batch, schedule, recompute, tensorLog > 0, zero);
    }

    private static ModelShape shape(int hiddenUnits, int ffnUnits) {
        return ModelShape.llama(16, 1024 * hiddenUnits, 1024 * ffnUnits, 8 * hiddenUnits, 8, 32000);
    }

    private static StepBreakdown step(ModelShape shape, Layout layout, Device device) {
        return StepModel.evaluate(shape, layout, device, COSTS);
    }

    @Property(tries = 150)
    void sharesAreNeverNegativeAndNanosecondsSumToTheStep(
            @ForAll @IntRange(min = 0, max = 2) int tensorLog,
            @ForAll @IntRange(min = 0, max = 3) int pipelineLog,
            @ForAll @IntRange(min = 1, max = 3) int micro,
            @ForAll @IntRange(min = 1, max = 4) int groups,
            @ForAll Schedule schedule,
            @ForAll Recompute recompute,
            @ForAll @IntRange(min = 0, max = 1) int zero) {
        Layout layout = layout(tensorLog, pipelineLog, micro, groups, schedule, recompute, zero);
        StepBreakdown step = step(shape(4, 14), layout, Samples.A100);
        StepNanos nanos = step.nanos();
        long sum = 0;
        for (StepShare share : StepShare.values()) {
            assertThat(step.seconds().of(share)).isGreaterThanOrEqualTo(0);
            assertThat(nanos.of(share)).isGreaterThanOrEqualTo(0);
            assertThat((double) nanos.of(share)).isCloseTo(1e9 * step.seconds().of(share), within(2.0));
            sum += nanos.of(share);
        }
        assertThat(sum).isEqualTo(nanos.stepNanos());
        assertThat(nanos.stepNanos()).isEqualTo((long) Math.ceil(step.stepSeconds() * 1e9 - 1e-3));
        assertThat(step.mfu()).isLessThanOrEqualTo(step.hfu());
        assertThat(step.hfu()).isLessThan(1);
    }

    @Property(tries = 100)
    void moreWorkIsNeverFaster(
            @ForAll @IntRange(min = 1, max = 8) int hiddenUnits,
            @ForAll @IntRange(min = 1, max = 24) int ffnUnits,
            @ForAll @IntRange(min = 1, max = 8) int moreFfn,
            @ForAll @IntRange(min = 0, max = 2) int pipelineLog,
            @ForAll Schedule schedule,
            @ForAll Recompute recompute) {
        Layout layout = layout(2, pipelineLog, 1, 2, schedule, recompute, 1);
        StepBreakdown small = step(shape(hiddenUnits, ffnUnits), layout, Samples.H100);
        StepBreakdown large = step(shape(hiddenUnits, ffnUnits + moreFfn), layout, Samples.H100);
        assertThat(large.flops().model()).isGreaterThan(small.flops().model());
        assertThat(large.stepSeconds()).isGreaterThan(small.stepSeconds());
    }

    @Property(tries = 100)
    void fasterDeviceIsNeverSlower(
            @ForAll @DoubleRange(min = 1, max = 4) double faster,
            @ForAll @DoubleRange(min = 1, max = 4) double wider,
            @ForAll Schedule schedule,
            @ForAll Recompute recompute) {
        Layout layout = layout(1, 2, 1, 2, schedule, recompute, 1);
        Device plain = Samples.A100;
        Device better = new Device(
                new Device.PeakFlops(faster * plain.peak().at(Precision.BF16), 0),
                new Device.Hbm(plain.hbm().bytes(), wider * plain.hbm().bytesPerSec()),
                plain.gemm(),
                plain.fusedAttentionEfficiency(),
                plain.reservedBytes());
        double before = step(shape(4, 14), layout, plain).stepSeconds();
        double after = step(shape(4, 14), layout, better).stepSeconds();
        assertThat(after).isLessThanOrEqualTo(before * (1 + 1e-12));
    }

    @Property(tries = 100)
    void recomputingMoreIsNeverFasterUnfused(
            @ForAll Schedule schedule, @ForAll @IntRange(min = 0, max = 2) int tensor) {
        double before = 0;
        for (Recompute recompute : Recompute.values()) {
            Layout layout = layout(tensor, 1, 1, 2, schedule, recompute, 1);
            double seconds = StepModel.evaluate(shape(4, 14), layout, Samples.A100, COSTS, Samples.MEGATRON_2022)
                    .stepSeconds();
            assertThat(seconds).isGreaterThanOrEqualTo(before);
            before = seconds;
        }
    }

    @Property(tries = 300)
    void largestRemainderKeepsEveryShareWithinANanosecond(
            @ForAll @Size(9) List<@LongRange(min = 0, max = 5_000_000) Long> femtos) {
        double[] parts = femtos.stream().mapToDouble(f -> f * 1e-15).toArray();
        StepSeconds seconds = new StepSeconds(
                parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7], parts[8]);
        StepNanos nanos = StepNanos.of(seconds);
        List<Long> copy = new ArrayList<>(nanos.shareNanos());
        assertThat(copy.stream().mapToLong(Long::longValue).sum()).isEqualTo(nanos.stepNanos());
        for (StepShare share : StepShare.values()) {
            double exact = seconds.total() > 0
                    ? seconds.of(share) / seconds.total() * nanos.stepNanos()
                    : share == StepShare.COMPUTE ? 1 : 0;
            assertThat(Math.abs(nanos.of(share) - exact)).isLessThan(1.0 + 1e-6);
        }
    }
}
