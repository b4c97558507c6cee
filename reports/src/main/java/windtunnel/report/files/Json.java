package windtunnel.report.files;

import java.util.List;
import windtunnel.core.unit.Numbers;

/** One JSON object on one line; numbers go through {@link Numbers}, text is escaped, characters beyond ASCII stay. */
final class Json {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder("{");

    Json put(String key, String value) {
        return raw(key, value == null ? "null" : quote(value));
    }

    Json put(String key, double value) {
        return raw(key, Numbers.json(value));
    }

    Json put(String key, long value) {
        return raw(key, Long.toString(value));
    }

    Json put(String key, boolean value) {
        return raw(key, Boolean.toString(value));
    }

    Json put(String key, Json value) {
        return raw(key, value.toString());
    }

    Json put(String key, List<Json> values) {
        return raw(key, inline(values));
    }

    private static String inline(List<Json> values) {
        StringBuilder array = new StringBuilder("[");
        for (Json value : values) {
            array.append(array.length() > 1 ? ", " : "").append(value);
        }
        return array.append(']').toString();
    }

    private Json raw(String key, String value) {
        text.append(text.length() > 1 ? ", " : "")
                .append(quote(key))
                .append(": ")
                .append(value);
        return this;
    }

    static String quote(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c)) {
                escape(quoted, c);
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static void escape(StringBuilder quoted, char c) {
        quoted.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            quoted.append(HEX.charAt(c >> shift & 15));
        }
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
