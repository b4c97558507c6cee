package windtunnel.model.compute;

import java.util.List;
import windtunnel.core.unit.Count;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;
import windtunnel.model.key.LibraryEntry;

/** A model of the library, or one that a scenario spells out. */
@LibraryEntry("model")
public record ModelPreset(
        @Key(doc = "Name in the library.", def = "own-model", example = "llama3-70b")
        String name,

        @Key(doc = "Other names of the same thing.", def = "[]")
        List<String> aliases,

        @Key(doc = "Where the shape comes from.", def = "the scenario")
        String source,

        @Key(doc = "Date of the source.", def = "undated") String asOf,
        @Key(doc = "Transformer layers.", example = "80") Count layers,
        @Key(doc = "Hidden size.", example = "8192") Count hidden,

        @Key(doc = "Width of the feed-forward part.", example = "28672")
        Count ffn,

        @Key(doc = "Query heads.", example = "64") Count heads,
        @Key(doc = "Key-value heads.", example = "8") Count kvHeads,

        @Key(doc = "Vocabulary, padded.", example = "128256")
        Count vocab,

        @Key(doc = "Whether the feed-forward part has three matrices.", def = "true")
        boolean gated,

        @Key(
                doc = "llama (no biases, untied head) or gpt (biases, learned positions, shared embedding).",
                def = "llama")
        Family family,

        @Key(doc = "Learned positions of the gpt family.", def = "0")
        Count positions)
        implements Checked {
    private static final long LARGEST = 10_000_000;

    /** How parameters are counted. */
    public enum Family {
        /** RMS norms, no biases, untied head. */
        LLAMA,
        /** Layer norms, biases, learned positions, head shared with the embedding. */
        GPT
    }

    @Override
    public void check(Issues issues) {
        size(issues, "layers", layers);
        size(issues, "hidden", hidden);
        size(issues, "ffn", ffn);
        size(issues, "heads", heads);
        size(issues, "kv-heads", kvHeads);
        size(issues, "vocab", vocab);
        if (!issues.hasErrors()) {
            issues.check(
                    hidden.value() % heads.value() == 0, "heads", "the hidden size must divide by the number of heads");
            shape().validate().forEach(problem -> issues.error("", problem));
        }
    }

    private static void size(Issues issues, String key, Count count) {
        issues.check(count.value() >= 1 && count.value() <= LARGEST, key, "must be from 1 to " + LARGEST);
    }

    /** The shape as plain numbers. */
    public ModelShape shape() {
        boolean llama = family == Family.LLAMA;
        return new ModelShape(
                (int) layers.value(),
                (int) hidden.value(),
                (int) ffn.value(),
                (int) heads.value(),
                (int) kvHeads.value(),
                (int) (hidden.value() / heads.value()),
                (int) vocab.value(),
                (int) positions.value(),
                llama ? ModelShape.Style.LLAMA : ModelShape.Style.CLASSIC,
                gated,
                !llama);
    }
}
