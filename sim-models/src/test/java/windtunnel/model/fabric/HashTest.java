package windtunnel.model.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.model.Cluster;
import windtunnel.model.Route;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.fabric.topology.Routing.Policy;

/** Flows hashed to paths: how often they meet, against exact enumeration (network.md 2.3). */
class HashTest {
    private static final int SEEDS = 2000;

    /** P(max <= c) for m balls in p bins: m!/p^m times the coefficient of x^m in (sum over i <= c of x^i / i!)^p. */
    private static double atMost(int m, int p, int c) {
        double[] power = new double[m + 1];
        power[0] = 1;
        for (int bin = 0; bin < p; bin++) {
            double[] next = new double[m + 1];
            for (int have = 0; have <= m; have++) {
                double term = power[have];
                for (int i = 0; i <= c && have + i <= m; i++) {
                    next[have + i] += term;
                    term /= i + 1;
                }
            }
            power = next;
        }
        double probability = power[m];
        for (int i = 1; i <= m; i++) {
            probability *= (double) i / p;
        }
        return probability;
    }

    private static double expectedMax(int m, int p) {
        double mean = 0;
        for (int c = 0; c < m; c++) {
            mean += 1 - atMost(m, p, c);
        }
        return mean;
    }

    @ParameterizedTest
    @DisplayName("net-2.3 largest number of flows on a link, exact")
    @CsvSource({
        "2, 2, 1.5, 0.5",
        "4, 4, 2.125, 0.09375",
        "4, 8, 1.648438, 0.410156",
        "8, 8, 2.597233, 0.002403",
        "8, 16, 2.062916, 0.120820",
        "16, 16, 3.078247, 0.0000011"
    })
    void hashedFlowsMeetAsBallsInBins(int m, int p, double expected, double none) {
        assertThat(expectedMax(m, p)).isCloseTo(expected, within(5e-7));
        assertThat(atMost(m, p, 1)).isCloseTo(none, within(5e-7));
        double[] most = new double[SEEDS];
        int apart = 0;
        int usedSum = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            double[] load = uplinks(m, p, seed, 1);
            for (double l : load) {
                most[seed] = Math.max(most[seed], l);
                usedSum += l > 0 ? 1 : 0;
            }
            apart += most[seed] == 1 ? 1 : 0;
        }
        assertThat(mean(most)).isCloseTo(expected, within(3 * error(most)));
        double sigma = Math.sqrt(none * (1 - none) / SEEDS);
        assertThat((double) apart / SEEDS).isCloseTo(none, within(3 * sigma + 1e-3));
        assertThat((double) usedSum / SEEDS).isCloseTo(p * (1 - Math.pow(1 - 1.0 / p, m)), within(0.08));
    }

    @ParameterizedTest
    @DisplayName("net-2.3 eight flows on eight links, each divided over queue pairs")
    @CsvSource({"1, 2.597233", "2, 2.1007", "4, 1.7619", "8, 1.53", "16, 1.37"})
    void queuePairsEvenOut(int pairs, double slowest) {
        double[] most = new double[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            for (double load : uplinks(8, 8, seed, pairs)) {
                most[seed] = Math.max(most[seed], load);
            }
        }
        assertThat(mean(most)).isCloseTo(slowest, within(3 * error(most) + 5e-3));
    }

    @Test
    @DisplayName("net-M14 eight line-rate flows over eight uplinks: 2.5972 times as long on average")
    void meanCompletionOfHashedFlows() {
        double[] factor = new double[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            Cluster cluster = leafSpine(8, seed, 1);
            double[] load = new double[cluster.links()];
            Route out = new Route();
            for (int host = 0; host < 8; host++) {
                cluster.network(host, 8 + 8 * host, 0, out);
                for (int h = 0; h < out.count(); h++) {
                    load[out.link(h)] += out.share(h);
                }
            }
            for (int link = 0; link < load.length; link++) {
                factor[seed] = Math.max(factor[seed], load[link] * 48e9 / cluster.capacity(link));
            }
        }
        assertThat(mean(factor)).isCloseTo(2.5972, within(3 * error(factor)));
    }

    private static Cluster leafSpine(int uplinks, int seed, int pairs) {
        Routing routing = new Routing(Policy.ECMP, new Count(pairs), false, new Count(seed));
        LeafSpine fabric = new LeafSpine(new Count(2L * uplinks), new Ratio(1), Cabling.OWN, routing, false);
        return CableGraph.build(fabric, 9 * uplinks, 1);
    }

    /** Load of each uplink of leaf 0 when {@code flows} of its NICs send to NICs of other leaves. */
    private static double[] uplinks(int flows, int links, int seed, int pairs) {
        Cluster cluster = leafSpine(links, seed, pairs);
        double[] load = new double[links];
        Route out = new Route();
        for (int flow = 0; flow < flows; flow++) {
            cluster.network(flow % links, links + flow % (8 * links), flow, out);
            for (int h = 0; h < out.count(); h++) {
                int up = out.link(h) - cluster.link(Cluster.Part.LEAF_UP, 0);
                if (up >= 0 && up < links) {
                    load[up] += out.share(h);
                }
            }
        }
        return load;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double error(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / (values.length - 1) / values.length);
    }

    @Test
    void polarisedHashesLeaveCoresIdle() {
        assertThat(coresUsed(false)).isGreaterThan(20);
        assertThat(coresUsed(true)).isLessThanOrEqualTo(8);
    }

    /** Cores that carry anything when all hosts of a fat tree of k = 16 send to the next pod; there are 64. */
    private static int coresUsed(boolean polarised) {
        Routing routing = new Routing(Policy.ECMP, new Count(1), polarised, new Count(0));
        Cluster cluster = CableGraph.build(new FatTree(new Count(16), Cabling.OWN, routing, false), 1024, 1);
        boolean[] used = new boolean[64];
        Route out = new Route();
        for (int host = 0; host < 64; host++) {
            cluster.network(host, host + 64, 0, out);
            for (int h = 0; h < out.count(); h++) {
                String[] words = cluster.name(out.link(h)).split("/");
                if (words[1].startsWith("core-")) {
                    used[Integer.parseInt(words[1].substring(5))] = true;
                }
            }
        }
        int count = 0;
        for (boolean core : used) {
            count += core ? 1 : 0;
        }
        return count;
    }

    @Test
    void samePathsOnEveryMachine() {
        Cluster cluster = leafSpine(8, 7, 1);
        Route out = new Route();
        StringBuilder spines = new StringBuilder();
        for (int to = 8; to < 20; to++) {
            cluster.network(0, to, 0, out);
            spines.append(cluster.name(out.link(1)).split("/")[1].substring(6));
        }
        assertThat(spines.toString()).isEqualTo("161505764745");
    }
}
