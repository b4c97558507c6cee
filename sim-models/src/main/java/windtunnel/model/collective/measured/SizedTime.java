package windtunnel.model.collective.measured;

import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/** How long a collective of one size took. */
public record SizedTime(
        @Key(doc = "Size in nccl-tests' meaning.", example = "1 MiB")
        Bytes size,

        @Key(doc = "Time of one operation.", example = "42.1 us")
        TimeSpan time)
        implements Checked {
    @Override
    public void check(Issues issues) {
        issues.check(size.value() > 0, "size", "must be above 0");
        issues.check(time.seconds() > 0, "time", "must be above 0");
    }
}
