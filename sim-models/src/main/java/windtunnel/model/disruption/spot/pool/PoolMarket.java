package windtunnel.model.disruption.spot.pool;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.measure.Metric;
import windtunnel.core.measure.Recorder;
import windtunnel.core.random.Stream;
import windtunnel.model.MachinePool;
import windtunnel.model.Machines;
import windtunnel.model.World;

/** The pools in one run: who has machines, what they cost, and which ones are on their way. */
final class PoolMarket {
    /** Who reports the totals. */
    static final String OWNER = "market";

    /** Node time of a pool. */
    static final Metric NODE_HOURS =
            new Metric("node_hours", "h", "Time for which machines of the pool were held and paid.");
    /** Dollars of a pool. */
    static final Metric NODES_COST = new Metric("nodes_cost", "USD", "What held machines cost, storage left out.");
    /** Losses. */
    static final Metric EVICTIONS = new Metric("evictions", "1", "Machines that the pool took from nodes.");
    /** Offer. */
    static final Metric OFFERED = new Metric("places", "1", "Machines that the pool had, held or not, mean over time.");

    private static final BigInteger PRICED =
            BigInteger.valueOf(1_000_000_000L).multiply(BigInteger.valueOf(3_600_000_000_000L));

    private final World world;
    private final Machines machines;
    private final List<Stand> stands = new ArrayList<>();
    private final Stand onDemand;
    private final Stream draws;
    private Buyer buyer;

    /** Who buys. */
    interface Buyer {
        /** The market is open. */
        void open();

        /** A pool has taken machines: those of {@code nodes}, and perhaps some that were on their way. */
        void taken(Stand stand, List<Integer> nodes);

        /** A number of machines or a price has changed, or a node has lost its machine. */
        void changed();
    }

    /** One pool in one run. */
    static final class Stand {
        private final int number;
        private final PoolCourse course;
        private final long startNanos;
        private int coming;
        private int cancelled;
        private int evictions;
        private double levelNanos;
        private long levelSince;

        private Stand(int number, PoolCourse course, double startSeconds) {
            this.number = number;
            this.course = course;
            startNanos = Simulation.nanos(startSeconds);
        }

        /** Machines on their way. */
        int coming() {
            return coming;
        }

        long nanoUsdPerHour() {
            return course.nanoUsdPerHour();
        }

        private void levelUntil(long nowNanos) {
            levelNanos += (double) course.level() * (nowNanos - levelSince);
            levelSince = nowNanos;
        }
    }

    PoolMarket(World world, SpotPools spec) {
        this.world = world;
        machines = world.machines();
        draws = world.streams().stream(OWNER, "taken");
        double losses = 0;
        for (Pool pool : spec.pools()) {
            PoolCourse course = new PoolCourse(world, pool);
            boolean own = pool.price().isPresent();
            int number = machines.add(new MachinePool(pool.name(), "spot", own, own ? course.nanoUsdPerHour() : 0));
            stands.add(new Stand(number, course, pool.start().seconds()));
            losses = Math.max(losses, pool.takenPerSecond());
            reportAtEnd(pool, stands.get(stands.size() - 1));
        }
        machines.expected()
                .expectEvictions(losses * world.cluster().nodes(), spec.notice().seconds(), 0);
        int number = machines.add(new MachinePool("", "on-demand", false, 0));
        double start = spec.onDemand().map(demand -> demand.start().seconds()).orElse(Demand.START_SECONDS);
        onDemand = new Stand(number, null, start);
        world.onEnd(end -> world.recorder().record(OWNER, NODES_COST, dollars()));
    }

    /** Lets {@code who} buy; all later than the start of the run. */
    void open(Buyer who) {
        buyer = who;
        machines.listen(new Machines.Listener() {
            @Override
            public void changing() {}

            @Override
            public void lost(Machines.Loss loss) {}

            @Override
            public void noticed(Machines.Notice notice) {}

            @Override
            public void complete() {}

            @Override
            public void vacated(int node) {
                world.simulation().after(0, Rank.SCHEDULER, payload -> buyer.changed(), 0);
            }
        });
        stands.forEach(this::schedule);
        world.simulation().after(0, Rank.SCHEDULER, payload -> buyer.open(), 0);
    }

