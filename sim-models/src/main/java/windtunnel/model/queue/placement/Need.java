package windtunnel.model.queue.placement;

/**
 * What a job needs to start.
 *
 * @param gpus how many, at most a node's or a multiple of it
 * @param where on which nodes
 */
public record Need(int gpus, Where where) implements Comparable<Need> {
    @Override
    public int compareTo(Need other) {
        return gpus != other.gpus ? Integer.compare(gpus, other.gpus) : where.compareTo(other.where);
    }
}
