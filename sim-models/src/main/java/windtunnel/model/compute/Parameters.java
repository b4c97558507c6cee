package windtunnel.model.compute;

/**
 * Parameters that one tensor rank of a pipeline stage holds: matrices divided, norms and row-parallel biases whole, the
 * embedding on the first position of the pipeline, the head (a copy when tied) on the last, with modules that predict further
 * tokens and a copy of the embedding for them. Routed experts are counted apart, since
 * other ranks hold and reduce them: {@code E/e} of them, each divided by {@code etp}; routers are whole on every rank.
 */
final class Parameters {

    private Parameters() {}

    /** Returns the parameters per rank at a position of the pipeline, {@code chunk * stages + stage}, routed experts left out. */
    static long atPosition(ModelShape shape, Layout layout, int position) {
        int positions = layout.pipeline() * layout.virtualStages();
        int mixtures = layout.mixturesAt(shape, position);
        int tensor = layout.tensor();
        long parameters = plain(shape, tensor, layout.layersAt(shape, position) - mixtures);
        parameters += mixtures == 0 ? 0 : mixtures * mixtureCommon(shape, tensor);
        if (position == 0) {
            parameters += embedding(shape, layout.tensor());
        }
        if (position == positions - 1) {
            parameters += shape.finalParameters();
            parameters += shape.tied() && positions == 1 ? 0 : divided(shape.headParameters(), layout.tensor());
            parameters += ahead(shape, layout, positions > 1 && !shape.tied());
        }
        return parameters;
    }

    /** Modules that predict further tokens, routed experts left out, and the copy of the embedding that they look up. */
    private static long ahead(ModelShape shape, Layout layout, boolean copy) {
        if (!shape.ahead().present()) {
            return 0;
        }
        ModelShape layer = shape.aheadLayer();
        int tensor = layout.tensor();
        long each = layer.experts().present() ? mixtureCommon(layer, tensor) : plain(layer, tensor, 1);
        long hidden = shape.hidden();
        long join = divided(2 * hidden * hidden, tensor) + 3 * hidden;
        return shape.ahead().modules() * (each + join) + (copy ? embedding(shape, tensor) : 0);
    }

    /** Returns the routed experts' parameters per rank at a position. */
    static long expertsAtPosition(ModelShape shape, Layout layout, int position) {
        boolean last = position == layout.pipeline() * layout.virtualStages() - 1;
        boolean ahead =
                last && shape.ahead().present() && shape.aheadLayer().experts().present();
        int modules = ahead ? shape.ahead().modules() : 0;
        return (layout.mixturesAt(shape, position) + modules) * localExperts(shape, layout);
    }

    /** Returns the routed experts' parameters per rank of a whole stage. */
    static long expertsOnStage(ModelShape shape, Layout layout, int stage) {
        long parameters = 0;
        for (int chunk = 0; chunk < layout.virtualStages(); chunk++) {
            parameters += expertsAtPosition(shape, layout, chunk * layout.pipeline() + stage);
        }
        return parameters;
    }

    /** Returns the parameters per rank of a whole stage, routed experts left out. */
    static long onStage(ModelShape shape, Layout layout, int stage) {
        long parameters = 0;
        for (int chunk = 0; chunk < layout.virtualStages(); chunk++) {
            parameters += atPosition(shape, layout, chunk * layout.pipeline() + stage);
        }
        return parameters;
    }

    /** Returns the parameters per rank of a layer that is no mixture; of a hybrid, of the average one. */
    static long perLayer(ModelShape shape, int tensor) {
        return plain(shape, tensor, 1);
    }

    /** Returns the parameters per rank of a layer whose MLP is a mixture. */
    static long mixturePerRank(ModelShape shape, Layout layout) {
        return mixtureCommon(shape, layout.tensor()) + localExperts(shape, layout);
    }

    /** So many layers that are no mixtures; those of a hybrid are spread evenly. */
    private static long plain(ModelShape shape, int tensor, int layers) {
        if (!shape.states().present()) {
            return layers * (attention(shape, tensor) + mlp(shape, tensor, shape.ffn()) + vectors(shape, tensor));
        }
        StateSpace states = shape.states();
        int all = shape.layers() - shape.mixtureLayers();
        int mlps = all - states.layers() - states.attentionLayers();
        long block = divided(states.matrixParameters(shape.hidden()) + states.vectorParameters(), tensor);
        long total = states.attentionLayers() * attention(shape, tensor)
                + states.layers() * block
                + mlps * mlp(shape, tensor, shape.ffn())
                + all * vectors(shape, tensor);
        return total * layers / all;
    }

    /** What all tokens pass in a mixture: attention but in a hybrid, shared expert, router, and the matrices to and from routed experts. */
    private static long mixtureCommon(ModelShape shape, int tensor) {
        Experts experts = shape.experts();
        long router = (long) shape.hidden() * experts.count() + 2L * shape.hidden() * experts.latent();
        return (shape.states().present() ? 0 : attention(shape, tensor))
                + mlp(shape, tensor, experts.sharedFfn())
                + router
                + vectors(shape, tensor);
    }

    private static long attention(ModelShape shape, int tensor) {
        Latent latent = shape.latent();
        if (latent.present()) {
            return latent.wholeMatrixParameters(shape.hidden())
                    + latent.normParameters()
                    + divided(latent.dividedMatrixParameters(shape.hidden(), shape.heads()), tensor);
        }
        return shape.hidden() * (2 * shape.queryWidth() / tensor + 2 * LayerTimes.localKvWidth(shape, tensor));
    }

    private static long mlp(ModelShape shape, int tensor, int ffn) {
        return (long) shape.mlpMatrices() * shape.hidden() * (ffn / tensor);
    }

    private static long vectors(ModelShape shape, int tensor) {
        return shape.layerReplicatedVectorParameters() + divided(shape.layerShardedVectorParameters(), tensor);
    }

    private static long localExperts(ModelShape shape, Layout layout) {
        return shape.experts().count() / layout.expert() * (shape.expertParameters() / layout.expertTensor());
    }

    private static long embedding(ModelShape shape, int tensor) {
        long vectors = shape.embeddingVectorParameters();
        return divided(shape.embeddingParameters() - vectors, tensor) + vectors;
    }

    private static long divided(long parameters, int ways) {
        return (parameters + ways - 1) / ways;
    }
}
