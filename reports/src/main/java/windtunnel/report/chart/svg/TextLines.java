package windtunnel.report.chart.svg;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines of a width in pixels. */
public final class TextLines {
    private static final String ELLIPSIS = "\u2026";

    private TextLines() {}

    /** At most {@code most} lines; what does not fit ends in an ellipsis. */
    public static List<String> wrap(String text, TableFont font, double width, int most) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (lines.size() < most - 1 && font.width(rest) > width) {
            int cut = breakAt(rest, font, width);
            if (cut <= 0) {
                break;
            }
            lines.add(rest.substring(0, cut));
            rest = rest.substring(cut + 1);
        }
        lines.add(shortened(rest, font, width));
        return lines;
    }

    private static int breakAt(String text, TableFont font, double width) {
        int cut = -1;
        for (int blank = text.indexOf(' '); blank >= 0; blank = text.indexOf(' ', blank + 1)) {
            if (font.width(text.substring(0, blank)) <= width) {
                cut = blank;
            }
        }
        return cut;
    }

    private static String shortened(String text, TableFont font, double width) {
        if (font.width(text) <= width) {
            return text;
        }
        int[] characters = text.codePoints().toArray();
        for (int length = characters.length - 1; length > 0; length--) {
            String candidate = new String(characters, 0, length).stripTrailing() + ELLIPSIS;
            if (font.width(candidate) <= width) {
                return candidate;
            }
        }
        return ELLIPSIS;
    }
}
