package windtunnel.model.disruption.network;

import windtunnel.core.unit.Count;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * How a reliable transport waits for an answer: it sends again after each {@code timeout}, so an outage of d stalls for the next multiple of it,
 * ceil(d / timeout) timeout; after {@code retries} more tries without an answer it gives up, (retries + 1) timeout after the first.
 */
public record Transport(
        @Key(
                doc = "Time from one try to the next.",
                def = "4.294967296 s",
                tag = "vendor",
                source = "NCCL_IB_TIMEOUT 20: 4.096 us x 2^20, NCCL 2.27")
        TimeSpan timeout,

        @Key(doc = "Tries after the first.", def = "7", tag = "vendor", source = "NCCL_IB_RETRY_CNT 7, NCCL 2.27")
        Count retries)
        implements Checked {
    @Override
    public void check(Issues issues) {
        issues.check(timeout.seconds() > 0, "timeout", "must be above 0");
        issues.check(retries.value() <= 1000, "retries", "more than a thousand tries is out of range");
    }

    /** Longest outage that is outlived, in seconds. */
    double patience() {
        return (retries.value() + 1) * timeout.seconds();
    }

    /** Seconds from the start of an outage of {@code outage} seconds until data flows again. */
    double stall(double outage) {
        return Math.ceil(outage / timeout.seconds()) * timeout.seconds();
    }
}
