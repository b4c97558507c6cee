package windtunnel.scenario.shape;

import java.util.Locale;

/** How Java names look to people and in files. */
final class Names {
    private Names() {}

    /** {@code sampleBytes} is {@code sample-bytes}. */
    static String key(String component) {
        return split(component, '-');
    }

    /** {@code RANK_ZERO} is {@code rank-zero}. */
    static String choice(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code BandwidthPerCapacity} is {@code bandwidth per capacity}. */
    static String words(Class<?> type) {
        return split(type.getSimpleName(), ' ');
    }

    private static String split(String camel, char separator) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                out.append(separator);
            }
            out.append(Character.toLowerCase(c));
        }
        return out.toString();
    }
}
