package windtunnel.scenario;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Assumptions;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Detail;
import windtunnel.model.Disruption;
import windtunnel.model.Fidelity;
import windtunnel.model.Workload;
import windtunnel.scenario.yaml.Finding;

/**
 * One fully resolved question; immutable.
 *
 * @param name of the scenario
 * @param spec the keys of its file, library values in place
 * @param hash 16 hex digits that tell it from every other question
 * @param inputs every value as canonical JSON by its path, sorted: what the hash is made from
 * @param axisValues what each axis says here, as text by path; empty for the file's own values
 * @param defaults defaults with a tag that hold because the file says nothing else
 * @param warnings what looks wrong but can be run
 * @param notices sentences for the reader of the result
 */
public record Scenario(
        String name,
        ScenarioSpec spec,
        String hash,
        SortedMap<String, String> inputs,
        Map<String, String> axisValues,
        List<Assumptions.Assumption> defaults,
        List<Finding> warnings,
        List<String> notices) {

    /** The same with one more sentence for the reader of the result. */
    public Scenario noticing(String notice) {
        List<String> all = Stream.concat(notices.stream(), Stream.of(notice)).toList();
        return new Scenario(name, spec, hash, inputs, axisValues, defaults, warnings, all);
    }

    /** Root of all random numbers. */
    public long seed() {
        return spec.seed();
    }

    /** How many times it is run. */
    public int replications() {
        return spec.replications();
    }

    /** Instant at which simulated time begins, if dates are wanted. */
    public Optional<Instant> start() {
        return spec.start();
    }

    /** When to stop, if not when all work is done. */
    public Optional<TimeSpan> horizon() {
        return spec.horizon();
    }

    /** The hardware. */
    public ClusterSpec cluster() {
        return spec.cluster();
    }

    /** The work. */
    public List<Workload> workloads() {
        return spec.workloads();
    }

    /** What goes wrong. */
    public List<Disruption> disruptions() {
        return spec.disruptions();
    }

    /** What things cost, if the file says so. */
    public Optional<Prices> prices() {
        return spec.prices();
    }

    /** What should be reached, if anything. */
    public Optional<Goals> goals() {
        return spec.goals();
    }

    /** What must hold. */
    public List<Expectation> expect() {
        return spec.expect();
    }

    /** How finely jobs are stepped. */
    public Detail detail() {
        return spec.detail();
    }

    /** How collectives are simulated. */
    public Fidelity fidelity() {
        return spec.fidelity();
    }
}
