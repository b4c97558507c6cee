package windtunnel.model.queue;

import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Key;

/** Stopping a running job so that a more important one can start. */
public record Preemption(
        @Key(
                doc = "A job that has run for less is not stopped.",
                def = "2 h",
                tag = "measured",
                source =
                        "Meta, Kokolis et al. 2024 (arXiv 2410.21680): jobs run two hours before they can be preempted")
        TimeSpan protectedFor,

        @Key(doc = "Who is stopped first: lowest-priority, least-lost (work) or youngest.", def = "lowest-priority")
        Victims victims) {

    /** Who is stopped first. */
    public enum Victims {
        /** The least important, of those the one that loses least. */
        LOWEST_PRIORITY,
        /** The one that loses the least GPU time. */
        LEAST_LOST,
        /** The one that started last. */
        YOUNGEST
    }
}
