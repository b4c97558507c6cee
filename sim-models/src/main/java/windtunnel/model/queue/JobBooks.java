package windtunnel.model.queue;

import windtunnel.core.measure.Ledger;
import windtunnel.model.LedgerState;

/** Books the GPU time of jobs to their teams. */
final class JobBooks {
    private final Ledger[] ledgers;
    private final QueueTally tally;

    JobBooks(Ledger[] ledgers, QueueTally tally) {
        this.ledgers = ledgers;
        this.tally = tally;
    }

    /**
     * Books the time since the start: the restart, the work that {@code savedNanos} holds, what is lost beyond it, in the same parts the time by
     * which nodes that lie far apart made both longer, and a save that the job waits for.
     *
     * @param displaced whether the job stops for one that a lost machine stopped, which is why its work is lost
     */
    void book(Job job, long nowNanos, long savedNanos, boolean displaced) {
        Ledger ledger = ledgers[job.team];
        long restarted = job.restartedNanos(nowNanos);
        long saving = job.savingNanos(nowNanos);
        long kept = savedNanos - job.savedNanos;
        long lost = Math.max(0, job.doneNanos(nowNanos) - savedNanos);
        long worked = nowNanos - job.startedNanos - restarted - saving;
        long keptHere = Math.min(worked, job.onItsGpus(kept));
        long lostHere = Math.min(worked - keptHere, job.onItsGpus(lost));
        long apart = worked - keptHere - lostHere;
        long apartLost = kept + lost == 0 ? 0 : (long) ((double) apart * lost / (kept + lost));
        LedgerState restart = job.displaced ? LedgerState.PREEMPTED_BY_FAILURE : LedgerState.RESTART;
        ledger.book(restart.ordinal(), job.held, restarted);
        ledger.book(LedgerState.COMPUTE.ordinal(), job.held, keptHere);
        ledger.book(LedgerState.COMM_DP.ordinal(), job.held, apart - apartLost);
        ledger.book(LedgerState.CKPT_BLOCK.ordinal(), job.held, saving);
        ledger.commitAll();
        if (displaced) {
            ledger.book(LedgerState.PREEMPTED_BY_FAILURE.ordinal(), job.held, lostHere + apartLost);
        } else if (lost > 0) {
            ledger.book(LedgerState.COMPUTE.ordinal(), job.held, lostHere);
            ledger.book(LedgerState.COMM_DP.ordinal(), job.held, apartLost);
            ledger.loseAfter(0);
        }
        tally.worked(job, kept, lost, apart);
        job.savedNanos = savedNanos;
    }
}
