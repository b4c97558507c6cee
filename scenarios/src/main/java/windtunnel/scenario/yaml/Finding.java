package windtunnel.scenario.yaml;

/**
 * One thing that is wrong with an input, or looks wrong, and where it stands.
 *
 * @param level whether the input can be run
 * @param file name of the text, as the user gave it
 * @param line counted from 1
 * @param column counted from 1
 * @param path dotted path of the key, empty for the text as a whole
 * @param message what is wrong
 * @param suggestion what was probably meant, or empty
 */
public record Finding(Level level, String file, int line, int column, String path, String message, String suggestion) {
    private static final int LONGEST = 600;

    /** How bad a finding is. */
    public enum Level {
        /** The input cannot be run. */
        ERROR,
        /** The input can be run but probably does not say what was meant. */
        WARN
    }

    /** Replaces control characters of hostile input, and cuts what is too long to read. */
    public Finding {
        path = printable(path);
        message = printable(message);
        suggestion = printable(suggestion);
    }

    /** An error at {@code position}. */
    public static Finding error(Position position, String path, String message) {
        return error(position, path, message, "");
    }

    /** An error at {@code position} with what was probably meant. */
    public static Finding error(Position position, String path, String message, String suggestion) {
        return of(Level.ERROR, position, path, message, suggestion);
    }

    /** A warning at {@code position}. */
    public static Finding warn(Position position, String path, String message) {
        return of(Level.WARN, position, path, message, "");
    }

    private static Finding of(Level level, Position at, String path, String message, String suggestion) {
        return new Finding(level, at.origin().name(), at.line(), at.column(), path, message, suggestion);
    }

    /** Whether it is an error. */
    public boolean isError() {
        return level == Level.ERROR;
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (out.length() >= LONGEST) {
                return out.append("...").toString();
            }
            out.append(Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c);
        }
        return out.toString();
    }

    /** {@code file:line:column: path: message; suggestion}; warnings say so before the path. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + (isError() ? "" : "warning: ")
                + (path.isEmpty() ? "" : path + ": ") + message + (suggestion.isEmpty() ? "" : "; " + suggestion);
    }
}
