package windtunnel.scenario.layouts;

import windtunnel.model.compute.search.SplitSearch.Goal;

/** What layouts are ranked by. */
public enum By {
    /** The shortest step. */
    TIME(Goal.TIME),
    /** The fewest dollars for the whole run; on one cluster the same as time. */
    COST(Goal.TIME),
    /** The most free memory on the fullest GPU. */
    MEMORY(Goal.MEMORY);

    private final Goal goal;

    By(Goal goal) {
        this.goal = goal;
    }

    /** What is best on one cluster. */
    Goal goal() {
        return goal;
    }
}
