package windtunnel.model.disruption.spot.pool;

import windtunnel.core.unit.TimeSpan;
import windtunnel.model.disruption.spot.deadline.Policy;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/** A job that must be done in time, and what it runs on until then: all its nodes on spot machines of one pool, all on demand, or none. */
public record Deadline(
        @Key(doc = "Time from the start by which the work must be done.", example = "36 h")
        TimeSpan by,

        @Key(doc = "When it runs on which machines.", def = "uniform-progress", example = "greedy")
        Policy policy,

        @Key(
                doc =
                        "What a change of machines costs: from asking for them until work goes on, with the start of the job and"
                                + " the work that an eviction undoes. The safety net counts on it.",
                example = "15 min")
        TimeSpan changeover,

        @Key(
                doc = "How often the policy looks, beside when machines come and go.",
                def = "5 min",
                tag = "assumed",
                source = "no source")
        TimeSpan look,

        @Key(
                doc =
                        "Longest time between deciding to move and giving the old machines up; a job that has saved leaves at once.",
                def = "10 min",
                tag = "assumed",
                source = "no source")
        TimeSpan announce)
        implements Checked {
    @Override
    public void check(Issues issues) {
        issues.check(by.seconds() > 0, "by", "must be above 0");
        issues.check(look.seconds() >= 1, "look", "must be at least 1 s");
        issues.check(announce.seconds() >= 1, "announce", "must be at least 1 s");
        issues.check(
                changeover.seconds() < by.seconds(),
                "changeover",
                "is as long as the deadline: nothing could ever be in time");
    }
}
