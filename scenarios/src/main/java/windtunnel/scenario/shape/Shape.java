package windtunnel.scenario.shape;

import java.util.List;
import windtunnel.model.kinds.Kinds;

/** What a value may look like, found from the Java type of a record component. */
public sealed interface Shape
        permits Shape.Text,
                Shape.Word,
                Shape.Whole,
                Shape.Flag,
                Shape.Choice,
                Shape.ListOf,
                Shape.MapOf,
                Shape.Family,
                Shape.SourcedOf,
                Shape.Raw,
                RecordShape {
    /** What a person calls such a value: {@code bandwidth}, {@code list of text}. */
    String words();

    /** Text with a grammar of its own, such as a quantity with its unit. */
    record Text(Class<?> type, TextParser parser) implements Shape {
        @Override
        public String words() {
            return Names.words(type);
        }
    }

    /** Any text that is not blank. */
    record Word() implements Shape {
        @Override
        public String words() {
            return "text";
        }
    }

    /** A whole number without unit, in the range of an {@code int} or a {@code long}. */
    record Whole(boolean isLong) implements Shape {
        @Override
        public String words() {
            return "whole number";
        }
    }

    /** {@code true} or {@code false}. */
    record Flag() implements Shape {
        @Override
        public String words() {
            return "true or false";
        }
    }

    /** One of a few words. */
    record Choice(Class<? extends Enum<?>> type, List<String> choices) implements Shape {
        /** The constant that {@code word} stands for; the word must be one of the choices. */
        public Enum<?> constant(String word) {
            return type.getEnumConstants()[choices.indexOf(word)];
        }

        @Override
        public String words() {
            return "one of " + String.join(", ", choices);
        }
    }

    /** A list; a single value stands for a list of one. */
    record ListOf(Shape element) implements Shape {
        @Override
        public String words() {
            return "list of " + element.words();
        }
    }

    /** A map with free keys. */
    record MapOf(Shape value) implements Shape {
        @Override
        public String words() {
            return "map from names to " + value.words();
        }
    }

    /** A map whose {@code kind} says which record it is. */
    record Family(Class<?> type, List<KindShape> kinds) implements Shape {
        @Override
        public String words() {
            return Names.words(type);
        }
    }

    /** One kind of a family. */
    record KindShape(Kinds.Kind kind, RecordShape shape) {}

    /** A value with its source, or alone where the file says for all values where they come from. */
    record SourcedOf(Shape value) implements Shape {
        /** The keys of the long form. */
        public static final List<String> KEYS = List.of("value", "source", "as-of", "tag");

        @Override
        public String words() {
            return value.words();
        }
    }

    /** Any value, kept as it is. */
    record Raw() implements Shape {
        @Override
        public String words() {
            return "any value";
        }
    }
}