    /** Pools in the order of the list. */
    List<Stand> stands() {
        return stands;
    }

    /** Machines that are always to be had. */
    Stand onDemand() {
        return onDemand;
    }

    /** Machines that the pool has, held or not. */
    int level(Stand stand) {
        return stand.course.level();
    }

    /** Machines of the pool that anybody could still get. */
    int free(Stand stand) {
        return stand.course.level() - standing(stand).size() - stand.coming;
    }

    /** Nodes with a machine of the pool that nobody has announced to take. */
    List<Integer> standing(Stand stand) {
        return machines.standing().stream()
                .filter(node -> machines.pool(node) == stand.number)
                .toList();
    }

    /** Asks for machines, which must be {@link #free}. */
    void launch(Stand stand, int count) {
        stand.coming += count;
        for (int i = 0; i < count; i++) {
            world.simulation().after(stand.startNanos, Rank.SCHEDULER, payload -> arrive(stand), 0);
        }
    }

    /** None of the machines on their way from the pool is wanted any more. */
    void cancel(Stand stand) {
        stand.cancelled += stand.coming;
        stand.coming = 0;
    }

    private void arrive(Stand stand) {
        if (stand.cancelled > 0) {
            stand.cancelled--;
            return;
        }
        stand.coming--;
        if (!machines.whole()) {
            machines.offer(stand.number);
        }
    }

    private void schedule(Stand stand) {
        long at = stand.course.nextNanos();
        if (at < Long.MAX_VALUE) {
            world.simulation().at(at, Rank.NOTICE, payload -> change(stand), 0);
        }
    }

    private void change(Stand stand) {
        int before = stand.course.level();
        long price = stand.course.nanoUsdPerHour();
        stand.levelUntil(world.simulation().nowNanos());
        stand.course.advance();
        if (stand.course.nanoUsdPerHour() != price) {
            machines.price(stand.number, stand.course.nanoUsdPerHour());
        }
        take(stand, before, before - stand.course.level());
        buyer.changed();
        schedule(stand);
    }

    /** Draws which of the {@code before} machines of a pool go: held ones, ones on their way, or ones that nobody has. */
    private void take(Stand stand, int before, int count) {
        List<Integer> standing = new ArrayList<>(standing(stand));
        List<Integer> nodes = new ArrayList<>();
        int cancelled = 0;
        for (int i = 0; i < count; i++) {
            int which = draws.below(before - i);
            if (which < standing.size()) {
                nodes.add(standing.remove(which));
            } else if (which < standing.size() + stand.coming) {
                stand.coming--;
                stand.cancelled++;
                cancelled++;
            }
        }
        stand.evictions += nodes.size();
        if (!nodes.isEmpty() || cancelled > 0) {
            nodes.sort(null);
            buyer.taken(stand, nodes);
        }
    }

    private void reportAtEnd(Pool pool, Stand stand) {
        world.onEnd(end -> {
            Machines.Held held = machines.held().get(stand.number);
            Recorder recorder = world.recorder();
            recorder.record(pool.name(), NODE_HOURS, held.nodeNanos().doubleValue() / 3600e9);
            recorder.record(pool.name(), NODES_COST, dollars(held));
            recorder.record(pool.name(), EVICTIONS, stand.evictions);
            stand.levelUntil(end);
            recorder.record(pool.name(), OFFERED, end > 0 ? stand.levelNanos / end : stand.course.level());
        });
    }

    /** Dollars for all machines so far. */
    double dollars() {
        return machines.held().stream().mapToDouble(this::dollars).sum();
    }

    private double dollars(Machines.Held held) {
        if (held.pool().ownPrice()) {
            return held.spent().doubleValue() / PRICED.doubleValue();
        }
        return world.quote(held.pool().market()).orElse(0) * held.nodeNanos().doubleValue() / PRICED.doubleValue();
    }
}
