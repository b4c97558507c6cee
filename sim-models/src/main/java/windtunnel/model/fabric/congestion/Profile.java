package windtunnel.model.fabric.congestion;

import java.util.Locale;

/** Ways of controlling congestion, with the share of the line rate that data gets on a full link. */
public enum Profile {
    /** Credits of InfiniBand with adaptive routing: 48.5 of 50 GB/s (SimAI's CX7, 2026-08-14). */
    IB_CREDIT(0.97, "48.5 of 50 GB/s, SimAI's CX7 at cef83f9d"),
    /** Rates cut on marked packets (Zhu et al., SIGCOMM 2015): queues stay, pauses are rare. */
    ROCE_DCQCN(0.94, "estimated from the queue that marking keeps; no measurement"),
    /** Pauses only. */
    ROCE_PFC_ONLY(0.90, "estimated; no measurement"),
    /** The kernel's TCP; its share is that of the TCP model. */
    TCP(1, "the TCP model's");

    private final double goodput;
    private final String source;

    Profile(double goodput, String source) {
        this.goodput = goodput;
        this.source = source;
    }

    /** Share of the line rate that data gets. */
    public double goodput() {
        return goodput;
    }

    /** Where the share comes from. */
    public String source() {
        return source;
    }

    /** The name as a scenario writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
