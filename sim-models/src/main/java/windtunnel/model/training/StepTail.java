package windtunnel.model.training;

import java.util.List;
import java.util.Optional;
import windtunnel.core.flow.LockStep;
import windtunnel.model.Binding;
import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;
import windtunnel.model.compute.CommUse;

/**
 * The exposed gradient reduction that ends a step: the last part of equal collectives, each of {@code rounds} rounds of a latency and a chunk where it is a ring, else of unknown
 * inner course.
 *
 * @param nanos how long it is
 * @param slowedNanos the part of it that storage on the same NICs adds
 * @param rounds rounds of one collective; 0 if its course is unknown
 * @param latencySeconds latency of a round
 * @param chunkSeconds what the chunk of a round takes
 */
record StepTail(long nanos, long slowedNanos, long rounds, double latencySeconds, double chunkSeconds) {
    /** A step that ends without one. */
    static final StepTail NONE = new StepTail(0, 0, 0, 0, 0);

    /**
     * The end of a step of {@code transfers}, {@code nanos} of which are exposed; {@code ranks} hold copies of the same gradients.
     *
     * @param sound that of the same step on sound links, which has the same rounds and latency, so that no ring is looked at again; null
     *     where it is not known
     */
    static StepTail of(long nanos, List<CommUse> transfers, long ranks, FabricCosts costs, StepTail sound) {
        StepTail unknown = new StepTail(nanos, 0, 0, 0, 0);
        Optional<CommUse> largest = transfers.stream()
                .filter(use -> use.dimension() == Dimension.DATA && use.payloadBytes() > 1)
                .max((a, b) -> Long.compare(a.payloadBytes(), b.payloadBytes()));
        if (largest.isEmpty() || nanos == 0 && sound != null) {
            return unknown;
        }
        CommUse use = largest.get();
        double one = costs.seconds(use.dimension(), use.op(), use.payloadBytes());
        if (sound != null) {
            double chunk = sound.rounds == 0 ? 0 : one / sound.rounds - sound.latencySeconds;
            return chunk > 0 ? new StepTail(nanos, 0, sound.rounds, sound.latencySeconds, chunk) : unknown;
        }
        boolean ring = costs.binding(use.dimension(), use.op(), use.payloadBytes())
                .map(Binding::how)
                .filter(how -> how.regionMatches(true, 0, "ring", 0, 4))
                .isPresent();
        long rounds = (use.op() == CollectiveOp.ALL_REDUCE ? 2 : 1) * (ranks - 1);
        double two = costs.seconds(use.dimension(), use.op(), 2 * use.payloadBytes());
        double three = costs.seconds(use.dimension(), use.op(), 3 * use.payloadBytes());
        boolean even = Math.abs(three - 2 * two + one) <= 1e-9 * three && 2 * one >= two;
        return ring && even ? new StepTail(nanos, 0, rounds, (2 * one - two) / rounds, (two - one) / rounds) : unknown;
    }

    /** Between this one and {@code slower}, which storage slows more, by {@code weight} of that one; {@code sound} is what storage leaves alone. */
    StepTail towards(StepTail slower, double weight, StepTail sound) {
        long between = Math.max(sound.nanos, Math.round(nanos + weight * (slower.nanos - nanos)));
        boolean known = rounds > 0 && rounds == slower.rounds;
        return new StepTail(
                between,
                between - sound.nanos,
                known ? rounds : 0,
                latencySeconds,
                chunkSeconds + weight * (slower.chunkSeconds - chunkSeconds));
    }

    /** The same with so much of it added by storage. */
    StepTail slowedBy(long extraNanos) {
        return new StepTail(nanos - slowedNanos + extraNanos, extraNanos, 0, 0, 0);
    }

    /** The rounds from the start of the first collective of which a part is exposed; null where the course is unknown. */
    LockStep course() {
        return rounds == 0 ? null : new LockStep(collectives() * rounds, latencySeconds, 1, 1 / chunkSeconds);
    }

    /** The part of them that is hidden, in seconds. */
    double hiddenSeconds() {
        return Math.max(0, collectives() * one() - nanos * 1e-9);
    }

    private double one() {
        return rounds * (latencySeconds + chunkSeconds);
    }

    private long collectives() {
        return Math.max(1, (long) Math.ceil(nanos * 1e-9 / one() * (1 - 1e-9)));
    }
}
