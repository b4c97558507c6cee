package windtunnel.scenario.explain;

import java.util.Map;

/**
 * An answer of earlier times.
 *
 * @param models version of the models that gave it
 * @param inputs lines by path
 * @param library digests of the library files that were read, by {@code KIND/NAME}
 * @param figures what came out
 */
public record Past(String models, Map<String, String> inputs, Map<String, String> library, Figures figures) {}
