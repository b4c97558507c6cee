package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;
import windtunnel.model.compute.Layout.Batch;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.Layout.Recompute;
import windtunnel.model.compute.Layout.Schedule;

class ShardGroupTest {

    private static Layout layout(int shard, int zeroStage) {
        return new Layout(
                new Degrees(1, 1, 1, 64).withShard(shard),
                new Batch(1, 64, 4096),
                Schedule.ONE_F_ONE_B,
                Recompute.NONE,
                false,
                zeroStage);
    }

    private static MemoryReport memory(int shard) {
        return MemoryModel.report(Samples.LLAMA_8B, layout(shard, 3), Samples.H100, StepOptions.defaults());
    }

    @Test
    @DisplayName("clu-E13 HSDP: a group of 8 holds 18/8 bytes a parameter, 64 ranks hold 18/64")
    void stateIsDividedInsideAGroup() {
        double eight = memory(8).worst().stateBytes();
        double all = memory(0).worst().stateBytes();
        assertThat(eight / all).isCloseTo(8, within(1e-6));
        assertThat(layout(8, 3).shardReplicas()).isEqualTo(8);
        assertThat(layout(0, 3).shardReplicas()).isEqualTo(1);
        assertThat(layout(64, 3).shardReplicas()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "clu-E13 HSDP: gathers 2 + 2 and scatter 4 bytes a parameter in a group, all-reduce of 4/8 bytes over 8 groups")
    void transfersByLevel() {
        Map<Dimension, Double> bytes = new EnumMap<>(Dimension.class);
        for (CommUse use : StepModel.evaluate(Samples.LLAMA_8B, layout(8, 3), Samples.H100, CommCosts.FREE)
                .transfers()) {
            bytes.merge(use.dimension(), (double) use.payloadBytes() * use.countPerStep(), Double::sum);
            assertThat(use.op())
                    .isIn(
                            use.dimension() == Dimension.SHARD_REPLICA
                                    ? new CollectiveOp[] {CollectiveOp.ALL_REDUCE}
                                    : new CollectiveOp[] {CollectiveOp.ALL_GATHER, CollectiveOp.REDUCE_SCATTER});
        }
        double layers = 32.0 * Parameters.perLayer(Samples.LLAMA_8B, 1);
        double root = 2.0 * Samples.LLAMA_8B.headParameters();
        assertThat(bytes).containsOnlyKeys(Dimension.SHARD, Dimension.SHARD_REPLICA);
        assertThat(bytes.get(Dimension.SHARD)).isEqualTo(layers * (2 + 2 + 4) + root * (2 + 4));
        assertThat(bytes.get(Dimension.SHARD_REPLICA)).isCloseTo((layers + root) * 4 / 8, within(64.0));
    }

    @Test
    @DisplayName("clu-E13 HSDP beats FSDP where the network between groups is slow: exposed time by hand")
    void groupsInsideANodeSpareTheNetwork() {
        double fast = 400e9;
        double slow = 10e9;
        CommCosts costs = (dimension, op, payload) -> payload / (dimension == Dimension.SHARD ? fast : slow);
        StepBreakdown grouped =
                StepModel.evaluate(Samples.LLAMA_8B, layout(8, 3), Samples.H100, costs, StepOptions.defaults());
        StepBreakdown whole =
                StepModel.evaluate(Samples.LLAMA_8B, layout(0, 3), Samples.H100, costs, StepOptions.defaults());
        assertThat(grouped.stepSeconds()).isLessThan(whole.stepSeconds() / 2);
        LayerTimes times = LayerTimes.of(Samples.LLAMA_8B, layout(8, 3), Samples.H100, StepOptions.defaults());
        double unit = Parameters.perLayer(Samples.LLAMA_8B, 1);
        double root = 2.0 * Samples.LLAMA_8B.headParameters();
        double backward = Math.max(0, unit * (2 + 4) / fast + unit * 4 / 8 / slow - times.backwardSeconds());
        double forward = Math.max(0, unit * 2 / fast - times.forwardSeconds());
        double expected = 32 * (forward + backward) + root * (2 + 4) / fast + root * 4 / 8 / slow;
        assertThat(grouped.seconds().commData()).isCloseTo(expected, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "24, 3, ranks of the same parameters (64) must be a multiple of the shard group (24)",
        "8, 1, 'a shard group needs divided gradients or parameters (zero stage 2 or 3), got stage 1'"
    })
    void badGroupsAreRefused(int shard, int zeroStage, String problem) {
        assertThat(layout(shard, zeroStage).validate(Samples.LLAMA_8B)).containsExactly(problem);
    }
}
