package windtunnel.model.collective.plan;

import windtunnel.model.Cluster;
import windtunnel.model.Fidelity;
import windtunnel.model.GroupFamily;
import windtunnel.model.Route;
import windtunnel.model.collective.FluidSystem;
import windtunnel.model.collective.Plan;
import windtunnel.model.collective.Traffic;

/**
 * A schedule of rounds, done by all groups of a family side by side.
 *
 * <p>A send takes latency + bytes / rate; a link serves all that crosses it in a round in proportion, so the rate of a send is that of the
 * tightest link, capacity / load. {@code analytic} adds up the slowest sends of the rounds. {@code fluid} gets the rates of each round
 * from the max-min system. {@code steps} follows every rank: a send starts when both its ends are done with the round before. The
 * three are equal where all sends of a round are alike.
 */
public final class RoundsPlan implements Plan {
    private final Cluster cluster;
    private final GroupFamily family;
    private final Fidelity fidelity;
    private final Stage[] stages;

    /** Prices {@code rounds} on the cluster as it stands. */
    public RoundsPlan(Cluster cluster, GroupFamily family, Rounds rounds, Fidelity fidelity) {
        this.cluster = cluster;
        this.family = family;
        this.fidelity = fidelity;
        stages = rounds.rounds().stream().map(Stage::new).toArray(Stage[]::new);
    }

    /** One round of all groups. */
    private final class Stage implements Traffic {
        private final Rounds.Round round;
        private final Route way = new Route();
        private final double[] latency;
        private final double[] perByte;
        private final int[] tightest;
        private FluidSystem fluid;

        Stage(Rounds.Round round) {
            this.round = round;
            double[] loads = Traffic.loads(this, cluster.links());
            latency = new double[flows()];
            perByte = new double[flows()];
            tightest = new int[flows()];
            for (int f = 0; f < latency.length; f++) {
                int flow = f;
                latency[f] = cluster.latencySeconds(from(f), to(f));
                visit(f, (link, load) -> {
                    double here = loads[link] / cluster.capacity(link);
                    tightest[flow] = here > perByte[flow] ? link : tightest[flow];
                    perByte[flow] = Math.max(here, perByte[flow]);
                });
            }
        }

        private int from(int flow) {
            return family.gpu(flow / round.sends(), round.from()[flow % round.sends()]);
        }

        private int to(int flow) {
            return family.gpu(flow / round.sends(), round.to()[flow % round.sends()]);
        }

        @Override
        public int flows() {
            return family.groups() * round.sends();
        }

        @Override
        public void visit(int flow, LinkSink sink) {
            cluster.route(from(flow), to(flow), way);
            for (int h = 0; h < way.count(); h++) {
                sink.cross(way.link(h), way.share(h) * round.share()[flow % round.sends()]);
            }
        }

        double seconds(int flow, double bytes) {
            return latency[flow] + bytes * perByte[flow];
        }

        int slowest(double bytes) {
            int slowest = 0;
            for (int flow = 1; flow < latency.length; flow++) {
                slowest = seconds(flow, bytes) > seconds(slowest, bytes) ? flow : slowest;
            }
            return slowest;
        }

        double fluidSeconds(double bytes) {
            if (fluid == null) {
                fluid = new FluidSystem(cluster, this);
            }
            return fluid.seconds(latency, bytes);
        }

        /** Moves the ranks of a group on from the instants in {@code at}. */
        void step(int group, double bytes, double[] at, double[] next) {
            System.arraycopy(at, 0, next, 0, at.length);
            for (int send = 0; send < round.sends(); send++) {
                int from = round.from()[send];
                int to = round.to()[send];
                double end = Math.max(at[from], at[to]) + seconds(group * round.sends() + send, bytes);
                next[from] = Math.max(next[from], end);
                next[to] = Math.max(next[to], end);
            }
        }
    }

    @Override
    public double seconds(double bytes) {
        if (fidelity == Fidelity.STEPS) {
            return stepped(bytes);
        }
        double sum = 0;
        for (Stage stage : stages) {
            sum += fidelity == Fidelity.FLUID ? stage.fluidSeconds(bytes) : stage.seconds(stage.slowest(bytes), bytes);
        }
        return sum;
    }

    private double stepped(double bytes) {
        double finish = 0;
        for (int group = 0; group < family.groups(); group++) {
            double[] at = new double[family.ranks()];
            double[] next = new double[family.ranks()];
            for (Stage stage : stages) {
                stage.step(group, bytes, at, next);
                double[] swap = at;
                at = next;
                next = swap;
            }
            for (double end : at) {
                finish = Math.max(finish, end);
            }
        }
        return finish;
    }

    @Override
    public int bottleneck(double bytes) {
        double longest = -1;
        int link = -1;
        for (Stage stage : stages) {
            int slowest = stage.slowest(bytes);
            if (stage.seconds(slowest, bytes) > longest) {
                longest = stage.seconds(slowest, bytes);
                link = stage.tightest[slowest];
            }
        }
        return link;
    }

    @Override
    public void carry(Traffic.LinkSink sink) {
        for (Stage stage : stages) {
            for (int flow = 0; flow < stage.flows(); flow++) {
                stage.visit(flow, sink);
            }
        }
    }
}
