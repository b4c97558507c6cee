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
                new Degrees(3, 7, 2, 5), new Batch(2, 1001, 4097), Schedule.ONE_F_ONE_B, Recompute.NONE, true, 2);
        assertThat(layout.validate(Samples.LLAMA_8B, 512))
                .containsExactly(
                        "layers (32) must be a multiple of pipeline x virtual stages (14)",
                        "heads (32) must be a multiple of tensor (3)",
                        "ffn (14336) must be a multiple of tensor (3)",
                        "kv-heads (8) and tensor (3) must divide one another",
                        "global batch (1001) must be a multiple of data x micro-batch (10)",
                        "sequence (4097) must be a multiple of tensor (3)",
                        "virtual stages (2) need the interleaved schedule",
                        "zero stage must be 0 or 1, got 2",
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
}
