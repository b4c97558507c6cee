package windtunnel.model.queue;

import windtunnel.model.queue.placement.Need;
import windtunnel.model.queue.placement.Traffic;
import windtunnel.model.queue.placement.Where;

/** One job in one run: what it needs, how far it is, and where it runs. Times are in ns. */
final class Job {
    final int number;
    final int team;
    final int gpus;
    final Need need;
    final Traffic traffic;
    final long lengthNanos;
    final long arrivesNanos;
    final long priority;
    final long checkpointNanos;
    final long restartNanos;
    final long estimatedNanos;

    /** Work that a checkpoint holds. */
    long savedNanos;
    /** When it started last; meaningful while it runs. */
    long startedNanos;
    /** When it was done. */
    long endedNanos = -1;
    /** When it waits since. */
    long waitingSinceNanos;
    /** All its waits until now. */
    long waitedNanos;
    /** Nodes that it runs on, or null while it does not. */
    int[] nodes;
    /** Whether it has been stopped and needs a restart. */
    boolean stopped;
    /** Whether it runs beyond its team's quota. */
    boolean borrowed;
    /** Whether a lost machine stopped it last. */
    boolean failed;
    /** Length of a step on its nodes over that on the best ones; 1 while it waits. */
    double slowdown = 1;
    /** Ticket of its end. */
    long end = -1;

    Job(int number, int team, int gpus, long arrivesNanos, long lengthNanos, double estimate, Terms terms) {
        this.number = number;
        this.team = team;
        this.gpus = gpus;
        this.arrivesNanos = arrivesNanos;
        this.lengthNanos = lengthNanos;
        priority = terms.priority();
        checkpointNanos = terms.checkpointNanos();
        restartNanos = terms.restartNanos();
        need = new Need(gpus, terms.where());
        traffic = terms.traffic();
        estimatedNanos = (long) Math.ceil(lengthNanos * estimate);
        waitingSinceNanos = arrivesNanos;
    }

    /**
     * What is alike for all jobs of a kind.
     *
     * @param priority larger is more important
     * @param checkpointNanos work between checkpoints, 0 for none
     * @param restartNanos time to go on after a stop
     * @param where on which nodes
     * @param traffic what its GPUs send each other, or null
     */
    record Terms(long priority, long checkpointNanos, long restartNanos, Where where, Traffic traffic) {}

    /** Time from a start until it is done, if nothing stops it. */
    long remainingNanos() {
        return restart() + stretched(lengthNanos - savedNanos);
    }

    /** The same by its estimate. */
    long estimatedRemainingNanos() {
        return restart() + stretched(estimatedNanos - savedNanos);
    }

    private long stretched(long workNanos) {
        return slowdown == 1 ? workNanos : (long) Math.ceil(workNanos * slowdown);
    }

    private long restart() {
        return stopped ? restartNanos : 0;
    }

    /** Of the time since its start, the part that was a restart. */
    long restartedNanos(long nowNanos) {
        return Math.min(restart(), nowNanos - startedNanos);
    }

    /** Work that is done by now, saved or not. */
    long doneNanos(long nowNanos) {
        long ran = nowNanos - startedNanos - restartedNanos(nowNanos);
        return slowdown == 1 ? savedNanos + ran : Math.min(lengthNanos, savedNanos + (long) (ran / slowdown));
    }

    /** Work that a checkpoint would hold if it stopped now. */
    long savedBy(long nowNanos) {
        long done = doneNanos(nowNanos);
        return checkpointNanos == 0 ? savedNanos : Math.max(savedNanos, done - done % checkpointNanos);
    }

    /** GPU time that is lost if it stops now. */
    double lostIfStopped(long nowNanos) {
        return (double) gpus * (doneNanos(nowNanos) - savedBy(nowNanos));
    }
}
