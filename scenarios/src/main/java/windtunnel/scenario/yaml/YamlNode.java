package windtunnel.scenario.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of a YAML text with its place; immutable. */
public sealed interface YamlNode {
    /** Where the value begins. */
    Position position();

    /** Number of values in the tree below and including this one, aliases counted as often as they are used. */
    long size();

    /** Levels of the tree, 1 for a scalar. */
    int height();

    /** The same tree as part of another text. */
    YamlNode in(Origin origin);

    /** What the value is, for messages: {@code a map}, {@code a list}, {@code 'text'}. */
    String words();

    /**
     * Text, a number, a truth value or nothing.
     *
     * @param text the characters, quotes and escapes resolved
     * @param plain whether it stood without quotes, so that it may be other than text
     */
    record Scalar(String text, boolean plain, Position position) implements YamlNode {
        private static final int SHOWN = 60;

        /** What it is under the core schema of YAML 1.2. */
        public CoreType type() {
            return plain ? CoreType.of(text) : CoreType.TEXT;
        }

        @Override
        public long size() {
            return 1;
        }

        @Override
        public int height() {
            return 1;
        }

        @Override
        public Scalar in(Origin origin) {
            return new Scalar(text, plain, position.in(origin));
        }

        @Override
        public String words() {
            return type() == CoreType.NOTHING ? "nothing" : "'" + shown() + "'";
        }

        private String shown() {
            return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        }
    }

    /** A list. */
    record Sequence(List<YamlNode> items, Position position, long size, int height) implements YamlNode {
        /** A list of {@code items}. */
        public static Sequence of(List<YamlNode> items, Position position) {
            return new Sequence(List.copyOf(items), position, sizeOf(items), heightOf(items));
        }

        @Override
        public Sequence in(Origin origin) {
            return of(items.stream().map(item -> item.in(origin)).toList(), position.in(origin));
        }

        @Override
        public String words() {
            return "a list";
        }
    }

    /** One key of a map with its value. */
    record Entry(String key, Position keyPosition, YamlNode value) {}

    /** A map with text keys, in the order of the text. */
    record Mapping(Map<String, Entry> entries, Position position, long size, int height) implements YamlNode {
        /** A map of {@code entries}, whose keys must differ. */
        public static Mapping of(Map<String, Entry> entries, Position position) {
            List<YamlNode> values = new ArrayList<>(entries.size());
            entries.values().forEach(entry -> values.add(entry.value()));
            Map<String, Entry> copy = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
            return new Mapping(copy, position, sizeOf(values), heightOf(values));
        }

        /** The value of {@code key}, if it is given. */
        public Optional<YamlNode> value(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }

        /** The text of the scalar at {@code key}, if there is one. */
        public Optional<String> text(String key) {
            return value(key).filter(Scalar.class::isInstance).map(node -> ((Scalar) node).text());
        }

        /** This map with {@code key} set; a new key comes last. */
        public Mapping with(String key, Position keyPosition, YamlNode value) {
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            changed.put(key, new Entry(key, keyPosition, value));
            return of(changed, position);
        }

        /** This map without {@code key}. */
        public Mapping without(String key) {
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            changed.remove(key);
            return of(changed, position);
        }

        /**
         * This map's entries over those of {@code base}; maps under the same key are merged in the same way, except that a
         * map with a {@code value} is a value with its own source and replaces the other whole.
         */
        public Mapping over(Mapping base) {
            Map<String, Entry> merged = new LinkedHashMap<>(base.entries);
            entries.forEach((key, entry) -> merged.merge(key, entry, Mapping::merge));
            return of(merged, position);
        }

        private static Entry merge(Entry below, Entry above) {
            boolean maps = below.value() instanceof Mapping && above.value() instanceof Mapping;
            if (maps
                    && above.value() instanceof Mapping own
                    && own.value("value").isEmpty()) {
                Mapping base = (Mapping) below.value();
                return new Entry(above.key(), above.keyPosition(), own.over(base));
            }
            return above;
        }

        @Override
        public Mapping in(Origin origin) {
            Map<String, Entry> moved = new LinkedHashMap<>();
            entries.forEach((key, entry) -> moved.put(
                    key,
                    new Entry(key, entry.keyPosition().in(origin), entry.value().in(origin))));
            return of(moved, position.in(origin));
        }

        @Override
        public String words() {
            return "a map";
        }
    }

    private static long sizeOf(List<YamlNode> nodes) {
        long sum = 1;
        for (YamlNode node : nodes) {
            sum += node.size();
        }
        return sum;
    }

    private static int heightOf(List<YamlNode> nodes) {
        int height = 0;
        for (YamlNode node : nodes) {
            height = Math.max(height, node.height());
        }
        return height + 1;
    }
}
