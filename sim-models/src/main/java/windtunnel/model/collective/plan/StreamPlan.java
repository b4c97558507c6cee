package windtunnel.model.collective.plan;

import windtunnel.model.Cluster;
import windtunnel.model.Fidelity;
import windtunnel.model.GroupFamily;
import windtunnel.model.collective.FluidSystem;
import windtunnel.model.collective.Plan;
import windtunnel.model.collective.Traffic;

/**
 * Streams of chunks priced by what their links carry: {@code T = L + (h f + S) w}, where w = max over the links of load / capacity, S the
 * payload, L the latency of the longest way, h the hops to fill and f = min(S, bytes in flight).
 *
 * <p>{@code fluid} pays L and the fill first and gets the rate of S from the max-min system. {@code steps} follows every chunk where the
 * algorithm has edges; with unlike edges it is the faster one, since the fill is charged at the slowest link here.
 */
public final class StreamPlan implements Plan {
    private final Streams streams;
    private final Fidelity fidelity;
    private final FluidSystem fluid;
    private final double[] perByte;
    private final double[] worst;
    private final int[] tightest;

    StreamPlan(Cluster cluster, GroupFamily family, Streams streams, Fidelity fidelity) {
        this.streams = streams;
        this.fidelity = fidelity;
        perByte = Traffic.loads(streams, cluster.links());
        for (int link = 0; link < perByte.length; link++) {
            perByte[link] = perByte[link] == 0 ? 0 : perByte[link] / cluster.capacity(link);
        }
        worst = new double[family.groups()];
        tightest = new int[worst.length];
        for (int g = 0; g < worst.length; g++) {
            int group = g;
            streams.visit(group, (link, load) -> {
                tightest[group] = perByte[link] > worst[group] ? link : tightest[group];
                worst[group] = Math.max(worst[group], perByte[link]);
            });
        }
        fluid = fidelity == Fidelity.FLUID ? new FluidSystem(cluster, streams) : null;
    }

    private double first(int group, double bytes) {
        return streams.latencySeconds(group)
                + streams.fillHops(group) * Math.min(bytes, streams.inFlightBytes(group)) * worst[group];
    }

    private double seconds(int group, double bytes) {
        double stepped = fidelity == Fidelity.STEPS ? streams.everyChunk(group, bytes, perByte) : Double.NaN;
        return Double.isNaN(stepped) ? first(group, bytes) + bytes * worst[group] : stepped;
    }

    private int slowest(double bytes) {
        int slowest = 0;
        double longest = -1;
        for (int group = 0; group < worst.length; group++) {
            double seconds = seconds(group, bytes);
            if (seconds > longest) {
                longest = seconds;
                slowest = group;
            }
        }
        return slowest;
    }

    @Override
    public double seconds(double bytes) {
        if (fidelity != Fidelity.FLUID) {
            return seconds(slowest(bytes), bytes);
        }
        double[] latency = new double[worst.length];
        for (int group = 0; group < latency.length; group++) {
            latency[group] = first(group, bytes);
        }
        return fluid.seconds(latency, bytes);
    }

    @Override
    public int bottleneck(double bytes) {
        return tightest[slowest(bytes)];
    }

    @Override
    public void carry(Traffic.LinkSink sink) {
        for (int group = 0; group < streams.flows(); group++) {
            streams.visit(group, sink);
        }
    }
}
