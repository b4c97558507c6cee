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
                doc =
                        "llama (no biases, untied head), gpt (biases, learned positions, shared embedding), encoder (as gpt, and every token looks at all others: BERT) or vision (an encoder of image patches: ViT).",
                def = "llama")
        Family family,

        @Key(
                doc = "Whether the output layer shares the matrix of the embedding; without it, as the family does.",
                example = "true")
        Optional<Boolean> tied,

        @Key(
                doc =
                        "Learned positions; of the vision family patches and one for the class, which is also the batch's sequence.",
                def = "0",
                example = "197")
        Count positions,

        @Key(
                doc = "Pixels of a side of an image patch; vision family only, whose vocab is the number of classes.",
                def = "0",
                example = "16")
        Count patch,

        @Key(doc = "Latent attention (MLA): widths of its narrow vectors; without it, attention is plain.")
        Optional<LatentKeys> latent,

        @Key(
                doc =
                        "State-space layers (Mamba-2) of a hybrid, whose layers are one block each: state-space, attention, or the feed-forward part.")
        Optional<StateKeys> stateSpace,

        @Key(doc = "Experts in place of the feed-forward part of some layers; without it, the model is dense.")
        Optional<Mixture> experts,

        @Key(
                doc =
                        "Modules that predict further tokens while the model trains (multi-token prediction, MTP); without it, only the next one.")
        Optional<AheadKeys> predictAhead)
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

            @Key(
                    doc =
                            "Width that tokens are narrowed to on their way to routed experts and back (LatentMoE); 0 for the hidden size.",
                    def = "0")
            Count latent,

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
                    capacity.map(Ratio::value).orElse(0.0),
                    (int) latent.value());
        }
    }

    /** Narrow vectors of the attention. */
    public record LatentKeys(
            @Key(doc = "Width of the queries' narrow vector; 0 where queries have none.", def = "0", example = "1536")
            Count queryRank,

            @Key(doc = "Width of the one of keys and values.", example = "512")
            Count kvRank,

            @Key(doc = "Part of a head's query and key without position.", example = "128")
            Count nopeDim,

            @Key(doc = "Rotary part of them.", example = "64")
            Count ropeDim,

            @Key(doc = "Width of a head's value.", example = "128")
            Count valueDim)
            implements Checked {
        @Override
        public void check(Issues issues) {
            size(issues, "kv-rank", kvRank);
            size(issues, "nope-dim", nopeDim);
            size(issues, "value-dim", valueDim);
            issues.check(queryRank.value() <= LARGEST, "query-rank", "must be at most " + LARGEST);
            issues.check(ropeDim.value() <= LARGEST, "rope-dim", "must be at most " + LARGEST);
        }

        private Latent shape() {
            return new Latent(
                    (int) queryRank.value(), (int) kvRank.value(), (int) nopeDim.value(), (int) ropeDim.value(), (int)
                            valueDim.value());
        }
    }

    /** State-space layers. */
    public record StateKeys(
            @Key(doc = "How many of the layers are state-space blocks.", example = "23")
            Count layers,

            @Key(doc = "How many are attention; the others are the feed-forward part or mixtures.", example = "6")
            Count attentionLayers,

            @Key(doc = "Heads of a block.", example = "64") Count heads,
            @Key(doc = "Width of a head.", example = "64") Count headDim,
            @Key(doc = "States of a head.", example = "128") Count states,

            @Key(doc = "Groups of heads that share how states are written and read.", def = "8")
            Count groups,

            @Key(doc = "Width of the convolution over time.", def = "4")
            Count convolution,

            @Key(doc = "Tokens that are worked on as matrices at a time.", def = "128")
            Count chunk)
            implements Checked {
        @Override
        public void check(Issues issues) {
            size(issues, "layers", layers);
            size(issues, "heads", heads);
            size(issues, "head-dim", headDim);
            size(issues, "states", states);
            size(issues, "groups", groups);
            size(issues, "convolution", convolution);
            size(issues, "chunk", chunk);
            issues.check(attentionLayers.value() <= LARGEST, "attention-layers", "must be at most " + LARGEST);
        }

        private StateSpace shape() {
            return new StateSpace(
                    (int) layers.value(),
                    (int) attentionLayers.value(),
                    (int) heads.value(),
                    (int) headDim.value(),
                    (int) states.value(),
                    (int) groups.value(),
                    (int) convolution.value(),
                    (int) chunk.value());
        }
    }

    /** Modules that predict further tokens. */
    public record AheadKeys(
            @Key(doc = "Further tokens predicted, each by a layer and the head once more, up to 16.", example = "1")
            Count depths,

            @Key(doc = "Whether all depths run through the weights of one module.", def = "false")
            boolean shared,

            @Key(
                    doc =
                            "Whether modules stay in 16 bits where the model's matrices have fewer (precision fp8 or fp4).",
                    def = "false")
            boolean unquantised)
            implements Checked {
        @Override
        public void check(Issues issues) {
            issues.check(depths.value() <= Ahead.DEPTHS_MAX, "depths", "must be from 0 to " + Ahead.DEPTHS_MAX);
        }

        private Ahead shape() {
            return new Ahead((int) depths.value(), shared, unquantised);
        }
    }

    /** How parameters are counted. */
    public enum Family {
        /** RMS norms, no biases, untied head. */
        LLAMA(ModelShape.Style.LLAMA),
        /** Layer norms, biases, learned positions, head shared with the embedding. */
        GPT(ModelShape.Style.CLASSIC),
        /** As GPT, every token looks at all others. */
        ENCODER(ModelShape.Style.ENCODER),
        /** An encoder of image patches with an untied head for each image. */
        VISION(ModelShape.Style.VISION);

        private final ModelShape.Style style;

        Family(ModelShape.Style style) {
            this.style = style;
        }
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
        boolean vision = family == Family.VISION;
        issues.check(
                vision == patch.value() > 0, "patch", vision ? "a vision model needs it" : "goes with family: vision");
        issues.check(patch.value() <= LARGEST, "patch", "must be at most " + LARGEST);
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
                family.style,
                gated,
                tied.orElse(family == Family.GPT || family == Family.ENCODER),
                experts.map(Mixture::shape).orElse(Experts.NONE),
                latent.map(LatentKeys::shape).orElse(Latent.NONE),
                stateSpace.map(StateKeys::shape).orElse(StateSpace.NONE),
                (int) patch.value(),
                predictAhead.map(AheadKeys::shape).orElse(Ahead.NONE));
    }
}
