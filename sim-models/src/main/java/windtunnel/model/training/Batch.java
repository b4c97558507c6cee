package windtunnel.model.training;

import windtunnel.core.unit.Count;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/** How many samples a step takes. */
public record Batch(
        @Key(doc = "Samples (sequences) of one optimizer step, over all GPUs.", example = "1024")
        Count global,

        @Key(doc = "Samples of one microbatch on one pipeline replica.", def = "1")
        Count micro,

        @Key(doc = "Tokens of one sequence; 1 for samples that are not text.", def = "1", example = "8192")
        Count sequence)
        implements Checked {
    @Override
    public void check(Issues issues) {
        range(issues, "global", global);
        range(issues, "micro", micro);
        range(issues, "sequence", sequence);
    }

    private static void range(Issues issues, String key, Count count) {
        boolean inRange = count.value() >= 1 && count.value() <= Integer.MAX_VALUE;
        issues.check(inRange, key, "must be from 1 to " + Integer.MAX_VALUE);
    }
}
