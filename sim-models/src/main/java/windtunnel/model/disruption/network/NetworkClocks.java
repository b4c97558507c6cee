package windtunnel.model.disruption.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.apache.commons.math3.special.Gamma;
import windtunnel.core.measure.Metric;
import windtunnel.core.random.Distribution;
import windtunnel.core.random.Stream;
import windtunnel.model.Cluster;
import windtunnel.model.Switches;
import windtunnel.model.World;

/** The failures of one {@link NetworkFailures} in one run. */
final class NetworkClocks {

    private final World world;
    private final Cluster cluster;
    private final NetworkFailures what;
    private final Outages outages;

    NetworkClocks(World world, NetworkFailures what) {
        this.world = world;
        this.what = what;
        cluster = world.cluster();
        outages = new Outages(world, what.transport());
    }

    /** Things of a kind that fail: how many, what is left of links when one does, and how long. */
    private final class Population {
        private final Stream draws;
        private final int count;
        private final IntFunction<Map<Integer, Double>> without;
        private final Distribution repair;
        private final Metric metric;
        private long failures;

        Population(
                String kind, int count, IntFunction<Map<Integer, Double>> without, Distribution repair, Metric metric) {
            this.count = count;
            this.without = without;
            this.repair = repair;
            this.metric = metric;
            draws = world.streams().stream(what.name() + "/" + kind, "network failure");
        }

        void wind(double perSecond) {
            world.onEnd(end -> record());
            if (perSecond > 0 && count > 0 && what.shape().value() == 1) {
                together(Distribution.exponential(1 / (perSecond * count)));
            } else if (perSecond > 0) {
                double shape = what.shape().value();
                Distribution life = Distribution.weibull(shape, 1 / perSecond / Gamma.gamma(1 + 1 / shape));
                for (int index = 0; index < count; index++) {
                    alone(index, life, 0);
                }
            }
        }

        private void record() {
            String name = what.name();
            for (int n = 2; world.recorder().values().containsKey(name + "." + metric.name()); n++) {
                name = what.name() + "-" + n;
            }
            world.recorder().record(name, metric, failures);
        }

        private void together(Distribution calm) {
            outages.after(calm.draw(draws), () -> {
                strike(draws.below(count), repair.draw(draws));
                together(calm);
            });
        }

        private void alone(int index, Distribution life, double since) {
            outages.after(since + life.draw(draws), () -> {
                double outage = repair.draw(draws);
                strike(index, outage);
                alone(index, life, outage);
            });
        }

        private void strike(int index, double outage) {
            failures++;
            lose(without.apply(index), outage);
        }
    }

    void begin() {
        Where first = Where.PORT.count(cluster) > 0 ? Where.PORT : Where.NIC;
        new Population(
                        "links",
                        first.count(cluster),
                        index -> dead(first.links(cluster, index)),
                        what.linkRepair().seconds(),
                        NetworkFailures.LINK_FAILURES)
                .wind(what.perLinkSecond());
        List<Integer> switches = switches();
        new Population(
                        "switches",
                        switches.size(),
                        index -> cluster.without(switches.get(index)),
                        what.switchRepair().seconds(),
                        NetworkFailures.SWITCH_FAILURES)
                .wind(what.perSwitchSecond());
    }

    private List<Integer> switches() {
        Optional<Switches> all = cluster.switches();
        Set<Integer> chosen = new TreeSet<>();
        if (all.isPresent() && what.tiers().equals("all")) {
            for (int index = 0; index < all.get().count(); index++) {
                chosen.add(index);
            }
        } else if (all.isPresent()) {
            for (int nic = 0; nic < cluster.nics(); nic++) {
                all.get().plugged(nic, chosen::add);
            }
        }
        return new ArrayList<>(chosen);
    }

    private static Map<Integer, Double> dead(List<Integer> links) {
        Map<Integer, Double> left = new TreeMap<>();
        links.forEach(link -> left.put(link, 0.0));
        return left;
    }

    private void lose(Map<Integer, Double> left, double outage) {
        List<Integer> dead = new ArrayList<>();
        left.forEach((link, share) -> {
            if (share == 0) {
                dead.add(link);
            }
        });
        if (dead.isEmpty() || wayRound(dead)) {
            double until = Math.min(what.reroute().seconds(), outage);
            outages.stall(until);
            if (outage > until) {
                outages.after(until, () -> outages.impaired(left, outage - until));
            }
        } else {
            outages.unanswered(dead, outage);
        }
    }

    /** Whether routes lead round these links once they are known to be dead. */
    private boolean wayRound(List<Integer> dead) {
        for (int link : dead) {
            if (Where.edge(cluster, link)) {
                return false;
            }
        }
        cluster.impair(dead, 0);
        boolean around = Where.nodes(cluster, dead).isEmpty();
        cluster.repair(dead, 0);
        return around;
    }
}
