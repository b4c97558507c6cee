package windtunnel.model.training.window;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import windtunnel.core.random.RandomStreams;
import windtunnel.core.random.Stream;

/**
 * A window of a job's steps with every sample of its loaders: pure functions of their input.
 *
 * <p>A rank's W workers each prepare whole batches, sample by sample: a read, which waits its turn at the node's storage, then decoding
 * on one of the node's cores, then the next sample. A batch is copied to the GPU when the one before is; step n starts when all ranks have
 * theirs and step n - 1 is over. A worker begins a batch while fewer than W - 1 + prefetch of its rank are being loaded or wait: with one
 * worker and exponential times this is a queue of at most prefetch + 1 batches, the one in the GPU counted. With {@code inOrder}, batch k
 * belongs to worker k mod W and is taken after batch k - 1. Time is in seconds; events at one instant come in the order in which they
 * were made.
 */
public final class LoaderWindow {
    private final LoaderSetup setup;
    private final int steps;
    private final int warmUp;
    private final Stream stepTimes;
    private final Stream samples;
    private final Node[] nodes;
    private final Rank[] ranks;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final double[] starts;
    private final double[] ends;
    private int started;
    private int supplied;
    private long made;
    private double waited;
    private final double[] blamed = new double[3];

    private record Event(double at, long number, Rank rank, Batch batch, boolean assembled)
            implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int order = Double.compare(at, other.at);
            return order != 0 ? order : Long.compare(number, other.number);
        }
    }

    /** One batch on its way: the instants at which each sample began, was read and was decoded. */
    private static final class Batch {
        private final int number;
        private final double[] times;
        private int done;
        private double bytes;
        private double assembled;
        private double ready;

        Batch(int number, int samples) {
            this.number = number;
            times = new double[3 * samples];
        }
    }

    private static final class Node {
        private double storageFree;
        private final PriorityQueue<Double> cores = new PriorityQueue<>();

        Node(int cores) {
            for (int i = 0; i < cores; i++) {
                this.cores.add(0.0);
            }
        }
    }

    private static final class Rank {
        private final Node node;
        private final PriorityQueue<Batch> there = new PriorityQueue<>((a, b) -> Integer.compare(a.number, b.number));
        private final Deque<Batch> ready = new ArrayDeque<>();
        private final List<Batch> parked = new ArrayList<>();
        private int begun;
        private int copied;
        private double copyFree;

        Rank(Node node) {
            this.node = node;
        }
    }

    private LoaderWindow(LoaderSetup setup, int steps, int warmUp, RandomStreams streams, String entity) {
        this.setup = setup;
        this.steps = steps;
        this.warmUp = warmUp;
        samples = streams.stream(entity, "samples");
        stepTimes = streams.stream(entity, "step times");
        int perNode = setup.ranksPerNode();
        nodes = new Node[setup.nodes()];
        ranks = new Rank[nodes.length * perNode];
        for (int i = 0; i < ranks.length; i++) {
            if (i % perNode == 0) {
                nodes[i / perNode] = new Node(Math.min(setup.cores(), perNode * Math.max(1, setup.workers())));
            }
            ranks[i] = new Rank(nodes[i / perNode]);
        }
        starts = new double[warmUp + steps + 1];
        ends = new double[starts.length];
    }

    /**
     * Simulates {@code warmUp} steps and then {@code steps} that count.
     *
     * @param entity names the random streams: the data set and the epoch, so that two designs see the same samples
     */
    public static LoaderResult run(LoaderSetup setup, int steps, int warmUp, RandomStreams streams, String entity) {
        return new LoaderWindow(setup, steps, warmUp, streams, entity).run();
    }

    private LoaderResult run() {
        for (Rank rank : ranks) {
            for (int i = 0; i < Math.max(1, setup.workers()); i++) {
                begin(rank, i, 0);
            }
            rank.begun = Math.max(1, setup.workers());
        }
        while (started < starts.length) {
            Event event = events.remove();
            if (event.assembled) {
                deliver(event.rank, event.batch);
            } else {
                load(event.rank, event.batch, event.at);
            }
        }
        double seconds = starts[warmUp + steps] - starts[warmUp];
        return new LoaderResult(steps, seconds, waited, blamed[0], blamed[1], blamed[2]);
    }

    private void push(double at, Rank rank, Batch batch, boolean assembled) {
        events.add(new Event(at, made++, rank, batch, assembled));
    }

    /** A worker of the rank is free: it begins a batch as soon as there is room for it. */
    private void begin(Rank rank, int number, double now) {
        if (number < starts.length) {
            Batch batch = new Batch(number, setup.batch());
            rank.parked.add(batch);
            batch.ready = now;
            release(rank);
        }
    }

    /** The step whose start (without workers: whose end) makes room for a batch; negative for none. */
    private int before(Batch batch) {
        return setup.workers() == 0 ? batch.number - 1 : batch.number - (setup.workers() - 1 + setup.prefetch());
    }

    private void release(Rank rank) {
        rank.parked.removeIf(batch -> {
            int step = before(batch);
            if (step >= started) {
                return false;
            }
            double room = step < 0 ? 0 : setup.workers() == 0 ? ends[step] : starts[step];
            push(Math.max(room, batch.ready), rank, batch, false);
            return true;
        });
    }

    /** Reads and decodes one sample; reads of a node are served in the order in which they come, so both ends are known at once. */
    private void load(Rank rank, Batch batch, double now) {
        Node node = rank.node;
        double bytes = setup.sizes().draw(samples);
        double read = Math.max(node.storageFree, now) + bytes / setup.readBytesPerSec();
        node.storageFree = read;
        double decoded = read;
        double seconds = setup.decoding(bytes);
        if (seconds > 0) {
            double core = node.cores.remove();
            decoded = Math.max(core, read) + seconds * setup.decodeLaw().draw(samples);
            node.cores.add(decoded);
        }
        batch.times[3 * batch.done] = now;
        batch.times[3 * batch.done + 1] = read;
        batch.times[3 * batch.done + 2] = decoded;
        batch.done++;
        batch.bytes += bytes;
        batch.assembled = decoded;
        push(decoded, rank, batch, batch.done == setup.batch());
    }

    private void deliver(Rank rank, Batch batch) {
        if (setup.inOrder()) {
            rank.there.add(batch);
            while (!rank.there.isEmpty() && rank.there.peek().number == rank.copied) {
                copy(rank, rank.there.remove());
            }
        } else {
            copy(rank, batch);
        }
        step();
        int next = setup.inOrder() ? batch.number + Math.max(1, setup.workers()) : rank.begun++;
        begin(rank, next, batch.assembled);
    }

    private void copy(Rank rank, Batch batch) {
        double from = Math.max(rank.copyFree, batch.assembled);
        batch.ready = from + batch.bytes / setup.copyBytesPerSec();
        rank.copyFree = batch.ready;
        rank.copied++;
        if (rank.ready.isEmpty()) {
            supplied++;
        }
        rank.ready.add(batch);
    }

    /** Starts every step for which all ranks have a batch. */
    private void step() {
        while (started < starts.length && supplied == ranks.length) {
            Batch last = ranks[0].ready.peek();
            for (Rank rank : ranks) {
                last = rank.ready.peek().ready > last.ready ? rank.ready.peek() : last;
            }
            double free = started == 0 ? 0 : ends[started - 1];
            starts[started] = Math.max(free, last.ready);
            ends[started] = starts[started] + setup.step().draw(stepTimes);
            if (started > warmUp) {
                waited += starts[started] - free;
                blame(last, free);
            }
            started++;
            for (Rank rank : ranks) {
                rank.ready.remove();
                supplied -= rank.ready.isEmpty() ? 1 : 0;
                release(rank);
            }
        }
    }

    /** Charges the wait since {@code free} to what the last batch was in. */
    private void blame(Batch batch, double free) {
        for (int i = 0; i < setup.batch(); i++) {
            blamed[0] += Math.max(0, batch.times[3 * i + 1] - Math.max(free, batch.times[3 * i]));
            blamed[1] += Math.max(0, batch.times[3 * i + 2] - Math.max(free, batch.times[3 * i + 1]));
        }
        blamed[2] += Math.max(0, batch.ready - Math.max(free, batch.assembled));
    }
}
