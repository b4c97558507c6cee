package windtunnel.model.fabric.topology;

import java.util.Arrays;
import java.util.List;

/**
 * Switches and the cables between them, as arrays, with the number of hops from every switch to every other.
 *
 * @param switches names
 * @param switchOfNic the switch that each NIC is plugged into
 * @param cables cables between switches
 */
public record Wiring(List<String> switches, int[] switchOfNic, List<Cable> cables) {
    /** Number of hops to a switch that cannot be reached. */
    static final short FAR = Short.MAX_VALUE;

    /**
     * A cable, both ways.
     *
     * @param from switch at one end
     * @param to switch at the other end
     * @param bytesPerSec rate each way
     * @param seconds latency
     * @param nth which of several cables between the same two switches, -1 for the only one
     */
    public record Cable(int from, int to, double bytesPerSec, double seconds, int nth) {}

    /** Switch at which a link, twice the cable's number or that and one, ends. */
    int head(int link) {
        Cable cable = cables.get(link / 2);
        return link % 2 == 0 ? cable.to() : cable.from();
    }

    /** Links that leave each switch, by number, after the place where they begin for each switch. */
    int[][] leaving() {
        int count = switches.size();
        int[] start = new int[count + 1];
        for (Cable cable : cables) {
            start[cable.from() + 1]++;
            start[cable.to() + 1]++;
        }
        for (int s = 0; s < count; s++) {
            start[s + 1] += start[s];
        }
        int[] next = start.clone();
        int[] links = new int[2 * cables.size()];
        for (int c = 0; c < cables.size(); c++) {
            links[next[cables.get(c).from()]++] = 2 * c;
            links[next[cables.get(c).to()]++] = 2 * c + 1;
        }
        return new int[][] {start, links};
    }

    /** Hops from every switch to every other, row by row; {@link #FAR} where no cables lead. */
    public short[] hops() {
        int count = switches.size();
        int[][] leaving = leaving();
        short[] hops = new short[count * count];
        Arrays.fill(hops, FAR);
        int[] queue = new int[count];
        for (int root = 0; root < count; root++) {
            int tail = 0;
            queue[tail++] = root;
            hops[root * count + root] = 0;
            for (int at = 0; at < tail; at++) {
                int from = queue[at];
                for (int i = leaving[0][from]; i < leaving[0][from + 1]; i++) {
                    int to = head(leaving[1][i]);
                    if (hops[root * count + to] == FAR) {
                        hops[root * count + to] = (short) (hops[root * count + from] + 1);
                        queue[tail++] = to;
                    }
                }
            }
        }
        return hops;
    }
}
