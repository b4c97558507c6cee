package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BucketBufferTest {
    @Test
    void buffersOfManyReplicasNeverExceedTwiceTheStagesGradients() {
        ModelShape shape = ModelShape.llama(32, 4096, 14336, 32, 8, 128_256);
        Layout layout = new Layout(
                new Layout.Degrees(8, 1, 1, 12_500),
                new Layout.Batch(1, 12_500, 8192),
                Layout.Schedule.ONE_F_ONE_B,
                Layout.Recompute.NONE,
                true,
                1);
        Device device = new Device(
                new Device.PeakFlops(989e12, 0),
                new Device.Hbm(80_000_000_000L, 3.35e12),
                GemmConstants.H100_SXM,
                0.55,
                2L << 30);
        MemoryReport memory = MemoryModel.report(shape, layout, device, StepOptions.defaults());
        long gradients = 4 * (shape.parameters() / 8 + shape.hidden() * 200L);
        assertThat(memory.worst().bufferBytes()).isLessThanOrEqualTo(2 * gradients);
        assertThat(memory.overBytes()).isZero();
    }
}
