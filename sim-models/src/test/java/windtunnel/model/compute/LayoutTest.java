package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import windtunnel.model.compute.Layout.Batch;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.Layout.Recompute;
import windtunnel.model.compute.Layout.Schedule;

class LayoutTest {

    @Test
    void goodLayoutHasNoProblems() {
        Layout layout = Samples.llama70bOn512(16);
        assertThat(layout.validate(Samples.LLAMA_70B, 512)).isEmpty();
        assertThat(layout.gpus()).isEqualTo(512);
        assertThat(layout.microbatches()).isEqualTo(64);
        assertThat(layout.stepTokens()).isEqualTo(8_388_608);
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        Layout layout = new Layout(
                new Degrees(3, 7, 2, 5), new Batch(2, 1001, 4097), Schedule.ONE_F_ONE_B, Recompute.NONE, true, 4);
        assertThat(layout.validate(Samples.LLAMA_8B, 512))
                .containsExactly(
                        "heads (32) must be a multiple of tensor (3)",
                        "ffn (14336) must be a multiple of tensor (3)",
                        "kv-heads (8) and tensor (3) must divide one another",
                        "global batch (1001) must be a multiple of data x micro-batch (10)",
                        "sequence (4097) must be a multiple of tensor (3)",
                        "virtual stages (2) need the interleaved schedule",
                        "zero stage must be from 0 to 3, got 4",
                        "tensor x pipeline x data = 3 x 7 x 5 = 105 but the job has 512 GPUs");
    }

    @Test
    void interleavingWithARemainderIsRefusedWithTheReason() {
        Layout layout = new Layout(
                new Degrees(1, 4, 2, 1), new Batch(1, 6, 2048), Schedule.INTERLEAVED, Recompute.NONE, false, 0);
        assertThat(layout.validate(Samples.LLAMA_8B))
                .containsExactly("the interleaved schedule needs micro-batches (6) to be a multiple of the pipeline"
                        + " stages (4): with a remainder its order, and so its bubble, is not defined");
    }

    @Test
    void absurdSizesAreRefusedBeforeAnythingIsAllocated() {
        Layout layout = new Layout(
                new Degrees(1, 4, 1, 1),
                new Batch(1, Integer.MAX_VALUE, Integer.MAX_VALUE),
                Schedule.GPIPE,
                Recompute.NONE,
                false,
                0);
        assertThat(layout.validate(Samples.LLAMA_8B))
                .containsExactly(
                        "pipeline x virtual stages x micro-batches (8589934588 passes) must not exceed 8388608");
        ModelShape huge = ModelShape.llama(32, Integer.MAX_VALUE, 14336, 32, 8, 128256);
        assertThat(layout.validate(huge)).hasSize(3);
    }

    @Test
    void interleavingNeedsChunksAndStages() {
        Layout layout = new Layout(
                new Degrees(1, 1, 1, 1), new Batch(1, 6, 2048), Schedule.INTERLEAVED, Recompute.NONE, false, 0);
        assertThat(layout.validate(Samples.LLAMA_8B)).hasSize(2);
    }

    @Test
    void zeroDegreesAreReportedWithoutDividingByThem() {
        Layout layout =
                new Layout(new Degrees(0, 4, 1, 1), new Batch(1, 6, 2048), Schedule.GPIPE, Recompute.NONE, false, 0);
        assertThat(layout.validate(Samples.LLAMA_8B, 4))
                .singleElement()
                .asString()
                .contains("at least 1");
    }

    @Test
    void sequenceBeyondLearnedPositionsIsRefused() {
        Layout layout =
                new Layout(new Degrees(8, 8, 1, 1), new Batch(1, 8, 4096), Schedule.GPIPE, Recompute.NONE, false, 0);
        assertThat(layout.validate(Samples.GPT3))
                .containsExactly("sequence (4096) exceeds the model's learned positions (2048)");
    }

    private static Layout stages(int pipeline, int chunks) {
        return new Layout(
                new Degrees(1, pipeline, chunks, 1),
                new Batch(1, 2 * pipeline, 2048),
                chunks > 1 ? Schedule.INTERLEAVED : Schedule.ONE_F_ONE_B,
                Recompute.NONE,
                false,
                0);
    }

    @Test
    void layersThatDoNotDivideLeaveTheEndsLighter() {
        // 126 = 7 + 14 x 8 + 7, as Llama 3 405B on 16 stages.
        Layout llama = stages(16, 1);
        int sum = 0;
        for (int stage = 0; stage < 16; stage++) {
            int layers = llama.layersAt(126, stage);
            assertThat(layers).isEqualTo(stage == 0 || stage == 15 ? 7 : 8);
            sum += layers;
        }
        assertThat(sum).isEqualTo(126);
        // One too few: the last stage, which has the head, is lighter.
        assertThat(stages(4, 1).layersAt(31, 3)).isEqualTo(7);
        assertThat(stages(4, 1).layersAt(31, 0)).isEqualTo(8);
        // 10 layers in 2 x 3 chunks: 1, 2, 2, 2, 2, 1 by position; stage 0 holds positions 0, 2, 4.
        Layout interleaved = stages(2, 3);
        ModelShape ten = ModelShape.gpt(10, 1024, 8, 50304, 2048);
        assertThat(interleaved.layersOnStage(ten, 0)).isEqualTo(5);
        assertThat(interleaved.layersOnStage(ten, 1)).isEqualTo(5);
        // In flight on stage 0: 2 (p - 1) + (v - 1) p + 1 = 7 passes: two of each chunk and one more of the first.
        assertThat(MemoryModel.layersInFlight(interleaved, 0, at -> interleaved.layersAt(10, at)))
                .isEqualTo(2 * 1 + 2 * 2 + 2 * 2 + 1);
        assertThat(stages(8, 1).validate(ModelShape.llama(4, 4096, 14336, 32, 8, 128256)))
                .containsExactly("layers (4) must not be fewer than pipeline x virtual stages (8)");
    }
}
