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
    final long checkpointNanos;
    final long restartNanos;
    final long estimatedNanos;

    /** When it is to start, if that is reserved in advance; else -1. */
    long reservedNanos = -1;
    /** Larger is more important. */
    long priority;
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
    /** GPUs with which it can go on; as many as it has, if it cannot shrink. */
    int least;
    /** GPUs that it holds while it runs: all, or fewer once it has shrunk. */
    int held;
    /** Nodes that it is to move to, or null. */
    int[] target;
    /** Since when it saves before it moves, or -1. */
    long savingSinceNanos = -1;
    /** When it moves, while it saves. */
    long movesNanos;
    /** Whether it has been stopped and needs a restart. */
    boolean stopped;
    /** Whether it was stopped for a job that a lost machine had stopped. */
    boolean displaced;
    /** Whether it runs beyond its team's quota. */
    boolean borrowed;
    /** Whether a lost machine stopped it last. */
    boolean failed;
    /** Time that its work takes on the GPUs that it holds over the time on all of them, on the best nodes; 1 while it waits. */
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
        least = gpus;
        held = gpus;
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
     * @param shrinksTo share of its GPUs with which it can go on
     */
    record Terms(
            long priority, long checkpointNanos, long restartNanos, Where where, Traffic traffic, double shrinksTo) {}

    /** When it was ready to start: when it came, or the time that it reserved. */
    long readyNanos() {
        return Math.max(arrivesNanos, reservedNanos);
    }

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

    /** When it ends by its estimate; while it saves, after the move. */
    long estimatedEndNanos(long nowNanos) {
        long end = startedNanos + estimatedRemainingNanos();
        return Math.max(nowNanos, savingSinceNanos < 0 ? end : end + movesNanos - savingSinceNanos + restartNanos);
    }

    /** When it ends by its estimate if it goes on with {@code fewer} GPUs from now on. */
    long estimatedEndOn(int fewer, long nowNanos) {
        double left = (double) Math.max(0, estimatedNanos - doneNanos(nowNanos)) * gpus / fewer;
        return nowNanos + restartNanos + (long) Math.ceil(left);
    }

    /** Whether it would be done sooner if it started again with all its GPUs now. */
    boolean gainsByGrowth(long nowNanos) {
        double left = lengthNanos - doneNanos(nowNanos);
        return savingSinceNanos < 0
                && restartedNanos(nowNanos) == restart()
                && restartNanos + left < left * gpus / held;
    }

    /** Of the time since its start, the part that was a restart. */
    long restartedNanos(long nowNanos) {
        return Math.min(restart(), atWork(nowNanos) - startedNanos);
    }

    /** Of the time since its start, the part that it has saved before a move. */
    long savingNanos(long nowNanos) {
        return nowNanos - atWork(nowNanos);
    }

    /** Now, or when it began to save. */
    private long atWork(long nowNanos) {
        return savingSinceNanos < 0 ? nowNanos : savingSinceNanos;
    }

    /** Work that is done by now, saved or not. */
    long doneNanos(long nowNanos) {
        long ran = atWork(nowNanos) - startedNanos - restartedNanos(nowNanos);
        return slowdown == 1 ? savedNanos + ran : Math.min(lengthNanos, savedNanos + (long) (ran / slowdown));
    }

    /** Time in which the GPUs that it holds do work that takes all of them {@code workNanos}. */
    long onItsGpus(long workNanos) {
        return workNanos / held * gpus + workNanos % held * gpus / held;
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
