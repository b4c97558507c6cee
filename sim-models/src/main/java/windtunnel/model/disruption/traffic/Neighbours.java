package windtunnel.model.disruption.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import windtunnel.core.flow.MaxMinSolver;
import windtunnel.core.flow.MaxMinSystem;
import windtunnel.core.flow.lossless.HeadOfLine;
import windtunnel.model.Cluster;
import windtunnel.model.Plugs;
import windtunnel.model.Route;
import windtunnel.model.Sharing;

/**
 * What permanent flows of others leave to a job of each link, by the max-min shares of both.
 *
 * <p>On one link of capacity C, m flows of the job and n of others get m and n parts of it, unless the others are capped below their part (network.md 7.5). Flows from NIC
 * to NIC share every link of their ways at once; what is left of a link is then what m more flows on that link alone would get, with head-of-line blocking where the
 * network pauses.
 */
final class Neighbours {
    private final Cluster cluster;
    private final BackgroundTraffic what;
    private final double jobFlows;
    private final double flows;
    private final double cap;

    Neighbours(Cluster cluster, BackgroundTraffic what) {
        this.cluster = cluster;
        this.what = what;
        jobFlows = what.jobFlows().value();
        flows = what.flows().value();
        cap = what.cap().map(each -> each.bytesPerSec()).orElse(Double.POSITIVE_INFINITY);
    }

    /** A way from NIC to NIC; its links are numbered among all that are crossed. */
    private record Way(int[] link, double[] share, double weight) {}

    /** Share that is left of each link, by number. */
    Map<Integer, Double> left(List<Integer> links) {
        Map<Integer, Double> left = new TreeMap<>();
        if (flows > 0) {
            links.forEach(link -> left.put(link, beside(link)));
        }
        return left;
    }

    private double beside(int link) {
        double capacity = cluster.capacity(link);
        double latency = cluster.networkSeconds(0, cluster.nics() - 1);
        Sharing sharing = cluster.sharing();
        double[] weight = {sharing.weight(latency, 1 / capacity), sharing.weight(latencyOf(latency), 1 / capacity)};
        double[] rates = new double[2];
        new MaxMinSolver()
                .solve(
                        new MaxMinSystem(
                                1,
                                2,
                                new double[] {capacity},
                                new int[] {0, 1, 2},
                                new int[2],
                                null,
                                weight,
                                new double[] {Double.POSITIVE_INFINITY, cap},
                                new double[] {jobFlows, flows}),
                        rates,
                        new int[2]);
        return jobFlows * rates[0] / capacity;
    }

    private double latencyOf(double routed) {
        return what.roundTrip().map(trip -> trip.seconds() / 2).orElse(routed);
    }

    /** NICs that a name stands for, in order. */
    static List<Integer> nics(Cluster cluster, String name) {
        List<Integer> nics = new ArrayList<>();
        Plugs.parse(name, cluster.nodes(), cluster.rails())
                .filter(plugs -> plugs.within(cluster.nodes(), cluster.rails()))
                .ifPresent(plugs -> plugs.forEach(cluster.rails(), nics::add));
        return nics;
    }

    /** Pairs of a sender and its receiver: the receivers by turns. */
    static List<int[]> pairs(Cluster cluster, String from, String to) {
        List<Integer> senders = nics(cluster, from);
        List<Integer> receivers = nics(cluster, to);
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < senders.size() && !receivers.isEmpty(); i++) {
            int receiver = receivers.get(i % receivers.size());
            if (senders.get(i) != receiver) {
                pairs.add(new int[] {senders.get(i), receiver});
            }
        }
        return pairs;
    }

    /** Whether each pair has one way, not parts of several. */
    static boolean single(Cluster cluster, List<int[]> pairs) {
        Route way = new Route();
        for (int[] pair : pairs) {
            cluster.network(pair[0], pair[1], 0, way);
            for (int h = 0; h < way.count(); h++) {
                if (way.share(h) != 1) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Share that is left of each link that the flows between pairs of NICs cross, by number. */
    Map<Integer, Double> left(String from, String to) {
        Map<Integer, Integer> numbers = new TreeMap<>();
        List<Way> ways = new ArrayList<>();
        for (int[] pair : pairs(cluster, from, to)) {
            ways.add(way(pair[0], pair[1], numbers));
        }
        double[] capacity = new double[numbers.size()];
        numbers.forEach((link, number) -> capacity[number] = cluster.capacity(link));
        Map<Integer, Double> left = new TreeMap<>();
        if (flows > 0) {
            numbers.forEach((link, number) -> left.put(link, probe(ways, capacity, number)));
        }
        return left;
    }

    private Way way(int from, int to, Map<Integer, Integer> numbers) {
        Route route = new Route();
        cluster.network(from, to, 0, route);
        int[] link = new int[route.count()];
        double[] share = new double[link.length];
        double slow = 0;
        for (int h = 0; h < link.length; h++) {
            link[h] = numbers.computeIfAbsent(route.link(h), l -> numbers.size());
            share[h] = route.share(h);
            slow += share[h] / cluster.capacity(route.link(h));
        }
        return new Way(link, share, cluster.sharing().weight(latencyOf(cluster.networkSeconds(from, to)), slow));
    }

    /** What flows of the job on one link get beside all others, as a share of the link. */
    private double probe(List<Way> ways, double[] capacity, int number) {
        int count = ways.size() + 1;
        int edges = 1 + ways.stream().mapToInt(way -> way.link().length).sum();
        int[] offset = new int[count + 1];
        int[] link = new int[edges];
        double[] share = new double[edges];
        double[] weight = new double[count];
        double[] caps = new double[count];
        double[] members = new double[count];
        for (int f = 0; f < ways.size(); f++) {
            Way way = ways.get(f);
            System.arraycopy(way.link(), 0, link, offset[f], way.link().length);
            System.arraycopy(way.share(), 0, share, offset[f], way.link().length);
            offset[f + 1] = offset[f] + way.link().length;
            weight[f] = way.weight();
            caps[f] = cap;
            members[f] = flows;
        }
        link[edges - 1] = number;
        share[edges - 1] = 1;
        offset[count] = edges;
        double latency = cluster.networkSeconds(0, cluster.nics() - 1);
        weight[count - 1] = cluster.sharing().weight(latency, 1 / capacity[number]);
        caps[count - 1] = Double.POSITIVE_INFINITY;
        members[count - 1] = jobFlows;
        MaxMinSystem system =
                new MaxMinSystem(capacity.length, count, capacity, offset, link, share, weight, caps, members);
        double[] rates = cluster.sharing().headOfLine() ? HeadOfLine.rates(system) : new double[count];
        if (!cluster.sharing().headOfLine()) {
            new MaxMinSolver().solve(system, rates, new int[count]);
        }
        return jobFlows * rates[count - 1] / capacity[number];
    }
}
