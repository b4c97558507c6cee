package windtunnel.scenario.calibrate;

/**
 * How long a drive takes for one operation: {@code t(s) = a + s / B}, a seconds for the operation and B bytes a second, both of
 * all jobs together, so that blocks of s bytes run at {@code s / (a + s / B)}.
 *
 * <p>Fitted by least squares of relative errors: with w = 1 / t, the two normal equations of {@code w a + w s / B = 1}. Where an
 * unconstrained fit wants a negative a, or there is one block size, a is 0 and B the mean rate.
 *
 * @param operationSeconds a
 * @param bytesPerSec B
 */
record Transfers(double operationSeconds, double bytesPerSec) {

    /** The fit to rates of blocks. */
    static Transfers fit(double[] blockBytes, double[] bytesPerSec) {
        double aa = 0;
        double ab = 0;
        double bb = 0;
        double a1 = 0;
        double b1 = 0;
        for (int i = 0; i < blockBytes.length; i++) {
            double w = bytesPerSec[i] / blockBytes[i];
            double rate = bytesPerSec[i];
            aa += w * w;
            ab += w * rate;
            bb += rate * rate;
            a1 += w;
            b1 += rate;
        }
        double determinant = aa * bb - ab * ab;
        double operation = determinant > 1e-9 * aa * bb ? (a1 * bb - b1 * ab) / determinant : 0;
        double perByte = operation > 0 ? (b1 * aa - a1 * ab) / determinant : b1 / bb;
        return operation > 0 && perByte > 0 ? new Transfers(operation, 1 / perByte) : new Transfers(0, bb / b1);
    }

    /** Rate of blocks of {@code bytes}, in bytes per second. */
    double rate(double bytes) {
        return bytes / (operationSeconds + bytes / bytesPerSec);
    }
}
