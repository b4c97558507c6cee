package windtunnel.scenario.sweep;

import java.io.Serializable;

/**
 * One run of one combination; small, so that it can be sent to another machine.
 *
 * @param point number of the combination, from 0, the last axis fastest
 * @param replication number of the run, from 0
 */
public record WorkUnit(int point, int replication) implements Serializable, Comparable<WorkUnit> {
    @Override
    public int compareTo(WorkUnit other) {
        return point != other.point
                ? Integer.compare(point, other.point)
                : Integer.compare(replication, other.replication);
    }
}
