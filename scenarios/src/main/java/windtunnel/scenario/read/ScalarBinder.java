package windtunnel.scenario.read;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import windtunnel.scenario.shape.Shape;
import windtunnel.scenario.yaml.CoreType;
import windtunnel.scenario.yaml.YamlNode;

/** Binds single values: text, numbers, words, quantities. */
final class ScalarBinder {
    /** Longer text is no quantity; parsing huge numbers would take time. */
    private static final int LONGEST_QUANTITY = 200;

    private final Map<Class<?>, List<Method>> doubles = new ConcurrentHashMap<>();

    Optional<Object> bind(Shape shape, YamlNode.Scalar scalar, Place place, Findings out) {
        if (shape instanceof Shape.Text text) {
            return text(text, scalar, place, out);
        }
        if (shape instanceof Shape.Word) {
            return word(scalar, place, out);
        }
        if (shape instanceof Shape.Whole whole) {
            return whole(whole, scalar, place, out);
        }
        if (shape instanceof Shape.Flag) {
            return flag(scalar, place, out);
        }
        if (shape instanceof Shape.Choice choice) {
            return choice(choice, scalar, place, out);
        }
        return Binder.wrongType(shape, scalar, place, out);
    }

    Optional<Object> text(Shape.Text shape, YamlNode.Scalar scalar, Place place, Findings out) {
        if (scalar.text().length() > LONGEST_QUANTITY) {
            return fail(scalar, place, scalar.words() + " is too long for " + Binder.a(shape.words()), "", out);
        }
        try {
            Object value = shape.parser().parse(scalar.text());
            if (finite(value)) {
                return Optional.of(value);
            }
            return fail(scalar, place, scalar.words() + " is out of range", "", out);
        } catch (IllegalArgumentException e) {
            boolean wordless = e.getMessage() == null || e instanceof NumberFormatException;
            String message = wordless ? scalar.words() + " is no " + shape.words() : e.getMessage();
            return fail(scalar, place, message, "", out);
        }
    }

    /** Whether all numbers of a parsed quantity are finite: {@code 1e999 s} must not become infinity. */
    private boolean finite(Object value) {
        if (!(value instanceof Record)) {
            return true;
        }
        for (Method accessor : doubles(value.getClass())) {
            try {
                double number = (Double) accessor.invoke(value);
                if (Double.isNaN(number) || Double.isInfinite(number)) {
                    return false;
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + accessor, e);
            }
        }
        return true;
    }

    private List<Method> doubles(Class<?> type) {
        return doubles.computeIfAbsent(type, t -> {
            List<Method> accessors = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                if (component.getType() == double.class) {
                    component.getAccessor().setAccessible(true);
                    accessors.add(component.getAccessor());
                }
            }
            return accessors;
        });
    }

    private static Optional<Object> word(YamlNode.Scalar scalar, Place place, Findings out) {
        if (scalar.text().isBlank()) {
            return fail(scalar, place, "is empty; it takes text", "", out);
        }
        if (scalar.type() != CoreType.TEXT) {
            String message = scalar.words() + " is " + scalar.type().words() + ", not text";
            return fail(scalar, place, message, "if text is meant, put it in quotes", out);
        }
        return Optional.of(scalar.text());
    }

    private static Optional<Object> whole(Shape.Whole shape, YamlNode.Scalar scalar, Place place, Findings out) {
        if (scalar.type() != CoreType.WHOLE) {
            String quoted = scalar.plain() ? "" : " in quotes, which makes it text";
            return fail(scalar, place, scalar.words() + " is no whole number" + quoted, "", out);
        }
        try {
            if (shape.isLong()) {
                return Optional.of(Long.parseLong(scalar.text()));
            }
            return Optional.of(Integer.parseInt(scalar.text()));
        } catch (NumberFormatException e) {
            return fail(scalar, place, scalar.words() + " is out of range", "", out);
        }
    }

    private static Optional<Object> flag(YamlNode.Scalar scalar, Place place, Findings out) {
        if (scalar.type() == CoreType.TRUTH) {
            return Optional.of(scalar.text().equalsIgnoreCase("true"));
        }
        return fail(scalar, place, scalar.words() + " is neither true nor false", "", out);
    }

    private static Optional<Object> choice(Shape.Choice shape, YamlNode.Scalar scalar, Place place, Findings out) {
        if (shape.choices().contains(scalar.text())) {
            return Optional.of(shape.constant(scalar.text()));
        }
        String lower = scalar.text().toLowerCase(Locale.ROOT);
        String suggestion = shape.choices().contains(lower)
                ? "did you mean '" + lower + "'?"
                : Findings.suggest(scalar.text(), shape.choices());
        return fail(scalar, place, scalar.words() + " is not " + shape.words(), suggestion, out);
    }

    private static Optional<Object> fail(
            YamlNode.Scalar scalar, Place place, String message, String suggestion, Findings out) {
        out.error(scalar.position(), place, message, suggestion);
        return Optional.empty();
    }
}
