package windtunnel.model.disruption.spot.deadline;

/**
 * Work with a deadline, in ticks.
 *
 * @param work undisturbed time
 * @param deadline time by which it must be done
 * @param changeover paid time after each change of machines in which nothing is done
 */
public record Errand(int work, int deadline, int changeover) {
    /** Whether on-demand machines alone would be in time. */
    public boolean feasible() {
        return work + changeover <= deadline;
    }
}
