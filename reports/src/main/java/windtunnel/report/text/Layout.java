package windtunnel.report.text;

import java.util.ArrayList;
import java.util.List;

/** Text in columns of a terminal. */
final class Layout {
    /** Columns of a line. */
    static final int COLUMNS = 80;

    private Layout() {}

    /** Columns that {@code text} takes: two for East Asian wide characters and emoji, none for combining marks. */
    static int width(String text) {
        return text.codePoints().map(Layout::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide = c >= 0x1100 && c <= 0x115f
                || c >= 0x2e80 && c <= 0xa4cf
                || c >= 0xac00 && c <= 0xd7a3
                || c >= 0xf900 && c <= 0xfaff
                || c >= 0xfe30 && c <= 0xfe6f
                || c >= 0xff00 && c <= 0xff60
                || c >= 0xffe0 && c <= 0xffe6
                || c >= 0x1f300 && c <= 0x3fffd;
        return wide ? 2 : 1;
    }

    static String left(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    static String right(String text, int columns) {
        return " ".repeat(Math.max(0, columns - width(text))) + text;
    }

    /** Lines of at most {@code columns}, broken at blanks, within words only where a word alone is too long; a percent sign stays with its number. */
    static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.trim().split(" +(?!%)")) {
            String rest = word;
            if (line.length() > 0 && width(line.toString()) + 1 + width(rest) > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (width(rest) > columns) {
                String head = head(rest, columns);
                lines.add(head);
                rest = rest.substring(head.length());
            }
            line.append(line.length() > 0 ? " " : "").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String head(String word, int columns) {
        int end = 0;
        int used = 0;
        while (end < word.length()) {
            int c = word.codePointAt(end);
            used += width(c);
            if (used > columns) {
                break;
            }
            end += Character.charCount(c);
        }
        return word.substring(0, Math.max(end, Character.charCount(word.codePointAt(0))));
    }

    /** A bar of {@code share} of {@code columns}, in eighths where block characters can be shown. */
    static String bar(double share, int columns, boolean unicode) {
        double cells = Math.max(0, Math.min(1, share)) * columns;
        if (!unicode) {
            long full = Math.round(cells);
            return "#".repeat((int) (full == 0 && share > 0 ? 1 : full));
        }
        long eighths = Math.round(cells * 8);
        eighths = eighths == 0 && share > 0 ? 1 : eighths;
        String tail = eighths % 8 == 0 ? "" : Character.toString((char) (0x2590 - eighths % 8));
        return "\u2588".repeat((int) (eighths / 8)) + tail;
    }

    /** A path is broken behind a dot, other text between words. */
    static List<String> pieces(String text, int width) {
        if (text.indexOf(' ') >= 0 || width(text) <= width) {
            return wrap(text, width);
        }
        List<String> pieces = new ArrayList<>();
        String rest = text;
        while (width(rest) > width) {
            int dot = rest.lastIndexOf('.', width - 1);
            int cut = dot <= 0 ? width : dot + 1;
            pieces.add(rest.substring(0, cut));
            rest = "  " + rest.substring(cut);
        }
        pieces.add(rest);
        return pieces;
    }
}
