package windtunnel.model.key;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a record whose instances live in library files and may be named instead of spelt out. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface LibraryEntry {
    /** The kind, which is also the folder of the library: {@code gpu}, {@code link}, {@code node}, {@code model}. */
    String value();
}
