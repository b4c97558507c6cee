package windtunnel.model.disruption.traffic;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.random.Distribution;
import windtunnel.core.random.Stream;
import windtunnel.model.Cluster;
import windtunnel.model.World;

/** The traffic of one {@link BackgroundTraffic} in one run. */
final class Course {
    private static final double LONGEST_SECONDS = 9e8;

    private final World world;
    private final Cluster cluster;
    private final BackgroundTraffic what;
    private final Stream draws;
    private final Distribution burst;
    private final Distribution calm;
    private final List<LoadTrace.Change> trace;
    private Map<Integer, Double> taken = Map.of();
    private boolean over;

    Course(World world, BackgroundTraffic what) {
        this.world = world;
        this.what = what;
        cluster = world.cluster();
        draws = world.streams().stream(what.name(), "background traffic");
        burst = Distribution.exponential(Math.max(1e-9, what.burst().seconds()));
        calm = Distribution.exponential(Math.max(1e-9, what.calm().seconds()));
        trace = what.file().map(file -> LoadTrace.parse(file.text())).orElse(List.of());
    }

    void schedule() {
        if (what.start().seconds() > 0) {
            after(what.start().seconds(), this::begin);
        } else {
            begin();
        }
        what.lasts()
                .ifPresent(span -> after(what.start().seconds() + span.seconds(), () -> {
                    over = true;
                    leave(Map.of());
                }));
    }

    private void begin() {
        switch (what.mode()) {
            case RESERVE -> leave(share(what.share().value()));
            case FLOWS -> leave(flows());
            case ON_OFF -> calm();
            case TRACE -> line(0);
        }
    }

    private Map<Integer, Double> share(double share) {
        Map<Integer, Double> left = new TreeMap<>();
        if (share > 0) {
            what.on(cluster).forEach(link -> left.put(link, 1 - share));
        }
        return left;
    }

    private Map<Integer, Double> flows() {
        Neighbours neighbours = new Neighbours(cluster.sound(), what);
        return what.from().isPresent()
                ? neighbours.left(what.from().get(), what.to().orElseThrow())
                : neighbours.left(what.on(cluster));
    }

    private void calm() {
        leave(Map.of());
        after(calm.draw(draws), this::burst);
    }

    private void burst() {
        if (!over) {
            leave(share(what.share().value()));
            after(burst.draw(draws), this::calmUnlessOver);
        }
    }

    private void calmUnlessOver() {
        if (!over) {
            calm();
        }
    }

    private void line(int index) {
        if (over) {
            return;
        }
        boolean end = index > 0 && index == trace.size() - 1;
        int at = end ? 0 : index;
        leave(share(trace.get(at).share()));
        if (trace.size() > 1) {
            after(trace.get(at + 1).seconds() - trace.get(at).seconds(), () -> line(at + 1));
        }
    }

    /** From now on this share is left of these links, and all of every other. */
    private void leave(Map<Integer, Double> left) {
        if (left.equals(taken)) {
            return;
        }
        taken.forEach((link, share) -> cluster.repair(List.of(link), share));
        left.forEach((link, share) -> cluster.impair(List.of(link), share));
        taken = left;
        world.conditions().changed();
    }

    private void after(double seconds, Runnable next) {
        if (seconds < LONGEST_SECONDS) {
            world.simulation().after(Simulation.nanos(seconds), Rank.FAILURE, payload -> next.run(), 0);
        }
    }
}
