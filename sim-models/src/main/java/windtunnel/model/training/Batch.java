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
        issues.check(global.value() >= 1, "global", "a step needs at least one sample");
        issues.check(micro.value() >= 1, "micro", "a microbatch needs at least one sample");
        issues.check(sequence.value() >= 1, "sequence", "a sequence needs at least one token");
    }
}
