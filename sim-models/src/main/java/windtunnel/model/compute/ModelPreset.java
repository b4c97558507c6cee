package windtunnel.model.compute;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
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

        @Key(doc = "Width of a head; without it, hidden / heads.", example = "128")
        Optional<Count> headDim,

        @Key(doc = "Vocabulary, padded.", example = "128256")
        Count vocab,

        @Key(doc = "Whether the feed-forward part has three matrices.", def = "true")
        boolean gated,

        @Key(
                doc = "llama (no biases, untied head) or gpt (biases, learned positions, shared embedding).",
                def = "llama")
        Family family,

        @Key(doc = "Learned positions of the gpt family.", def = "0")
        Count positions,

        @Key(doc = "Experts in place of the feed-forward part of some layers; without it, the model is dense.")
        Optional<Mixture> experts)
        implements Checked {
    private static final long LARGEST = 10_000_000;

    /** A mixture of experts. */
    public record Mixture(
            @Key(doc = "Routed experts of a layer.", example = "8")
            Count count,

            @Key(doc = "Routed experts that each token goes to.", example = "2")
            Count topK,

            @Key(doc = "Width of a routed expert.", example = "14336")
            Count ffn,

            @Key(doc = "Width of the expert that all tokens go through.", def = "0")
            Count sharedFfn,

            @Key(doc = "Dense layers before the first mixture.", def = "0")
            Count firstDense,

            @Key(doc = "After those, each so-manieth layer is a mixture; the others are dense.", def = "1")
            Count every,

            @Key(
                    doc =
                            "Room of an expert over its even share: buffers are filled up to it and tokens beyond it are dropped;"
                                    + " without it, all are taken and the step waits for the fullest expert.",
                    example = "1.25")
            Optional<Ratio> capacity)
            implements Checked {
        @Override
        public void check(Issues issues) {
            size(issues, "count", count);
            size(issues, "top-k", topK);
            size(issues, "ffn", ffn);
            size(issues, "every", every);
            issues.check(sharedFfn.value() <= LARGEST, "shared-ffn", "must be at most " + LARGEST);
            issues.check(firstDense.value() <= LARGEST, "first-dense", "must be at most " + LARGEST);
        }

        private Experts shape() {
            return new Experts(
                    (int) count.value(),
                    (int) topK.value(),
                    (int) ffn.value(),
                    (int) sharedFfn.value(),
                    (int) firstDense.value(),
                    (int) every.value(),
                    capacity.map(Ratio::value).orElse(0.0));
        }
    }

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
        headDim.ifPresent(width -> size(issues, "head-dim", width));
        if (!issues.hasErrors()) {
            issues.check(
                    headDim.isPresent() || hidden.value() % heads.value() == 0,
                    "heads",
                    "the hidden size must divide by the number of heads, or give head-dim");
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
                (int) headDim.map(Count::value)
                        .orElse(hidden.value() / heads.value())
                        .longValue(),
                (int) vocab.value(),
                (int) positions.value(),
                llama ? ModelShape.Style.LLAMA : ModelShape.Style.CLASSIC,
                gated,
                !llama,
                experts.map(Mixture::shape).orElse(Experts.NONE));
    }
}
