package windtunnel.model.disruption.failure;

import java.util.BitSet;
import java.util.function.LongSupplier;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.random.Distribution;
import windtunnel.core.random.Stream;
import windtunnel.model.Machines;
import windtunnel.model.World;

/** Machines that go on after a failure, slower or with wrong values, until somebody finds out. */
final class Wounds {
    private static final double LATEST_SECONDS = 9e8;

    private final World world;
    private final Machines machines;
    private final Severity severity;
    private final Distribution found;
    private final BitSet slow = new BitSet();

    Wounds(World world, Severity severity) {
        this.world = world;
        this.severity = severity;
        machines = world.machines();
        found = severity.found().seconds();
        if (severity.silent().value() > 0) {
            machines.expected().expectCorruption();
        }
        machines.watch(this::changed);
    }

    /** The machine of a node has gone, and its slowness with it. */
    private void changed(int node) {
        if (slow.get(node)) {
            slow.clear(node);
            world.conditions().recovered(severity.factor().value());
        }
    }

    /**
     * A failure of {@code node}; answers whether its machine goes on.
     *
     * @param draws one number for what it does, one for when that is found
     * @param repairNanos draws how long the machine is in repair when it is found; null when it is replaced at once
     */
    boolean goesOn(int node, String cause, Stream draws, LongSupplier repairNanos) {
        double what = draws.uniform();
        double silent = severity.degrades().value() + severity.silent().value();
        if (what < severity.degrades().value()) {
            slows(node, cause, draws, repairNanos);
        } else {
            long until = findNanos(draws);
            if (what < silent && stands(node)) {
                int stay = machines.stay(node);
                long since = world.simulation().nowNanos();
                find(until, () -> machines.corrupted(node, stay, since, cause + ", silent", repairNanos));
            }
        }
        return what < silent;
    }

    /** The machine of {@code node} computes slower from now on; {@code draws} gives one number for when that is found. */
    void slows(int node, String cause, Stream draws, LongSupplier repairNanos) {
        long until = findNanos(draws);
        if (stands(node) && !slow.get(node)) {
            int stay = machines.stay(node);
            slow.set(node);
            world.conditions().slow(severity.factor().value());
            find(until, () -> findSlow(node, stay, cause + ", slow", repairNanos));
        }
    }

    private long findNanos(Stream draws) {
        return Simulation.nanos(Math.min(found.draw(draws), LATEST_SECONDS));
    }

    private boolean stands(int node) {
        return !machines.vacant(node) && !machines.paused();
    }

    private void findSlow(int node, int stay, String cause, LongSupplier repairNanos) {
        if (machines.stay(node) == stay) {
            machines.fail(node, 1, cause, repairNanos);
        }
    }

    private void find(long afterNanos, Runnable what) {
        world.simulation().after(afterNanos, Rank.FAILURE, now -> orLater(what), 0);
    }

    private void orLater(Runnable what) {
        if (machines.paused()) {
            machines.postpone(now -> orLater(what));
        } else {
            what.run();
        }
    }
}
