package windtunnel.model.key;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that the keys of a record component's own record stand beside those of the record that has it, so that several kinds share keys
 * that mean the same. It takes the place of {@link Key}; the component is a record with keys, neither {@code Optional} nor itself inline.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Inline {}
