package windtunnel.model;

/** Something that makes single steps longer than the undisturbed one, and differs from step to step. */
public interface StepDelay {
    /** Nanoseconds that the step which starts now takes beyond its {@code stepNanos}; asked once for each step that starts. */
    long drawNanos(long stepNanos);
}
