package windtunnel.model.disruption.spot.deadline;

/**
 * When a job that must end by a deadline runs on spot machines, on on-demand machines, or on none.
 *
 * <p>With C(t) the work that is left, R(t) the time until the deadline, W and D these at the start, d the changeover (the time from asking
 * for machines until work goes on) and q the time until the next look:
 *
 * <ul>
 *   <li>safety net, of all policies: whoever is not on spot while R - C &lt; 2 d + q goes to on-demand, and stays there;
 *   <li>{@code greedy}: spot whenever it is there, else nothing;
 *   <li>{@code uniform-progress}: spot whenever it is there; without it, on-demand while the work done is behind t W / D; on on-demand, stay
 *       until the work done reaches (t + 2 d) W / D;
 *   <li>{@code on-demand}: no spot at all, what the others are held against.
 * </ul>
 *
 * <p>Who runs on spot stays while it lasts. Waiting costs R - C as much as it lasts, a changeover at most d, work nothing; so with
 * on-demand machines that are always there, no deadline D &gt;= W + d is missed. It can be where an eviction undoes work: take d long enough
 * for that. Source: Wu et al., Can't Be Late, NSDI 2024.
 */
public enum Policy {
    /** Spot until the latest start on demand. */
    GREEDY,
    /** On-demand machines while the work is behind a straight line to the deadline. */
    UNIFORM_PROGRESS,
    /** No spot at all. */
    ON_DEMAND;

    /** What a job runs on. */
    public enum On {
        /** It waits. */
        NOTHING,
        /** Spot machines. */
        SPOT,
        /** On-demand machines. */
        DEMAND
    }

    /**
     * How a job stands, in any one unit of time.
     *
     * @param now time since the start
     * @param left work that is left, as time without disturbance
     * @param work all of it
     * @param deadline time from the start by which it must be done
     * @param changeover time from asking for machines until work goes on
     * @param look time until the policy can choose again
     */
    public record Standing(long now, long left, long work, long deadline, long changeover, long look) {
        private boolean mustBeSafe() {
            return deadline - now - left < 2 * changeover + look;
        }

        /** Whether the work done has reached the straight line at {@code instant}. */
        private boolean reaches(long instant) {
            return (double) (work - left) * deadline >= (double) instant * work;
        }
    }

    /**
     * What the job should run on until the next look.
     *
     * @param on what it runs on; {@link On#NOTHING} if its spot machines were just taken
     * @param spot whether spot machines are to be had, for a job on them: whether they stay
     */
    public On next(Standing standing, On on, boolean spot) {
        if (this == ON_DEMAND) {
            return On.DEMAND;
        }
        if (on == On.SPOT && spot) {
            return On.SPOT;
        }
        if (standing.mustBeSafe()) {
            return On.DEMAND;
        }
        boolean settled = on == On.DEMAND && !standing.reaches(standing.now() + 2 * standing.changeover());
        if (this == UNIFORM_PROGRESS && settled) {
            return On.DEMAND;
        }
        if (spot) {
            return On.SPOT;
        }
        return this == UNIFORM_PROGRESS && !standing.reaches(standing.now()) ? On.DEMAND : On.NOTHING;
    }
}
