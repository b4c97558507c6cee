package windtunnel.core.measure;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Collects the metrics of one run, one finite value each, sorted by full name. */
public final class Recorder {
    private final Map<String, Value> values = new TreeMap<>();

    /** A recorded value with the metric it belongs to. */
    public record Value(Metric metric, double value) {}

    /** Records {@code resource.metric = value}; a second value for the same name or a value that is not finite throws. */
    public void record(String resource, Metric metric, double value) {
        String name = resource + "." + metric.name();
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalStateException("metric " + name + " is not a finite number: " + value);
        }
        if (values.put(name, new Value(metric, value)) != null) {
            throw new IllegalStateException("metric " + name + " recorded twice");
        }
    }

    /** All values by full name, sorted. */
    public Map<String, Value> values() {
        return Collections.unmodifiableMap(values);
    }
}
