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
     * @param settings how much may be used
     * @param sink takes each result, from any thread
     */
    void run(SweepSource source, List<WorkUnit> units, Settings settings, Consumer<RunRecord> sink);

    /**
     * How much an engine may use.
     *
     * @param workers threads, at least 1
     * @param master address of a remote engine, or empty
     */
    record Settings(int workers, String master) {}
}
