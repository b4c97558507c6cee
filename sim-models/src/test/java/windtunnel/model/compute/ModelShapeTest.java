package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.oracle.TrainingOracle;

class ModelShapeTest {

    @Test
    @DisplayName("clu-T1.1 GPT-3 has 174,615,822,336 parameters, of which 173,946,175,488 are 12 L h^2")
    void gpt3HasItsPublishedParameters() {
        assertThat(Samples.GPT3.plainMatrixParameters()).isEqualTo(173_946_175_488L);
        assertThat(Samples.GPT3.parameters()).isEqualTo(174_615_822_336L);
    }

    @Test
    @DisplayName("clu-T1.2 Llama-3 8B, 70B and 405B have their exact parameter counts")
    void llama3HasItsPublishedParameters() {
        assertThat(Samples.LLAMA_8B.parameters()).isEqualTo(8_030_261_248L);
        assertThat(Samples.LLAMA_70B.parameters()).isEqualTo(70_553_706_496L);
        assertThat(Samples.LLAMA_405B.parameters()).isEqualTo(405_853_388_800L);
    }

    @Property(tries = 200)
    @Label("clu-T1.1 any classic GPT matches 12 L h^2 + 13 L h + (V + s) h")
    void anyGptMatchesTheClosedForm(
            @ForAll @IntRange(min = 1, max = 200) int layers,
            @ForAll @IntRange(min = 1, max = 128) int heads,
            @ForAll @IntRange(min = 1, max = 100_000) int vocab) {
        ModelShape shape = ModelShape.gpt(layers, 128 * heads, heads, vocab, 2048);
        assertThat(shape.parameters()).isEqualTo(TrainingOracle.gptParameters(layers, 128L * heads, vocab, 2048));
    }

    @Property(tries = 200)
    @Label("clu-T1.2 any Llama matches L(2h + h(h + 2kd) + h^2 + 3hf) + h + 2hV")
    void anyLlamaMatchesTheClosedForm(
            @ForAll @IntRange(min = 1, max = 200) int layers,
            @ForAll @IntRange(min = 1, max = 32) int keyHeads,
            @ForAll @IntRange(min = 1, max = 8) int group,
            @ForAll @IntRange(min = 1, max = 60_000) int ffn) {
        int heads = keyHeads * group;
        ModelShape shape = ModelShape.llama(layers, 128 * heads, ffn, heads, keyHeads, 32000);
        assertThat(shape.parameters())
                .isEqualTo(TrainingOracle.llamaParameters(layers, 128L * heads, ffn, 128L * keyHeads, 32000));
    }

    @Test
    void allBadSizesAreReportedAtOnce() {
        ModelShape shape = new ModelShape(0, -1, 4, 6, 4, 1, 1, -2, ModelShape.Style.LLAMA, true, false);
        assertThat(shape.validate())
                .containsExactly(
                        "layers must be between 1 and 16384, got 0",
                        "hidden must be between 1 and 4194304, got -1",
                        "positions must be between 0 and 2147483647, got -2",
                        "heads (6) must be a multiple of kv-heads (4)");
    }
}
