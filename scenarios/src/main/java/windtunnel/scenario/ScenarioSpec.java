package windtunnel.scenario;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Detail;
import windtunnel.model.Disruption;
import windtunnel.model.Fidelity;
import windtunnel.model.Workload;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;
import windtunnel.scenario.uncertain.Uncertain;
import windtunnel.scenario.yaml.YamlNode;

/** The keys at the top of a scenario file; a new key is one more component. */
public record ScenarioSpec(
        @Key(doc = "Name of the scenario; by default the name of its file.", example = "70B on 64 nodes")
        Optional<String> name,

        @Key(doc = "Root of all random numbers; the same seed gives the same luck.", def = "1", example = "7")
        long seed,

        @Key(doc = "How many times the scenario is run, each with its own luck.", def = "1", example = "20")
        int replications,

        @Key(
                doc = "Instant at which simulated time begins; without it, results are durations only.",
                example = "2027-01-04T08:00Z")
        Optional<Instant> start,

        @Key(doc = "When to stop; by default when all work is done.", example = "90 d")
        Optional<TimeSpan> horizon,

        @Key(doc = "The hardware.") ClusterSpec cluster,
        @Key(doc = "The work, one or a list.") List<Workload> workloads,

        @Key(doc = "What goes wrong, one or a list.", def = "[]")
        List<Disruption> disruptions,

        @Key(doc = "What things cost: a price book, or a map with own prices.", example = "aws-us-east-2-2026-08")
        Optional<Prices> prices,

        @Key(doc = "What should be reached.") Optional<Goals> goals,

        @Key(doc = "What must hold, else the run fails (exit 3).", def = "[]")
        List<Expectation> expect,

        @Key(doc = "Alternatives: the path of a key and the values to try.", def = "{}")
        Map<String, List<YamlNode>> axes,

        @Key(doc = "Inputs that are not known for sure; run draws them, and says what the odds are then.")
        Optional<Uncertain> uncertain,

        @Key(doc = "How finely jobs are stepped.", def = "step", example = "step")
        Detail detail,

        @Key(doc = "How collectives are simulated.", def = "fluid", example = "fluid")
        Fidelity fidelity,

        @Key(doc = "Remarks for readers; they change nothing.")
        Optional<String> notes)
        implements Checked {
    private static final int MOST_REPLICATIONS = 1_000_000;

    @Override
    public void check(Issues issues) {
        issues.check(replications >= 1, "replications", "a scenario is run at least once");
        issues.check(
                replications <= MOST_REPLICATIONS, "replications", "more than a million replications is out of range");
        issues.check(!workloads.isEmpty(), "workloads", "has no workload: there is nothing to simulate");
        horizon.ifPresent(h -> issues.check(h.seconds() > 0, "horizon", "must be greater than zero"));
        axes.forEach(
                (path, values) -> issues.check(!values.isEmpty(), "axes[\"" + path + "\"]", "has no values to try"));
    }
}
