package windtunnel.model.collective;

/** Flows that a family of groups sends at once, each with what it loads its links with. */
public interface Traffic {
    /** Number of flows. */
    int flows();

    /** Tells every link that a flow crosses; a link may be told more than once, its loads add up. */
    void visit(int flow, LinkSink sink);

    /** Takes the links of a flow. */
    @FunctionalInterface
    interface LinkSink {
        /** Link {@code link} carries {@code load} bytes for each byte of the flow's progress. */
        void cross(int link, double load);
    }

    /** What each link of a cluster carries for a byte of progress of all flows. */
    static double[] loads(Traffic traffic, int links) {
        double[] loads = new double[links];
        for (int flow = 0; flow < traffic.flows(); flow++) {
            traffic.visit(flow, (link, load) -> loads[link] += load);
        }
        return loads;
    }
}
