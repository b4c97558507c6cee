package windtunnel.model.compute;

import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.overlap.Interference;
import windtunnel.model.compute.overlap.Slowdown;

/**
 * Transfers beside the kernels of a device, by what the step's options say of them.
 *
 * @param device whose kernels
 * @param options interference, and whether transfers run on copy engines
 */
record Beside(Device device, StepOptions options) {

    /** Whether anything is lost at all. */
    boolean present() {
        return options.interference() != Interference.NONE;
    }

    /**
     * Returns the factors of a transfer beside some kernels.
     *
     * @param streamShare share of the kernels' time in which they stream memory
     * @param payloadBytes of a transfer that takes {@code seconds} in a ring of {@code ranks}
     */
    Slowdown slowdown(double streamShare, CollectiveOp op, int ranks, long payloadBytes, double seconds) {
        if (!present() || seconds <= 0) {
            return Slowdown.NONE;
        }
        double wire = wireFactor(op, ranks) * payloadBytes / seconds;
        double memory = Interference.memoryShare(wire, device.hbm().bytesPerSec());
        return options.interference().slowdown(device.sms(), options.smFree(), streamShare, memory);
    }

    /** Bytes that a rank sends in a ring for each byte of payload. */
    private static double wireFactor(CollectiveOp op, int ranks) {
        double part = (ranks - 1.0) / ranks;
        return switch (op) {
            case ALL_REDUCE -> 2 * part;
            case SEND_RECV -> 1;
            default -> part;
        };
    }
}
