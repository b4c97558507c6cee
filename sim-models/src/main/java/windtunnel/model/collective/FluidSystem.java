package windtunnel.model.collective;

import java.util.Arrays;
import windtunnel.core.flow.MaxMinSystem;
import windtunnel.core.flow.Quotient;
import windtunnel.core.flow.SymmetryClasses;
import windtunnel.model.Cluster;

/**
 * All flows of a family as composite variables of one max-min system, and the time until the last of them is done.
 *
 * <p>Variable x is a flow's progress; link l carries a_l bytes for each byte of it (network.md 3.7). The weight is 1/a of the link
 * that would bind the flow if it were alone, argmin C_l/a_l (erratum N2), so that there it takes the share of a single flow. Links
 * that one flow has for itself are its cap, and links that carry all caps at once cannot bind; what is left is solved, again
 * whenever a class of equal flows enters or ends.
 */
public final class FluidSystem {
    private static final int NOBODY = -1;
    /** Owner of a link that several flows cross. */
    static final int SEVERAL = -2;

    private final int flows;
    private final double[] cap;
    private final double[] weight;
    private final int[] offset;
    private int[] link = new int[16];
    private double[] coefficient = new double[16];
    private final double[] capacity;

    /** The flows of {@code traffic} on the cluster as it stands. */
    public FluidSystem(Cluster cluster, Traffic traffic) {
        flows = traffic.flows();
        cap = new double[flows];
        weight = new double[flows];
        offset = new int[flows + 1];
        Arrays.fill(cap, Double.POSITIVE_INFINITY);
        int[] owner = owners(traffic, cluster.links());
        double[] loads = Traffic.loads(traffic, cluster.links());
        capacity = new double[owner.length];
        for (int l = 0; l < owner.length; l++) {
            capacity[l] = owner[l] == NOBODY ? 0 : cluster.capacity(l);
            if (owner[l] >= 0) {
                cap[owner[l]] = Math.min(cap[owner[l]], capacity[l] / loads[l]);
            }
        }
        boolean[] binds = binding(traffic, owner);
        double[] own = new double[owner.length];
        for (int flow = 0; flow < flows; flow++) {
            addFlow(traffic, flow, binds, own);
        }
    }

    /** The flow that alone crosses each link; {@link #SEVERAL}, or -1 for nobody. */
    static int[] owners(Traffic traffic, int links) {
        int[] owner = new int[links];
        Arrays.fill(owner, NOBODY);
        for (int f = 0; f < traffic.flows(); f++) {
            int flow = f;
            traffic.visit(flow, (l, load) -> owner[l] = owner[l] == NOBODY || owner[l] == flow ? flow : SEVERAL);
        }
        return owner;
    }

    /** Which shared links could be full when every flow runs at its cap. */
    private boolean[] binding(Traffic traffic, int[] owner) {
        double[] most = new double[owner.length];
        for (int f = 0; f < flows; f++) {
            double fastest = cap[f];
            traffic.visit(f, (l, load) -> most[l] += load * fastest);
        }
        boolean[] binds = new boolean[owner.length];
        for (int l = 0; l < binds.length; l++) {
            binds[l] = owner[l] == SEVERAL && most[l] > capacity[l];
        }
        return binds;
    }

    private void addFlow(Traffic traffic, int flow, boolean[] binds, double[] own) {
        traffic.visit(flow, (l, load) -> own[l] += load);
        int first = offset[flow];
        offset[flow + 1] = first;
        double[] tightest = {Double.POSITIVE_INFINITY};
        traffic.visit(flow, (l, load) -> {
            double alone = own[l] > 0 ? capacity[l] / own[l] : Double.POSITIVE_INFINITY;
            if (alone < tightest[0]) {
                tightest[0] = alone;
                weight[flow] = 1 / own[l];
            }
            if (binds[l] && own[l] > 0) {
                addEdge(flow, l, own[l]);
            }
            own[l] = 0;
        });
    }

    private void addEdge(int flow, int l, double a) {
        int at = offset[flow + 1]++;
        if (at == link.length) {
            link = Arrays.copyOf(link, 2 * at);
            coefficient = Arrays.copyOf(coefficient, 2 * at);
        }
        link[at] = l;
        coefficient[at] = a;
    }

    /** Whether some flows share a link that may bind. */
    boolean coupled() {
        return offset[flows] > 0;
    }

    /** Most that the links which a flow has for itself let it do, bytes of progress a second. */
    double cap(int flow) {
        return cap[flow];
    }

    /** Seconds until every flow has paid its latency and made {@code work} bytes of progress. */
    public double seconds(double[] latency, double work) {
        double finish = 0;
        int[] coupled = new int[flows];
        int count = 0;
        for (int flow = 0; flow < flows; flow++) {
            if (offset[flow] == offset[flow + 1]) {
                finish = Math.max(finish, latency[flow] + work / cap[flow]);
            } else {
                coupled[count++] = flow;
            }
        }
        return count == 0 ? finish : Math.max(finish, race(Arrays.copyOf(coupled, count), latency, work));
    }

    /** Flows that are alike and start alike have equal rates until they end together, so one of each class runs. */
    private double race(int[] coupled, double[] latency, double work) {
        double[] start = new double[coupled.length];
        for (int i = 0; i < start.length; i++) {
            start[i] = latency[coupled[i]];
        }
        Quotient quotient = SymmetryClasses.of(part(coupled), start).quotient();
        double[] startOfClass = new double[quotient.members().length];
        for (int i = 0; i < start.length; i++) {
            startOfClass[quotient.classOf()[i]] = start[i];
        }
        return new Race(quotient.system(), startOfClass, work).seconds();
    }

    /** The system of some flows; links keep their numbers. */
    private MaxMinSystem part(int[] active) {
        int edges = 0;
        for (int flow : active) {
            edges += offset[flow + 1] - offset[flow];
        }
        int[] start = new int[active.length + 1];
        int[] links = new int[edges];
        double[] coefficients = new double[edges];
        double[] weights = new double[active.length];
        double[] caps = new double[active.length];
        for (int i = 0; i < active.length; i++) {
            int from = offset[active[i]];
            int length = offset[active[i] + 1] - from;
            System.arraycopy(link, from, links, start[i], length);
            System.arraycopy(coefficient, from, coefficients, start[i], length);
            start[i + 1] = start[i] + length;
            weights[i] = weight[active[i]];
            caps[i] = cap[active[i]];
        }
        return new MaxMinSystem(
                capacity.length, active.length, capacity, start, links, coefficients, weights, caps, null);
    }
}
