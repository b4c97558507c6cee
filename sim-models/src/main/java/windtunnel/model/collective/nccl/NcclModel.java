package windtunnel.model.collective.nccl;

import java.util.List;
import java.util.Optional;

/**
 * A communicator: what NCCL chooses for an operation and how long that takes, if nothing else uses its links.
 *
 * @param platform the hardware
 * @param shape how its ranks lie on it
 */
public record NcclModel(Platform platform, Shape shape) {
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
        return choose(op, bytes, Optional.empty()).orElseThrow();
    }

    /** The same with one algorithm forced, as NCCL_ALGO does; nothing if it does not apply. */
    public Optional<Choice> choose(NcclOp op, double bytes, Optional<Algorithm> forced) {
        if (shape.ranks() == 1 || bytes == 0) {
            return Optional.of(new Choice(Algorithm.RING, Protocol.SIMPLE, 0));
        }
        Timing timing = new Timing(platform, shape);
        if (op == NcclOp.ALLTOALL || op == NcclOp.SENDRECV) {
            boolean direct = forced.isEmpty() || forced.get() == Algorithm.P2P;
            return direct
                    ? Optional.of(new Choice(
                            Algorithm.P2P,
                            timing.directProtocol(op, bytes),
                            timing.seconds(op, Algorithm.P2P, Protocol.SIMPLE, bytes)))
                    : Optional.empty();
        }
        List<Tuner.Candidate> candidates = new Tuner(platform, shape).candidates(op, bytes);
        Tuner.Candidate best = null;
        for (Tuner.Candidate each : candidates) {
            boolean allowed = forced.isEmpty() || forced.get() == each.algorithm();
            if (allowed && (best == null || each.us() < best.us())) {
                best = each;
            }
        }
        return best == null ? Optional.empty() : Optional.of(timed(timing, op, best, bytes));
    }

    private static Choice timed(Timing timing, NcclOp op, Tuner.Candidate best, double bytes) {
        double seconds = timing.seconds(op, best.algorithm(), best.protocol(), bytes);
        return new Choice(best.algorithm(), best.protocol(), seconds);
    }

    /** The link that the choice is held back by at full bandwidth: {@code scale-up} or {@code network}. */
    public String bound(NcclOp op) {
        if (shape.nodes() == 1) {
            return platform.peerAccess() ? "scale-up" : "network";
        }
        double perRank = op == NcclOp.ALLTOALL || op == NcclOp.SENDRECV
                ? platform.network() / shape.perNode()
                : platform.network();
        return perRank < platform.inside(Math.max(2, shape.perNode())) ? "network" : "scale-up";
    }
}
