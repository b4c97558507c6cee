package windtunnel.model.compute;

/**
 * Parameters that one tensor rank of a pipeline stage holds: matrices divided, norms and row-parallel biases whole, the
 * embedding on the first position of the pipeline, the head (a copy when tied) on the last.
 */
final class Parameters {

    private Parameters() {}

    /** Returns the parameters per rank at a position of the pipeline, {@code chunk * stages + stage}. */
    static long atPosition(ModelShape shape, Layout layout, int position) {
        int positions = layout.pipeline() * layout.virtualStages();
        long parameters = layout.layersAt(shape.layers(), position) * perLayer(shape, layout.tensor());
        if (position == 0) {
            parameters += embedding(shape, layout.tensor());
        }
        if (position == positions - 1) {
            parameters += shape.finalNormParameters();
            parameters += shape.tied() && positions == 1 ? 0 : divided(shape.headParameters(), layout.tensor());
        }
        return parameters;
    }

    /** Returns the parameters per rank of a whole stage. */
    static long onStage(ModelShape shape, Layout layout, int stage) {
        long parameters = 0;
        for (int chunk = 0; chunk < layout.virtualStages(); chunk++) {
            parameters += atPosition(shape, layout, chunk * layout.pipeline() + stage);
        }
        return parameters;
    }

    static long perLayer(ModelShape shape, int tensor) {
        long attention =
                shape.hidden() * (2 * shape.queryWidth() / tensor + 2 * LayerTimes.localKvWidth(shape, tensor));
        long mlp = (long) shape.mlpMatrices() * shape.hidden() * (shape.ffn() / tensor);
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
