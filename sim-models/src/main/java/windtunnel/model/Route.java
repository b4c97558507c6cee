package windtunnel.model;

import java.util.Arrays;

/** The links of a flow, each with the share of the flow that crosses it; made once and filled again for every flow. */
public final class Route {
    private int[] link = new int[16];
    private double[] share = new double[16];
    private int count;

    /** Forgets all links. */
    public void clear() {
        count = 0;
    }

    /** Adds {@code offset} to the numbers of all links from the {@code first}-th on, and multiplies their shares by {@code part}. */
    public void shift(int first, int offset, double part) {
        for (int i = first; i < count; i++) {
            link[i] += offset;
            share[i] *= part;
        }
    }

    /** Adds a link that the whole flow crosses. */
    public void add(int number) {
        add(number, 1);
    }

    /** Adds a link that a share of the flow crosses. */
    public void add(int number, double part) {
        if (count == link.length) {
            link = Arrays.copyOf(link, 2 * count);
            share = Arrays.copyOf(share, 2 * count);
        }
        link[count] = number;
        share[count++] = part;
    }

    /** How many links there are. */
    public int count() {
        return count;
    }

    /** The {@code index}-th link. */
    public int link(int index) {
        return link[index];
    }

    /** Share of the flow that crosses the {@code index}-th link. */
    public double share(int index) {
        return share[index];
    }
}
