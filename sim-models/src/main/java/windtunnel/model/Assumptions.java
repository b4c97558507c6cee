package windtunnel.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.hardware.Tag;

/** Keeps account of every library and default value that a run reads, so that the report can show it. */
public final class Assumptions {
    private final Map<String, Assumption> read = new TreeMap<>();

    /**
     * One value that was read.
     *
     * @param key dotted name: {@code gpu.h100-sxm-80gb.memory}
     * @param value as text with its unit
     * @param tag what kind of knowledge it is
     * @param source where it comes from
     * @param asOf its date, or "undated"
     */
    public record Assumption(String key, String value, Tag tag, String source, String asOf) {}

    /** The value of {@code sourced}, noted under {@code key}. */
    public <T> T read(String key, Sourced<T> sourced) {
        note(key, sourced.value().toString(), sourced.tag(), sourced.source(), sourced.asOf());
        return sourced.value();
    }

    /** Notes a value that was read by other means. */
    public void note(String key, String value, Tag tag, String source, String asOf) {
        read.put(key, new Assumption(key, value, tag, source, asOf));
    }

    /** Everything read so far, sorted by key. */
    public List<Assumption> list() {
        return List.copyOf(read.values());
    }
}
