package windtunnel.model.compute;

/**
 * Parameters that one tensor rank of a pipeline stage holds: matrices divided, norms and row-parallel biases whole, the
 * embedding on the first position of the pipeline, the head (a copy when tied) on the last. Routed experts are counted apart, since
 * other ranks hold and reduce them: {@code E/e} of them, each divided by {@code etp}; routers are whole on every rank.
 */
final class Parameters {

    private Parameters() {}

    /** Returns the parameters per rank at a position of the pipeline, {@code chunk * stages + stage}, routed experts left out. */
    static long atPosition(ModelShape shape, Layout layout, int position) {
        int positions = layout.pipeline() * layout.virtualStages();
        int mixtures = layout.mixturesAt(shape, position);
        int tensor = layout.tensor();
        long parameters = (layout.layersAt(shape.layers(), position) - mixtures) * perLayer(shape, tensor, shape.ffn());
        long router = (long) shape.hidden() * shape.experts().count();
        parameters += mixtures * (perLayer(shape, tensor, shape.experts().sharedFfn()) + router);
        if (position == 0) {
            parameters += embedding(shape, layout.tensor());
        }
        if (position == positions - 1) {
            parameters += shape.finalNormParameters();
            parameters += shape.tied() && positions == 1 ? 0 : divided(shape.headParameters(), layout.tensor());
        }
        return parameters;
    }

    /** Returns the routed experts' parameters per rank at a position. */
    static long expertsAtPosition(ModelShape shape, Layout layout, int position) {
        return layout.mixturesAt(shape, position) * localExperts(shape, layout);
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

    /** Returns the parameters per rank of a dense layer. */
    static long perLayer(ModelShape shape, int tensor) {
        return perLayer(shape, tensor, shape.ffn());
    }

    /** Returns the parameters per rank of a layer whose MLP is a mixture. */
    static long mixturePerRank(ModelShape shape, Layout layout) {
        return perLayer(shape, layout.tensor(), shape.experts().sharedFfn()) + localExperts(shape, layout);
    }

    private static long localExperts(ModelShape shape, Layout layout) {
        return shape.experts().count() / layout.expert() * (shape.expertParameters() / layout.expertTensor());
    }

    private static long perLayer(ModelShape shape, int tensor, int ffn) {
        long attention =
                shape.hidden() * (2 * shape.queryWidth() / tensor + 2 * LayerTimes.localKvWidth(shape, tensor));
        long mlp = (long) shape.mlpMatrices() * shape.hidden() * (ffn / tensor);
        return attention
                + mlp
                + shape.layerReplicatedVectorParameters()
                + divided(shape.layerShardedVectorParameters(), tensor);
    }

    private static long embedding(ModelShape shape, int tensor) {
        return divided(shape.headParameters(), tensor) + (long) shape.positions() * shape.hidden();
    }

    private static long divided(long parameters, int ways) {
        return (parameters + ways - 1) / ways;
    }
}
