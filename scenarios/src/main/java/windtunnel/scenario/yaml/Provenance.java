package windtunnel.scenario.yaml;

import windtunnel.model.hardware.Tag;

/**
 * Where plain values of a file come from.
 *
 * @param source for people
 * @param asOf date of the source, or "undated"
 * @param tag what kind of knowledge they are
 */
public record Provenance(String source, String asOf, Tag tag) {
    /** Values that a user writes into a scenario. */
    public static final Provenance SCENARIO = new Provenance("the scenario", "undated", Tag.ASSUMED);
}
