package windtunnel.model.collective.nccl;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A communicator: what NCCL chooses for an operation and how long that takes, if nothing else uses its links.
 *
 * @param platform the hardware
 * @param shape how its ranks lie on it
 */
public record NcclModel(Platform platform, Shape shape) {
    private static final Set<Algorithm> ALL = Set.copyOf(EnumSet.allOf(Algorithm.class));

    /**
     * What is done.
     *
     * @param algorithm the algorithm
     * @param protocol the protocol
     * @param seconds how long it takes
     */
    public record Choice(Algorithm algorithm, Protocol protocol, double seconds) {}

    /** What NCCL's tuner chooses for {@code bytes}, in nccl-tests' meaning of size. */
    public Choice choose(NcclOp op, double bytes) {
        return choose(op, bytes, ALL).orElseThrow();
    }

    /** The same among some algorithms, as NCCL_ALGO does; nothing if none of them applies. */
    public Optional<Choice> choose(NcclOp op, double bytes, Set<Algorithm> allowed) {
        return choose(op, bytes, allowed, Platform.ALL_PROTOCOLS);
    }

    /** The same among some algorithms and protocols, as NCCL_ALGO and NCCL_PROTO do; direct sends take what they take. */
    public Optional<Choice> choose(NcclOp op, double bytes, Set<Algorithm> allowed, Set<Protocol> protocols) {
        if (shape.ranks() == 1 || bytes == 0) {
            return Optional.of(new Choice(Algorithm.RING, Protocol.SIMPLE, 0));
        }
        Timing timing = new Timing(platform, shape);
        if (op == NcclOp.ALLTOALL || op == NcclOp.SENDRECV) {
            return allowed.contains(Algorithm.P2P)
                    ? Optional.of(new Choice(
                            Algorithm.P2P,
                            timing.directProtocol(op, bytes),
                            timing.seconds(op, Algorithm.P2P, Protocol.SIMPLE, bytes)))
                    : Optional.empty();
        }
        List<Tuner.Candidate> candidates = new Tuner(platform, shape).candidates(op, bytes);
        Tuner.Candidate best = null;
        for (Tuner.Candidate each : candidates) {
            boolean may = allowed.contains(each.algorithm()) && protocols.contains(each.protocol());
            if (may && (best == null || each.us() < best.us())) {
                best = each;
            }
        }
        return best == null ? Optional.empty() : Optional.of(timed(timing, op, best, bytes));
    }

    private static Choice timed(Timing timing, NcclOp op, Tuner.Candidate best, double bytes) {
        double seconds = timing.seconds(op, best.algorithm(), best.protocol(), bytes);
        return new Choice(best.algorithm(), best.protocol(), seconds);
    }

    /** Whether a link of the network or one inside a domain binds what was chosen, and for how long. */
    public Bound bound(NcclOp op, Choice choice, double bytes) {
        return new Timing(platform, shape).bound(op, choice.algorithm(), choice.protocol(), bytes);
    }
}
