package windtunnel.scenario.sweep;

import java.util.List;
import java.util.function.Consumer;

/** Something that runs work units, here or elsewhere; found by {@link java.util.ServiceLoader}. */
public interface WorkEngine {
    /** The name that people choose it by. */
    String name();

    /**
     * Runs every unit once and returns when all are done; the first failure ends the work and is thrown.
     *
     * @param source where the units come from
     * @param units in order; results may come in any
     * @param workers threads that may work at once, at least 1; an engine elsewhere may have its own idea
     * @param sink takes each result, from any thread
     */
    void run(SweepSource source, List<WorkUnit> units, int workers, Consumer<RunRecord> sink);
}
