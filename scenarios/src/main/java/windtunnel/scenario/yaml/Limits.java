package windtunnel.scenario.yaml;

/**
 * How large a text may be before it is refused, so that hostile input costs neither memory nor time.
 *
 * @param bytes size of one file
 * @param depth levels of maps and lists
 * @param aliasNodes values that aliases may add to one text
 * @param files files that one scenario may include
 */
public record Limits(int bytes, int depth, long aliasNodes, int files) {
    /** The limits of scenarios and library files. */
    public static final Limits STANDARD = new Limits(4 << 20, 50, 10_000, 50);
}
