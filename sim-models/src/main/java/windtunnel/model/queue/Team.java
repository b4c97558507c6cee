package windtunnel.model.queue;

import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/** Whose jobs they are, and who pays. */
public record Team(
        @Key(doc = "Name of the team; its metrics and its part of the bill carry it.", example = "research")
        String name,

        @Key(doc = "Weight of the team where the order is fair-share.", def = "1")
        Ratio share,

        @Key(doc = "GPUs that the team may hold at once; without it, all of them.", example = "64")
        Optional<Count> quota,

        @Key(
                doc =
                        "Whether the team may hold more than its quota: such jobs come after all others, and can be preempted by them.",
                def = "false")
        boolean borrows)
        implements Checked {

    @Override
    public void check(Issues issues) {
        issues.check(share.value() > 0, "share", "must be above 0");
        issues.check(quota.isEmpty() || quota.get().value() > 0, "quota", "must be above 0; leave it out for no limit");
        issues.check(quota.isPresent() || !borrows, "borrows", "has no meaning without a quota");
    }
}
