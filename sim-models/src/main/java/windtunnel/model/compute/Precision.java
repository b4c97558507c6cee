package windtunnel.model.compute;

/** Number format of a matrix multiplication's operands. */
public enum Precision {
    /** bfloat16 or float16, two bytes. */
    BF16(2),
    /** 8-bit floating point, one byte. */
    FP8(1);

    private final int elementBytes;

    Precision(int elementBytes) {
        this.elementBytes = elementBytes;
    }

    /** Returns the bytes of one element. */
    public int elementBytes() {
        return elementBytes;
    }
}
