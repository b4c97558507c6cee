package windtunnel.scenario.validate.training;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import windtunnel.model.compute.ModelPreset;
import windtunnel.model.compute.ModelShape;
import windtunnel.scenario.validate.CaseRow;

/**
 * The model of a case: that of the library with its name, however spelt, or for sizes of GPT, which name no model, what the line says of
 * layers, hidden size and heads.
 */
final class CaseModel {
    private static final int VOCABULARY = 51_200;
    /** Names that say a size of the classic GPT. */
    private static final List<String> SIZES = List.of("GPT", "OPT", "BLOOM", "MEGATRON", "TURING");
    /** What models are made of that the step model has no kernels for, by part of their names. */
    private static final Map<String, String> UNMODELLED = Map.of(
            "lora", "adapters (LoRA) train few parameters: not modelled",
            "deepseekv4", "compressed attention and hyper-connections (DeepSeek-V4) are not modelled",
            "qwen3next", "gated delta rules (Qwen3-Next, Qwen3.5) are not modelled",
            "qwen3.5", "gated delta rules (Qwen3-Next, Qwen3.5) are not modelled",
            "resnet", "convolutions are not modelled",
            "diffusion", "convolutions are not modelled");

    private CaseModel() {}

    /** The shape; throws where there is none, and says why. */
    static ModelShape of(CaseRow row, TrainingHardware hardware, int sequence) {
        String name = row.text("model").replaceAll(" \\(.*\\)$", "");
        String folded = row.text("model").toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
        UNMODELLED.forEach((part, why) -> {
            if (folded.contains(part)) {
                throw new TrainingCase.Unmodelled(why);
            }
        });
        if (folded.matches("(flan|m|u)?t5.*")) {
            throw new TrainingCase.Unmodelled("models of an encoder and a decoder (T5) are not modelled");
        }
        // "GPT 18B" is a size, not a model: such lines must say layers, hidden size and heads themselves.
        boolean gpt = SIZES.stream().anyMatch(name.toUpperCase(Locale.ROOT)::startsWith) && !folded.contains("oss");
        Optional<ModelPreset> preset =
                gpt && row.text("model").startsWith("GPT ") ? Optional.empty() : hardware.model(name);
        if (preset.isPresent()) {
            return known(row, preset.get().shape(), sequence);
        }
        if (!gpt) {
            throw new TrainingCase.Unmodelled("the library has no model of this name"
                    + hardware.nearestModel(name)
                            .map(near -> "; the nearest is " + near)
                            .orElse(""));
        }
        return ModelShape.gpt(
                TrainingCase.needed(row, "layers"),
                TrainingCase.needed(row, "hidden"),
                TrainingCase.needed(row, "heads"),
                row.count("vocab").orElse(VOCABULARY),
                sequence);
    }

    private static ModelShape known(CaseRow row, ModelShape known, int sequence) {
        if (row.count("hidden").orElse(known.hidden()) != known.hidden()
                || row.count("heads").orElse(known.heads()) != known.heads()) {
            throw new TrainingCase.Unmodelled("the case's model is not the library's of this name");
        }
        int layers = row.count("layers").orElse(known.layers());
        if (layers != known.layers() && known.states().present()) {
            throw new TrainingCase.Unmodelled("a hybrid with other layers than the library's: which ones is not said");
        }
        return known.withSizes(
                layers,
                row.count("vocab").orElse(known.vocab()),
                known.positions() == 0 ? 0 : Math.max(known.positions(), sequence));
    }
}
