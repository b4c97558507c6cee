package windtunnel.model.compute;

/**
 * Number format of a matrix multiplication's operands.
 *
 * <p>fp32 and tf32 keep everything in 32 bits. The others are mixed precision: 16-bit activations and weights beside fp32 gradients and
 * optimizer state; fp8 and fp4 quantise the operands of the layers' matrices only, attention and head stay in bf16.
 */
public enum Precision {
    /** IEEE single precision. */
    FP32(4),
    /** 32 bits in memory, 19 of them multiplied. */
    TF32(4),
    /** bfloat16. */
    BF16(2),
    /** IEEE half precision. */
    FP16(2),
    /** 8-bit floating point; the few bytes of scales are left out. */
    FP8(1),
    /** 4-bit floating point with an 8-bit scale for each 16 elements (NVFP4). */
    FP4(0.5625);

    private final double elementBytes;

    Precision(double elementBytes) {
        this.elementBytes = elementBytes;
    }

    /** Returns the bytes of one operand. */
    public double elementBytes() {
        return elementBytes;
    }

    /** Returns whether activations, weights and gradients all have 32 bits. */
    public boolean single() {
        return this == FP32 || this == TF32;
    }

    /** Returns the bytes of an activation, or of a parameter as other ranks receive it. */
    public int activationBytes() {
        return single() ? 4 : 2;
    }

    /**
     * Returns the bytes that making an operand costs over those of fp8: NVFP4 is read for two maxima, plain and rotated by a Hadamard
     * matrix, read and written in two orders, {@code 4 x 2 + 2 x 0.5625} bytes where fp8 takes 6 (recipe: arXiv 2509.25149).
     */
    double quantiseFactor() {
        return this == FP4 ? (4 * 2 + 2 * elementBytes) / 6 : 1;
    }

    /** Returns the format of multiplications that are never quantised. */
    public Precision unquantised() {
        return this == FP8 || this == FP4 ? BF16 : this;
    }
}
