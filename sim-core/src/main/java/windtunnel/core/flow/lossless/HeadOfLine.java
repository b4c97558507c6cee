package windtunnel.core.flow.lossless;

import windtunnel.core.flow.MaxMinSolver;
import windtunnel.core.flow.MaxMinSystem;

/**
 * Head-of-line blocking in a network that pauses instead of dropping: a pass over solved rates.
 *
 * <p>A switch that cannot pass on what comes in over link u for a full link e pauses u, and with it every flow on u, wherever it goes. With the rate o that
 * each flow would come in at if nothing after u held it back, and the rate that its flows to e get, u is drained at the share phi = min over full e of (sum
 * granted / sum o), and each flow on u gets at most phi o. A paused link is to the switch before it what a full link is, so this repeats upstream, at most
 * {@value #TIERS} times. The links of a flow must be given in the order in which it crosses them, one path a flow.
 */
public final class HeadOfLine {
    /** Tiers of switches that a pause climbs. */
    static final int TIERS = 4;

    private static final double FULL = 1 - 1e-9;

    private final MaxMinSystem system;
    private final MaxMinSolver solver = new MaxMinSolver();
    private final double[] rates;
    /** Links that hold back what comes before them: the full ones, then those that were paused one tier further on. */
    private final boolean[] holds;

    private HeadOfLine(MaxMinSystem system) {
        this.system = system;
        rates = new double[system.flows()];
        holds = new boolean[system.links()];
        solver.solve(system, rates, new int[system.flows()]);
        double[] used = new double[system.links()];
        for (int f = 0; f < system.flows(); f++) {
            for (int e = system.offset()[f]; e < system.offset()[f + 1]; e++) {
                used[system.link()[e]] += load(e) * members(f) * rates[f];
            }
        }
        for (int l = 0; l < used.length; l++) {
            holds[l] = used[l] > 0 && used[l] >= FULL * system.capacity()[l];
        }
    }

    /** The rates of a system's flows when links are paused. */
    public static double[] rates(MaxMinSystem system) {
        HeadOfLine pass = new HeadOfLine(system);
        boolean more = true;
        for (int tier = 0; more && tier < TIERS; tier++) {
            more = pass.climb();
        }
        return pass.rates;
    }

    private double load(int edge) {
        return system.coefficient() == null ? 1 : system.coefficient()[edge];
    }

    private double members(int flow) {
        return system.multiplicity() == null ? 1 : system.multiplicity()[flow];
    }

    /** One tier: every link before one that holds its flows back is drained no faster than that; false when none is. */
    private boolean climb() {
        double[] next = rates.clone();
        boolean[] paused = new boolean[holds.length];
        boolean any = false;
        for (int u = 0; u < system.links(); u++) {
            double[] offered = waits(u) ? offered(u) : null;
            double drained = offered == null ? 1 : drained(u, offered);
            if (drained < FULL) {
                paused[u] = true;
                any = true;
                for (int f = 0; f < system.flows(); f++) {
                    next[f] = place(f, u) < 0 ? next[f] : Math.min(next[f], drained * offered[f]);
                }
            }
        }
        System.arraycopy(next, 0, rates, 0, next.length);
        System.arraycopy(paused, 0, holds, 0, paused.length);
        return any;
    }

    /** Where on its path a flow crosses a link, or -1. */
    private int place(int flow, int link) {
        for (int e = system.offset()[flow]; e < system.offset()[flow + 1]; e++) {
            if (system.link()[e] == link) {
                return e;
            }
        }
        return -1;
    }

    /** The link that a flow takes after {@code link}, or -1. */
    private int after(int flow, int link) {
        int at = place(flow, link);
        return at < 0 || at + 1 == system.offset()[flow + 1] ? -1 : system.link()[at + 1];
    }

    private boolean waits(int u) {
        for (int f = 0; f < system.flows(); f++) {
            int next = after(f, u);
            if (next >= 0 && holds[next]) {
                return true;
            }
        }
        return false;
    }

    /** Rates if nothing after {@code u} held back the flows that cross it. */
    private double[] offered(int u) {
        int[] offset = new int[system.flows() + 1];
        int[] link = new int[system.offset()[system.flows()]];
        double[] coefficient = new double[link.length];
        int count = 0;
        for (int f = 0; f < system.flows(); f++) {
            int at = place(f, u);
            int end = at < 0 ? system.offset()[f + 1] : at + 1;
            for (int e = system.offset()[f]; e < end; e++) {
                link[count] = system.link()[e];
                coefficient[count++] = load(e);
            }
            offset[f + 1] = count;
        }
        double[] offered = new double[system.flows()];
        solver.solve(
                new MaxMinSystem(
                        system.links(),
                        system.flows(),
                        system.capacity(),
                        offset,
                        link,
                        coefficient,
                        system.weight(),
                        system.cap(),
                        system.multiplicity()),
                offered,
                new int[system.flows()]);
        return offered;
    }

    /** Share of what is offered over {@code u} that it is drained at. */
    private double drained(int u, double[] offered) {
        double[] in = new double[system.links()];
        double[] out = new double[system.links()];
        for (int f = 0; f < system.flows(); f++) {
            int next = after(f, u);
            if (next >= 0 && holds[next]) {
                in[next] += members(f) * offered[f];
                out[next] += members(f) * rates[f];
            }
        }
        double least = 1;
        for (int e = 0; e < in.length; e++) {
            least = in[e] > 0 ? Math.min(least, out[e] / in[e]) : least;
        }
        return least;
    }
}
