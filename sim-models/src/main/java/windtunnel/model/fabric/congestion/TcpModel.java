package windtunnel.model.fabric.congestion;

import windtunnel.model.Messages;

/**
 * TCP as a fluid: constants of SimGrid (docs/source/Models.rst and network_cm02.cpp at 12a63c78).
 *
 * <p>Flows that meet on a link share it in proportion to 1 / sum over their links of (latency + S / C), where S stands for what queues add to
 * the round trip. A flow carries {@code bandwidth} times what its links give it, and waits {@code latency} times their latency.
 */
public enum TcpModel {
    /** Casanova and Marchal 2002: latencies alone. */
    CM02(0, new Piecewise(0, 1), new Piecewise(0, 1)),
    /** Velho and Legrand 2008, fitted to packets of GTNetS. */
    LV08(20_537, new Piecewise(0, 0.97), new Piecewise(0, 13.01)),
    /** Fitted to MPI on Ethernet, by message size. */
    SMPI(
            8_775,
            new Piecewise(
                    0, 0.812084, 257, 0.338112, 732, 0.341987, 1426, 0.608902, 3484, 0.77493, 5776, 1.08739, 9376,
                    0.58729, 15_424, 0.697866, 65_472, 0.940694),
            new Piecewise(
                    0, 2.01467, 257, 1.95341, 732, 1.9503, 1426, 1.61075, 3484, 1.88101, 5776, 2.18796, 9376, 2.59299,
                    15_424, 3.48845, 65_472, 11.6436));

    /** Bytes that go back for each byte that goes forth: acknowledgements. */
    public static final double CROSS_TRAFFIC = 0.05;

    private final double segmentBytes;
    private final Piecewise bandwidth;
    private final Piecewise latency;

    TcpModel(double segmentBytes, Piecewise bandwidth, Piecewise latency) {
        this.segmentBytes = segmentBytes;
        this.bandwidth = bandwidth;
        this.latency = latency;
    }

    /** S of the weights, in bytes. */
    public double segmentBytes() {
        return segmentBytes;
    }

    /** Factor on the rate of a message of so many bytes. */
    public double bandwidth(double bytes) {
        return bandwidth.at(bytes);
    }

    /** Factor on the latency of a message of so many bytes. */
    public double latency(double bytes) {
        return latency.at(bytes);
    }

    /** Factor on the rate of long messages. */
    public double bulk() {
        return bandwidth.last();
    }

    /** Both factors against long messages' rate and short messages' latency. */
    public Messages messages() {
        return bandwidth.constant() && latency.constant() ? Messages.ALIKE : new Relative();
    }

    private final class Relative implements Messages {
        @Override
        public double rate(double bytes) {
            return bandwidth(bytes) / bulk();
        }

        @Override
        public double latency(double bytes) {
            return TcpModel.this.latency(bytes) / TcpModel.this.latency(0);
        }
    }

    /** Values that hold from a size on. */
    private record Piecewise(double... sizesAndValues) {
        double at(double bytes) {
            int at = 0;
            while (at + 2 < sizesAndValues.length && bytes >= sizesAndValues[at + 2]) {
                at += 2;
            }
            return sizesAndValues[at + 1];
        }

        boolean constant() {
            return sizesAndValues.length == 2;
        }

        double last() {
            return sizesAndValues[sizesAndValues.length - 1];
        }
    }
}
