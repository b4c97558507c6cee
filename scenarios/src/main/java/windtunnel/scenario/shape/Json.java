package windtunnel.scenario.shape;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import windtunnel.core.unit.Numbers;

/** Writes maps, lists, text, numbers and truth values as JSON, in the order in which they come. */
public final class Json {
    private final StringBuilder out = new StringBuilder();
    private final boolean pretty;

    private Json(boolean pretty) {
        this.pretty = pretty;
    }

    /** Without any blank. */
    public static String compact(Object value) {
        Json json = new Json(false);
        json.write(value, 0);
        return json.out.toString();
    }

    /** Indented by two blanks, with a line end at the end. */
    public static String pretty(Object value) {
        Json json = new Json(true);
        json.write(value, 0);
        return json.out.append('\n').toString();
    }

    private void write(Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            object(map, depth);
        } else if (value instanceof List<?> list) {
            array(list, depth);
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof Double number) {
            out.append(Numbers.json(number));
        } else if (value instanceof BigDecimal number) {
            out.append(number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
        } else if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            out.append(value);
        } else {
            throw new IllegalStateException("no JSON for " + (value == null ? "null" : value.getClass()));
        }
    }

    private void object(Map<?, ?> map, int depth) {
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            line(depth + 1);
            text((String) entry.getKey());
            out.append(pretty ? ": " : ":");
            write(entry.getValue(), depth + 1);
            out.append(entries.hasNext() ? "," : "");
        }
        end(!map.isEmpty(), depth);
        out.append('}');
    }

    private void array(List<?> list, int depth) {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            line(depth + 1);
            write(list.get(i), depth + 1);
            out.append(i < list.size() - 1 ? "," : "");
        }
        end(!list.isEmpty(), depth);
        out.append(']');
    }

    private void end(boolean filled, int depth) {
        if (filled) {
            line(depth);
        }
    }

    private void line(int depth) {
        if (pretty) {
            out.append('\n').append("  ".repeat(depth));
        }
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c < 0x20) {
                out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
