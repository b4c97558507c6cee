package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;
import windtunnel.model.compute.Layout.Batch;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.Layout.Recompute;
import windtunnel.model.compute.Layout.Schedule;

/** Llama-3 8B on eight replicas, two micro-batches: 218,112,000 parameters a layer, 1,050,673,152 in embedding and head. */
class ShardTransfersTest {
    private static Layout layout(int zeroStage) {
        return new Layout(
                new Degrees(1, 1, 1, 8),
                new Batch(1, 16, 8192),
                Schedule.ONE_F_ONE_B,
                Recompute.NONE,
                false,
                zeroStage);
    }

    private static long bytes(int zeroStage, CollectiveOp op) {
        return StepTransfers.of(Samples.LLAMA_8B, layout(zeroStage), StepOptions.defaults()).stream()
                .filter(use -> use.dimension() == Dimension.DATA && use.op() == op)
                .mapToLong(use -> use.payloadBytes() * use.countPerStep() * use.places())
                .sum();
    }

    private static double seconds(int zeroStage, double ofEach) {
        CommCosts costs = (dimension, op, payload) -> ofEach;
        return StepModel.evaluate(Samples.LLAMA_8B, layout(zeroStage), Samples.H100, costs)
                .stepSeconds();
    }

    @Test
    void stageThreeGathersLayersTwiceAndTheRootOnceAMicrobatch() {
        assertThat(bytes(3, CollectiveOp.ALL_GATHER)).isEqualTo(2L * (4 * 32 * 218_112_000L + 2 * 1_050_673_152L));
        assertThat(bytes(2, CollectiveOp.ALL_GATHER)).isEqualTo(2L * 2 * 8_030_257_152L);
        assertThat(bytes(3, CollectiveOp.REDUCE_SCATTER)).isEqualTo(2L * 4 * 8_030_257_152L);
    }

    @Test
    void aSlowNetworkSetsThePaceOfEveryLayer() {
        // 10 s each: 32 layers take 10 s forward and 20 s (10 s at stage 2) backward, the root 20 s; head and optimizer
        // the rest.
        assertThat(seconds(3, 10)).isBetween(2 * (32 * 30 + 20.0), 2 * (32 * 30 + 20.0) + 1);
        assertThat(seconds(2, 10)).isBetween(2 * (32 * 20 + 20.0), 2 * (32 * 20 + 20.0) + 1);
    }

    @Test
    void aFreeNetworkLeavesTheStepAlone() {
        assertThat(seconds(3, 0)).isEqualTo(seconds(1, 0));
    }

    @Test
    void stateShrinksWithTheStage() {
        assertThat(MemoryModel.stateBytesPerParameter(2, 8)).isEqualTo(4);
        assertThat(MemoryModel.stateBytesPerParameter(3, 8)).isEqualTo(2.25);
    }

    @Test
    void dividedParametersAreWholeAUnitAtATime() {
        long layer = 218_112_000L;
        long root = 2 * 128_256L * 4096;
        assertThat(ShardTransfers.wholeBytes(Samples.LLAMA_8B, layout(3), Precision.BF16))
                .isEqualTo(2 * (root + 2 * layer) + 4 * layer);
        assertThat(ShardTransfers.wholeBytes(Samples.LLAMA_8B, layout(2), Precision.BF16))
                .isEqualTo(4 * root);
        StepOptions options = StepOptions.defaults();
        long buffers = MemoryModel.report(Samples.LLAMA_8B, layout(3), Samples.H100, options)
                .worst()
                .bufferBytes();
        assertThat(buffers).isEqualTo(2 * (root + 2 * layer) + 4 * layer);
    }
}
