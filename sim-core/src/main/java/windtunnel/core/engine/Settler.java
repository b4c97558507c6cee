package windtunnel.core.engine;

/** Work done once per instant, after its last event and before time advances. */
@FunctionalInterface
public interface Settler {

    /** Settles this instant; may schedule events at the same instant, after which settlers run again. */
    void settle();
}
