package windtunnel.report.text;

/**
 * How text may look.
 *
 * @param color whether ANSI colours are wanted
 * @param unicode whether block characters can be shown; bars are made of {@code #} otherwise
 */
public record Style(boolean color, boolean unicode) {
    /** Text for pipes and files: no colour, block characters. */
    public static final Style PLAIN = new Style(false, true);
}
