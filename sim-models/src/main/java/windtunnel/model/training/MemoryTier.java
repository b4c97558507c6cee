package windtunnel.model.training;

import java.util.BitSet;
import java.util.List;
import windtunnel.core.engine.EventHandler;
import windtunnel.core.engine.Rank;
import windtunnel.core.measure.Ledger;
import windtunnel.model.Attempt;

/** The saves of one job that hosts hold in memory: the newest whole one, and one on its way to the peers. */
final class MemoryTier {
    private final MemoryPlan plan;
    private final Ledger ledger;
    private final BitSet lost = new BitSet();
    private Saver.Save held;
    private Saver.Save sent;

    MemoryTier(MemoryPlan plan, Ledger ledger) {
        this.plan = plan;
        this.ledger = ledger;
    }

    /** The newest save that survives, or null. */
    Saver.Save held() {
        return held;
    }

    /** A save is in the memory of its own host and is sent to the peers. */
    void send(Attempt attempt, long nowNanos, Saver.Save save, EventHandler arrived) {
        release(sent);
        sent = save;
        attempt.at(Math.addExact(nowNanos, plan.readyNanos()), Rank.DURABLE, arrived, save.snapshot());
    }

    /** The peers have the save of {@code snapshot}; false if a newer one took its place. */
    boolean arrived(long snapshot) {
        if (sent == null || sent.snapshot() != snapshot) {
            return false;
        }
        release(held);
        held = sent;
        sent = null;
        return true;
    }

    /** Machines are lost with what they held. */
    void lost(List<Integer> nodes) {
        nodes.forEach(lost::set);
        if (!plan.groups().survives(lost)) {
            release(held);
            held = null;
        }
    }

    /** What was computed wrongly {@code sinceNanos} is in no copy that is used. */
    void tainted(long sinceNanos) {
        if (held != null && held.nanos() > sinceNanos) {
            release(held);
            held = null;
        }
    }

    /** Hosts are given up on purpose, after a save to storage that is as new. */
    void left() {
        release(held);
        held = null;
    }

    /** What was on its way never arrives. */
    void tear() {
        release(sent);
        sent = null;
    }

    /** Every host has its share of the copies again, or there are none. */
    void restored() {
        lost.clear();
    }

    private void release(Saver.Save save) {
        if (save != null && !save.stored()) {
            ledger.forget(save.snapshot());
        }
    }
}
