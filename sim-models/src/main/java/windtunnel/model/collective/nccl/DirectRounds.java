package windtunnel.model.collective.nccl;

/**
 * How many sends NCCL has under way at once, by its own arithmetic (NVIDIA/nccl at 5067397c, src/enqueue.cc and src/graph/paths.cc).
 *
 * <p>A message takes one channel until its parts would be larger than a share of a chunk, then more; a channel runs eight sends at a time.
 * So short messages to many peers all go at once, and long ones in rounds, whose latency they hide.
 */
final class DirectRounds {
    /** Sends that a channel runs at once: NCCL_MAX_DEV_WORK_P2P_PER_BATCH. */
    private static final int PER_CHANNEL = 8;
    /** Chunk of a direct send over NVLink, and over PCIe or the network, in bytes. */
    private static final double NVLINK_CHUNK = 512 << 10;

    private static final double OTHER_CHUNK = 128 << 10;

    private DirectRounds() {}

    /** Rounds in which {@code peers} messages of so many bytes are sent. */
    static int of(Platform platform, Shape shape, int peers, double message) {
        boolean nvlink = platform.wiring() == Platform.Wiring.SWITCH;
        int all = powerOfTwo(2 * platform.channels(shape.nodes()));
        int most = shape.nodes() == 1 && nvlink ? all : Math.min(all, 2);
        int least = most;
        while (least > 1 && (long) least * shape.ranks() > all) {
            least /= 2;
        }
        double chunk = shape.nodes() == 1 && nvlink ? NVLINK_CHUNK : OTHER_CHUNK;
        double smallest = shape.nodes() > 1 ? chunk / 2 : chunk / 8;
        double largest = shape.nodes() > 1 ? chunk : chunk * 32;
        int channels = (int) Math.min(least, Math.max(1, Math.ceil(message / smallest)));
        while (Math.max(smallest, message / channels) > largest && channels <= most / 2) {
            channels *= 2;
        }
        int atOnce = Math.max(1, all / channels * PER_CHANNEL);
        return (peers + atOnce - 1) / atOnce;
    }

    private static int powerOfTwo(int least) {
        return least <= 1 ? 1 : Integer.highestOneBit(least - 1) << 1;
    }
}
