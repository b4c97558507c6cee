package windtunnel.core.flow;

import java.util.Arrays;

/** Loads of classes of flows on classes of links, collected link by link and handed out flow by flow. */
final class QuotientEdges {
    private int count;
    private int[] flow = new int[16];
    private int[] link = new int[16];
    private double[] load = new double[16];

    int count() {
        return count;
    }

    void add(int flowClass, int linkClass) {
        if (count == flow.length) {
            flow = Arrays.copyOf(flow, 2 * count);
            link = Arrays.copyOf(link, 2 * count);
            load = Arrays.copyOf(load, 2 * count);
        }
        flow[count] = flowClass;
        link[count++] = linkClass;
    }

    /** Takes the loads of the edges from {@code first} on out of {@code ofFlow}, which is zero afterwards. */
    void take(int first, double[] ofFlow) {
        for (int e = first; e < count; e++) {
            load[e] = ofFlow[flow[e]];
            ofFlow[flow[e]] = 0;
        }
    }

    /** The problem of these edges. */
    MaxMinSystem system(double[] capacity, double[] weight, double[] cap) {
        int flows = weight.length;
        int[] offset = new int[flows + 1];
        for (int e = 0; e < count; e++) {
            offset[flow[e] + 1]++;
        }
        for (int i = 0; i < flows; i++) {
            offset[i + 1] += offset[i];
        }
        int[] next = Arrays.copyOf(offset, flows);
        int[] links = new int[count];
        double[] coefficient = new double[count];
        for (int e = 0; e < count; e++) {
            int at = next[flow[e]]++;
            links[at] = link[e];
            coefficient[at] = load[e];
        }
        return new MaxMinSystem(capacity.length, flows, capacity, offset, links, coefficient, weight, cap, null);
    }
}
