package windtunnel.model.compute;

/**
 * What a training framework adds to the bare kernels of a step.
 *
 * <p>Host: the CPU issues operations one after the other; a pass lasts no less than its operations times their cost, since the GPU waits for
 * the next one. Streams: bytes that fused kernels would not move. They cost what any streaming kernel costs.
 *
 * @param host who issues operations, and how many there are
 * @param streamBytes bytes that elementwise kernels move beyond fused ones, per token and element of the hidden size, forward; twice as
 *     many backward
 * @param gradientBytes bytes that adding a weight's gradient to its sum moves beyond writing it once, per parameter and micro-batch
 * @param quantiseBytes bytes that one element of an 8- or 4-bit operand costs to make
 * @param contention slow-down of kernels while a transfer of divided parameters or gradients runs beside them, as a share of that time
 * @param stopsEarly whether computing again stops once all inputs of the backward pass are there, so that the last matrix is left out
 * @param sustained whether kernels run at the clock that the device holds for hours, not at that of a short benchmark
 */
public record Software(
        Host host,
        double streamBytes,
        double gradientBytes,
        double quantiseBytes,
        double contention,
        boolean stopsEarly,
        boolean sustained) {

    /** Bare kernels: nothing is added. */
    public static final Software IDEAL = new Software(Host.NONE, 0, 0, 0, 0, false, false);

    /**
     * The CPU's part.
     *
     * @param operationSeconds seconds of the CPU for one operation
     * @param forward operations of a dense layer's forward pass
     * @param backward operations of its backward pass
     * @param perExpert operations that each expert of a rank adds to a forward pass; twice as many backward
     */
    public record Host(double operationSeconds, double forward, double backward, double perExpert) {

        /** A host that costs nothing. */
        public static final Host NONE = new Host(0, 0, 0, 0);

        /** Checks that nothing is negative. */
        public Host {
            check(operationSeconds, forward, backward, perExpert);
        }
    }

    /** Checks that nothing is negative. */
    public Software {
        check(streamBytes, gradientBytes, quantiseBytes, contention);
    }

    private static void check(double... values) {
        for (double value : values) {
            if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a framework's cost must be finite and not negative: " + value);
            }
        }
    }
}
