package windtunnel.model.collective.plan;

import windtunnel.model.collective.Traffic;

/** An algorithm that keeps all its links busy at once: one flow for each group, with loads per byte of payload over the whole operation. */
interface Streams extends Traffic {
    /** Latency of the longest way that the first byte takes, in seconds. */
    double latencySeconds(int group);

    /** How often a chunk is passed on before the last hop can begin. */
    int fillHops(int group);

    /** Payload that is cut into one chunk on each of the parallel ways. */
    double inFlightBytes(int group);

    /**
     * Seconds with every chunk followed over every edge, if the algorithm has edges.
     *
     * @param secondsPerByte what a link takes for a byte of payload
     */
    default double everyChunk(int group, double bytes, double[] secondsPerByte) {
        return Double.NaN;
    }
}
