package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.model.compute.ModelShape.Style;

/** Parameters of models whose published counts are exact, or were summed from their configuration by hand. */
class PublishedCountsTest {
    static final ModelShape DEEPSEEK_V3 = ModelShape.llama(61, 7168, 18432, 128, 128, 129280)
            .withLatent(new Latent(1536, 512, 128, 64, 128))
            .withExperts(new Experts(256, 8, 2048, 2048, 3, 1, 0));
    static final ModelShape NANO = new ModelShape(52, 2688, 1856, 32, 2, 128, 131072, 0, Style.LLAMA, false, false)
            .withStates(new StateSpace(23, 6, 64, 64, 128, 8, 4, 128))
            .withExperts(new Experts(128, 6, 1856, 3712, 0, 1, 0));
    static final ModelShape NEMOTRON_H = new ModelShape(
                    118, 8192, 32768, 64, 8, 128, 131072, 0, Style.LLAMA, false, false)
            .withStates(new StateSpace(54, 10, 256, 64, 256, 8, 4, 128));

    static ModelShape encoder(int layers, int hidden, int heads) {
        return new ModelShape(
                layers, hidden, 4 * hidden, heads, heads, hidden / heads, 30522, 512, Style.ENCODER, false, true);
    }

    static ModelShape vision(int layers, int hidden, int heads, int patch, int positions) {
        return new ModelShape(
                        layers,
                        hidden,
                        4 * hidden,
                        heads,
                        heads,
                        hidden / heads,
                        1000,
                        positions,
                        Style.VISION,
                        false,
                        false)
                .withPatch(patch);
    }

    @Test
    @DisplayName("clu-1.2 BERT base has 109,482,240 parameters, large 335,141,888")
    void encoders() {
        assertThat(encoder(12, 768, 12).parameters()).isEqualTo(109_482_240L);
        assertThat(encoder(24, 1024, 16).parameters()).isEqualTo(335_141_888L);
    }

    @Test
    @DisplayName("clu-1.2 ViT-B/16 has 86,567,656 parameters, L/16 304,326,632, H/14 632,045,800")
    void visionTransformers() {
        assertThat(vision(12, 768, 12, 16, 197).parameters()).isEqualTo(86_567_656L);
        assertThat(vision(24, 1024, 16, 16, 197).parameters()).isEqualTo(304_326_632L);
        assertThat(vision(32, 1280, 16, 14, 257).parameters()).isEqualTo(632_045_800L);
    }

    @Test
    @DisplayName("clu-1.2 DeepSeek-V3 has 671.0 B parameters, 37.6 B of them active")
    void latentAttention() {
        long attention =
                7168L * 1536 + 1536L * 128 * 192 + 7168L * 576 + 512L * 128 * 256 + 128L * 128 * 7168 + 1536 + 512;
        long dense = 3L * 7168 * 18432;
        long mixture = 257L * 3 * 7168 * 2048 + 256L * 7168;
        long expected = 61 * (attention + 2 * 7168) + 3 * dense + 58 * mixture + 2L * 129280 * 7168 + 7168;
        assertThat(expected).isBetween(671_000_000_000L, 671_100_000_000L);
        assertThat(DEEPSEEK_V3.parameters()).isEqualTo(expected);
        assertThat(DEEPSEEK_V3.activeParameters()).isBetween(37_000_000_000L, 38_000_000_000L);
    }

    @Test
    @DisplayName("clu-1.2 Nemotron 3 Nano has 31.6 B parameters, Nemotron-H 56B 56.3 B")
    void hybrids() {
        assertThat(NANO.parameters()).isEqualTo(31_577_937_344L);
        assertThat(NANO.mixtureLayers()).isEqualTo(23);
        assertThat(NEMOTRON_H.parameters()).isBetween(56_200_000_000L, 56_400_000_000L);
    }

    @Test
    void ranksHoldAllParametersBetweenThem() {
        for (ModelShape shape : new ModelShape[] {DEEPSEEK_V3, NANO, NEMOTRON_H, vision(12, 768, 12, 16, 197)}) {
            Layout layout = new Layout(
                    new Layout.Degrees(1, 2, 1, 1),
                    new Layout.Batch(1, 4, shape.positions() > 0 ? shape.positions() : 4096),
                    Layout.Schedule.ONE_F_ONE_B,
                    Layout.Recompute.NONE,
                    false,
                    0);
            long held = 0;
            for (int stage = 0; stage < 2; stage++) {
                held += Parameters.onStage(shape, layout, stage) + Parameters.expertsOnStage(shape, layout, stage);
            }
            assertThat((double) held).isCloseTo(shape.parameters(), org.assertj.core.data.Offset.offset(4.0));
        }
    }

    @Test
    void badSizesOfNewKindsAreReported() {
        assertThat(vision(12, 768, 12, 0, 197).validate()).containsExactly("patch must be between 1 and 4096, got 0");
        assertThat(NANO.withExperts(new Experts(128, 6, 1856, 0, 2, 1, 0)).validate())
                .containsExactly("experts of a hybrid are in all of its MLP layers: leave out first-dense and every");
        assertThat(encoder(12, 768, 12)
                        .withLatent(new Latent(0, 512, 128, 64, 128))
                        .validate())
                .containsExactly(
                        "experts, latent attention and state-space layers need a model without biases (family llama)");
    }
}
