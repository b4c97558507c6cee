package windtunnel.model.key;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one key of a scenario or library file; sits on a record component.
 *
 * <p>The YAML key is the component's name in lower-case words joined by hyphens. Reader, JSON Schema, reference pages,
 * {@code describe} and the assumptions table are made from this annotation.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Key {
    /** Default text that stands for "no default: the key must be given" (an {@code Optional} component may be absent). */
    String REQUIRED = "\0";

    /** One sentence for people: what the key means. */
    String doc();

    /** A valid value, shown by {@code describe} and in error messages. */
    String example() default "";

    /** The value used when the key is absent, written as in YAML. */
    String def() default REQUIRED;

    /** What kind of knowledge the default is; empty for keys whose default is a choice, not a claim. */
    String tag() default "";

    /** Where the default comes from, with its date. */
    String source() default "";
}
