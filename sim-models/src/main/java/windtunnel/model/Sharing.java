package windtunnel.model;

/**
 * How flows that meet on a network's links share them.
 *
 * @param byLatency whether a flow's weight falls with its round trip, as TCP's does; else all flows count alike
 * @param segmentBytes bytes S that each link's queue adds to the round trip, S / C
 * @param headOfLine whether a link that has to wait for one of its flows holds back all of them
 * @param messages what the size of a message changes
 */
public record Sharing(boolean byLatency, double segmentBytes, boolean headOfLine, Messages messages) {
    /** All flows alike, each waiting for its own links only. */
    public static final Sharing FAIR = new Sharing(false, 0, false, Messages.ALIKE);

    /** Weight of a flow of that latency over links whose sum of 1 / capacity is {@code secondsPerByte}. */
    public double weight(double latencySeconds, double secondsPerByte) {
        return byLatency ? 1 / (latencySeconds + segmentBytes * secondsPerByte) : 1;
    }
}
