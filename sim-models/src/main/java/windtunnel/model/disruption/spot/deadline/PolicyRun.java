package windtunnel.model.disruption.spot.deadline;

/**
 * A policy on a time grid, without an engine: what the discrete-event models do, for millions of traces.
 *
 * @param dollars paid
 * @param end ticks until all work was done, or the deadline if it was not
 * @param met whether it was done by the deadline
 * @param spot ticks on spot machines, changeovers with them
 * @param demand ticks on on-demand machines, changeovers with them
 * @param changes how often other machines were started
 */
public record PolicyRun(double dollars, int end, boolean met, int spot, int demand, int changes) {

    /** What {@code policy} does with {@code errand}; the market must reach to the deadline. */
    public static PolicyRun of(Policy policy, Errand errand, TickMarket market) {
        int left = errand.work();
        int pool = -1;
        int starting = 0;
        int[] held = new int[2];
        int changes = 0;
        double dollars = 0;
        int tick = 0;
        while (left > 0 && tick < errand.deadline()) {
            int next = choose(policy, errand, market, new int[] {tick, left, pool});
            if (next != pool && next >= 0) {
                starting = errand.changeover();
                changes++;
            }
            pool = next;
            if (pool >= 0) {
                dollars += market.price(pool, tick);
                held[pool == market.pools().size() ? 1 : 0]++;
                left -= starting > 0 ? 0 : 1;
                starting = Math.max(0, starting - 1);
            }
            tick++;
        }
        return new PolicyRun(dollars, tick, left == 0, held[0], held[1], changes);
    }

    /** The pool of this tick, the number after the last one for on demand, -1 for none; {@code now} is tick, work left and pool before. */
    private static int choose(Policy policy, Errand errand, TickMarket market, int[] now) {
        int demand = market.pools().size();
        boolean stays = now[2] >= 0 && now[2] < demand && market.has(now[2], now[0]);
        int found = stays ? now[2] : market.cheapest(now[0]);
        Policy.On on = stays ? Policy.On.SPOT : now[2] == demand ? Policy.On.DEMAND : Policy.On.NOTHING;
        Policy.Standing standing =
                new Policy.Standing(now[0], now[1], errand.work(), errand.deadline(), errand.changeover(), 1);
        return switch (policy.next(standing, on, found >= 0)) {
            case NOTHING -> -1;
            case SPOT -> found;
            case DEMAND -> demand;
        };
    }
}
