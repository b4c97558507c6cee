package windtunnel.model.queue;

import java.util.Comparator;
import java.util.List;
import windtunnel.core.engine.Simulation;
import windtunnel.core.random.Distribution;
import windtunnel.core.random.Stream;
import windtunnel.model.World;

/** Makes the jobs of a run, in the order of their arrival; those of one instant in the order of the file. */
final class JobSource {
    private final JobQueue queue;
    private final World world;
    private final List<String> teams;
    private final int perNode;

    JobSource(JobQueue queue, World world) {
        this.queue = queue;
        this.world = world;
        teams = queue.owners();
        perNode = world.cluster().gpusPerNode();
    }

    void fill(List<Job> all) {
        for (QueuedJob job : queue.jobs()) {
            Job.Terms terms = new Job.Terms(
                    job.priority().value(),
                    job.checkpointEvery()
                            .map(every -> Simulation.nanos(every.seconds()))
                            .orElse(0L),
                    Simulation.nanos(job.restart().seconds()),
                    job.place(),
                    job.traffic().orElse(null),
                    job.shrinksTo().value());
            Job one = add(
                    all,
                    job.team(),
                    job.gpus().value(),
                    Simulation.nanos(job.arrives().seconds()),
                    job.length().seconds(),
                    terms);
            job.startsAt().ifPresent(start -> one.reservedNanos = Simulation.nanos(start.seconds()));
        }
        for (int i = 0; i < queue.arrivals().size(); i++) {
            draw(all, queue.arrivals().get(i), world.streams().stream(queue.name(), "arrivals-" + i));
        }
        all.sort(Comparator.comparingLong((Job job) -> job.arrivesNanos).thenComparingInt(job -> job.number));
    }

    private void draw(List<Job> all, Arrivals arrivals, Stream draws) {
        Distribution between = arrivals.between().seconds();
        Distribution length = arrivals.length().seconds();
        Job.Terms terms = new Job.Terms(
                arrivals.priority().value(),
                arrivals.checkpointEvery()
                        .map(every -> Simulation.nanos(every.seconds()))
                        .orElse(0L),
                Simulation.nanos(arrivals.restart().seconds()),
                arrivals.place(),
                arrivals.traffic().orElse(null),
                arrivals.shrinksTo().value());
        List<Arrivals.Size> sizes = arrivals.allSizes();
        double weights =
                sizes.stream().mapToDouble(size -> size.weight().value()).sum();
        long at = 0;
        for (long i = 0; i < arrivals.jobs().value(); i++) {
            at = Math.addExact(at, Simulation.nanos(between.quantile(draws.uniform())));
            long gpus = size(sizes, draws.uniform() * weights);
            add(all, arrivals.team(), gpus, at, length.quantile(draws.uniform()), terms);
        }
    }

    private static long size(List<Arrivals.Size> sizes, double at) {
        double left = at;
        for (Arrivals.Size size : sizes) {
            left -= size.weight().value();
            if (left < 0) {
                return size.gpus().value();
            }
        }
        return sizes.get(sizes.size() - 1).gpus().value();
    }

    private Job add(List<Job> all, String team, long gpus, long arrives, double seconds, Job.Terms terms) {
        long length = Math.max(1, Simulation.nanos(seconds));
        double estimate = queue.estimate().value();
        int unit = gpus <= perNode ? 1 : perNode;
        Job job = new Job(all.size(), teams.indexOf(team), (int) gpus, arrives, length, estimate, terms);
        job.least = (int) Math.ceil(gpus / unit * terms.shrinksTo() - 1e-9) * unit;
        all.add(job);
        return job;
    }
}
