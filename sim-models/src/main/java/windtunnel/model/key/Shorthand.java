package windtunnel.model.key;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Lets a plain value stand for a record's map: {@code prices: NAME} for {@code prices: { use: NAME }}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Shorthand {
    /** The key that the plain value is taken for. */
    String value();
}
