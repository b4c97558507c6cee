package windtunnel.model;

import java.util.Map;

/**
 * One change of a scenario that a model proposes.
 *
 * @param owner name of the storage or workload whose block is changed
 * @param values new values by key of that block, {@code data.workers} for a nested one
 * @param words the change in a few words
 */
public record Change(String owner, Map<String, String> values, String words) {
    /** Copies the values. */
    public Change {
        values = Map.copyOf(values);
    }
}
