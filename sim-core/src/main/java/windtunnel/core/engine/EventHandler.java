package windtunnel.core.engine;

/** What happens at an event: one object serves any number of events, told apart by their payloads. */
@FunctionalInterface
public interface EventHandler {

    /** Does the event's work; {@code payload} is the number given when it was scheduled. */
    void fire(long payload);

    /** Names this kind of event in traces and error messages: the class name, without what a compiler adds for a lambda. */
    default String label() {
        String name = getClass().getName();
        int lambda = name.indexOf("$$");
        String plain = lambda < 0 ? name : name.substring(0, lambda);
        return plain.substring(plain.lastIndexOf('.') + 1);
    }

    /** Names one event; override it where the payload says more than {@link #label()}. */
    default String label(long payload) {
        return label();
    }
}
