package windtunnel.report.html;

import java.util.List;
import java.util.Locale;
import windtunnel.report.story.Markup;

/** Builds HTML; text and attribute values are escaped, markup of our own goes through {@link #raw}. */
final class Html {
    private final StringBuilder out = new StringBuilder();

    /**
     * A column of a table.
     *
     * @param heading its heading
     * @param numeric whether it is aligned right
     * @param main whether a phone shows it beside the row's name
     */
    record Column(String heading, boolean numeric, boolean main) {
        static Column text(String heading) {
            return new Column(heading, false, false);
        }

        static Column number(String heading) {
            return new Column(heading, true, false);
        }

        static Column main(String heading) {
            return new Column(heading, true, true);
        }
    }

    /** What becomes of a table on a phone. */
    enum Phone {
        /** It is narrow enough as it is. */
        PLAIN,
        /** Each row becomes a block with a line for each cell, which carries its heading. */
        STACKED,
        /** Each row becomes its name and its main value, with the other cells and their headings run on below. */
        BRIEF
    }

    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** An opening tag; attributes come as name, value, name, value. */
    Html open(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            out.append(Markup.escape(attributes[i + 1])).append('"');
        }
        out.append('>');
        return this;
    }

    Html close(String tag) {
        out.append("</").append(tag).append(">\n");
        return this;
    }

    Html text(String text) {
        out.append(Markup.escape(text));
        return this;
    }

    /** An element that holds text. */
    Html element(String tag, String text, String... attributes) {
        open(tag, attributes).text(text);
        out.append("</").append(tag).append('>');
        return this;
    }

    /**
     * A table.
     *
     * @param rows cells as markup that is already escaped
     * @param total whether the last row is a total
     */
    void table(String caption, Phone phone, List<Column> columns, List<List<String>> rows, boolean total) {
        open("table", "class", phone.name().toLowerCase(Locale.ROOT), "role", "table");
        element("caption", caption, "class", "hidden");
        open("thead", "role", "rowgroup").open("tr", "role", "row");
        for (Column column : columns) {
            element("th", column.heading(), "scope", "col", "role", "columnheader", "class", align(column));
        }
        close("tr").close("thead").open("tbody", "role", "rowgroup");
        for (int i = 0; i < rows.size(); i++) {
            boolean last = total && i == rows.size() - 1;
            open("tr", "role", "row", "class", last ? "total" : "row");
            cells(columns, rows.get(i));
            close("tr");
        }
        close("tbody").close("table");
    }

    private void cells(List<Column> columns, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            Column column = columns.get(i);
            String align = align(column);
            if (i == 0) {
                open("th", "scope", "row", "role", "rowheader", "class", align);
                raw(cells.get(i)).raw("</th>");
            } else {
                String kind = cells.get(i).isEmpty() ? align + " empty" : align;
                open("td", "role", "cell", "class", kind, "data-label", column.heading());
                raw("<div>").raw(cells.get(i)).raw("</div></td>");
            }
        }
    }

    private static String align(Column column) {
        return column.main() ? "number main" : column.numeric() ? "number" : "words";
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
