package windtunnel.report.files;

import java.util.List;
import windtunnel.report.story.Words;

/** Markdown whose text is escaped, so that a name is shown as it is written. */
final class MarkdownText {
    private static final String SPECIAL = "\\`*_{}[]()#+!|~$^";

    private final StringBuilder out = new StringBuilder();

    void heading(int level, String text) {
        out.append("#".repeat(level)).append(' ').append(escape(text)).append("\n\n");
    }

    void paragraph(String text) {
        out.append(escape(text)).append("\n\n");
    }

    void item(String text) {
        out.append("- ").append(escape(text)).append('\n');
    }

    void blank() {
        out.append('\n');
    }

    /** A table; a heading that ends in a colon has its column aligned right. */
    void table(List<String> headings, List<List<String>> rows) {
        out.append('|');
        headings.forEach(h -> out.append(' ').append(heading(h)).append(" |"));
        out.append("\n|");
        headings.forEach(h -> out.append(h.endsWith(":") ? "---:|" : "---|"));
        out.append('\n');
        for (List<String> row : rows) {
            out.append('|');
            row.forEach(cell -> out.append(' ').append(escape(cell)).append(" |"));
            out.append('\n');
        }
        out.append('\n');
    }

    /** Markup of our own, as it is. */
    void raw(String markup) {
        out.append(markup);
    }

    private static String heading(String text) {
        return text.endsWith(":") ? text.substring(0, text.length() - 1) : text;
    }

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : Words.plain(text).toCharArray()) {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                default -> escaped.append(SPECIAL.indexOf(c) >= 0 ? "\\" : "").append(c);
            }
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return out.toString().stripTrailing() + "\n";
    }
}
