package windtunnel.model.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import windtunnel.core.random.Distribution;
import windtunnel.core.unit.Bandwidth;
import windtunnel.model.Change;
import windtunnel.model.Cluster;
import windtunnel.model.Detail;
import windtunnel.model.LedgerState;
import windtunnel.model.ReadPath;
import windtunnel.model.World;
import windtunnel.model.training.window.LoaderLaw;
import windtunnel.model.training.window.LoaderResult;
import windtunnel.model.training.window.LoaderSetup;
import windtunnel.model.training.window.LoaderWindow;

/**
 * What the loaders of a job do beyond mean rates: with {@code detail: microbatch} a window of its steps is simulated sample by sample, and
 * the read path is no faster than the window; where nothing is random, its law says the same. Without workers, loading and computing add up at any detail.
 *
 * <p>Storage gives each node of the window its share when the job is alone. Shares change with every fill of a cache, so windows are
 * simulated for shares on a ladder of steps of 5 %, with the samples of the first epoch that comes there; between two of them everything is linear in
 * the time that a byte takes, as it is wherever one thing holds the loaders back. Of many nodes that differ by chance, as many are simulated as the budget of samples allows.
 */
final class LoaderDetail {
    /** Samples of one window. */
    private static final double BUDGET = 120_000;

    /** Logarithm of the step from one simulated share of the storage to the next. */
    private static final double RUNG = 0.05;

    private static final int MOST_STEPS = 400;
    private static final int LEAST_STEPS = 60;
    /** A wait that is rounding. */
    private static final double NOTHING = 1e-9;

    private final World world;
    private final String job;
    private final LoaderSetup setup;
    private final boolean bySample;
    private final long prefetch;
    private final Map<Double, LoaderResult> known = new TreeMap<>();

    private LoaderDetail(World world, String job, LoaderSetup setup, boolean bySample, long prefetch) {
        this.world = world;
        this.job = job;
        this.setup = setup;
        this.bySample = bySample;
        this.prefetch = prefetch;
    }

    /** The loaders of {@code job}, whose undisturbed step lasts {@code stepSeconds}. */
    static LoaderDetail of(World world, Training job, Data data, double stepSeconds) {
        Cluster cluster = world.cluster();
        int gpus = cluster.gpusPerNode();
        long global = job.batch().global().value();
        int loaders = gpus;
        while (loaders > 1 && global % ((long) cluster.nodes() * loaders) != 0) {
            loaders--;
        }
        boolean even = global % ((long) cluster.nodes() * loaders) == 0;
        boolean bySample = world.options().detail() == Detail.MICROBATCH && even;
        if (!even || !bySample && data.workers().value() > 0) {
            return new LoaderDetail(world, job.name(), null, false, 0);
        }
        int cores = cluster.node().cores().map(all -> (int) all.value().value()).orElse(gpus * 4096);
        int workers = (int) data.workers().value() * gpus / loaders;
        double copy = data.hostToDevice().map(Bandwidth::bytesPerSec).orElse(Double.POSITIVE_INFINITY)
                / data.expansion().value();
        Distribution law =
                data.decodeLaw() == Data.DecodeLaw.CONSTANT ? Distribution.constant(1) : Distribution.exponential(1);
        LoaderSetup setup = new LoaderSetup(
                cluster.nodes(),
                loaders,
                workers,
                (int) (global / ((long) cluster.nodes() * loaders)),
                (int) Math.min(data.prefetch().value(), 100_000),
                data.inOrder(),
                data.sizesOf(job.batch().sequence().value()),
                Double.POSITIVE_INFINITY,
                data.decode().seconds(),
                data.decodeRate().map(Bandwidth::bytesPerSec).orElse(Double.POSITIVE_INFINITY),
                law,
                cores,
                copy * gpus / loaders,
                Distribution.constant(stepSeconds));
        return new LoaderDetail(
                world, job.name(), setup, bySample, data.prefetch().value());
    }

    /** Adds what the loaders do by turns and by chance to a path that is otherwise complete. */
    void read(ReadPath path, long epoch) {
        if (setup == null) {
            return;
        }
        Optional<ReadPath.Stage> storage = path.stages().stream()
                .filter(stage -> stage.state() != LedgerState.IN_CPU && stage.state() != LedgerState.IN_H2D)
                .min((a, b) -> Double.compare(a.aloneBytesPerSec(), b.aloneBytesPerSec()));
        double share = storage.map(ReadPath.Stage::aloneBytesPerSec).orElse(Double.POSITIVE_INFINITY) / setup.nodes();
        LoaderSetup loaders = setup.reading(share);
        LoaderResult result = bySample && !loaders.isConstant()
                ? between(loaders, epoch)
                : LoaderResult.of(loaders, LoaderLaw.stepSeconds(loaders));
        double bytes = setup.sizes().mean() * setup.batch() * setup.ranksPerNode();
        double step = result.stepSeconds();
        if (result.waiting() < NOTHING) {
            step = LoaderLaw.stepSeconds(loaders.stepping(0));
        }
        double limit = bytes / step;
        ReadPath.Stage narrowest = path.narrowest();
        if (narrowest == null || limit * setup.nodes() < narrowest.aloneBytesPerSec() * (1 - NOTHING)) {
            path.limit(limit, blamed(result, storage), advice());
        }
    }

    private LoaderResult between(LoaderSetup loaders, long epoch) {
        double share = loaders.readBytesPerSec();
        if (Double.isInfinite(share)) {
            return window(loaders, share, epoch);
        }
        double rung = StrictMath.floor(StrictMath.log(share) / RUNG);
        double less = StrictMath.exp(rung * RUNG);
        double more = StrictMath.exp((rung + 1) * RUNG);
        double weight = (1 / share - 1 / more) / (1 / less - 1 / more);
        return LoaderResult.between(window(loaders, less, epoch), window(loaders, more, epoch), weight);
    }

    private LoaderResult window(LoaderSetup loaders, double share, long epoch) {
        return known.computeIfAbsent(share, any -> window(loaders.reading(share), epoch));
    }

    private LoaderResult window(LoaderSetup loaders, long epoch) {
        double perNode = (double) loaders.batch() * loaders.ranksPerNode();
        int most = (int) Math.max(1, Math.min(loaders.nodes(), BUDGET / (perNode * LEAST_STEPS * 2)));
        LoaderSetup some = loaders.of(most);
        int counted = (int) Math.max(LEAST_STEPS, Math.min(MOST_STEPS, BUDGET / (perNode * some.nodes()) / 2));
        return LoaderWindow.run(some, counted, counted, world.streams(), job + " data, epoch " + epoch);
    }

    private static LedgerState blamed(LoaderResult result, Optional<ReadPath.Stage> storage) {
        if (result.copySeconds() > result.decodeSeconds() && result.copySeconds() > result.readSeconds()) {
            return LedgerState.IN_H2D;
        }
        boolean reading = result.readSeconds() > result.decodeSeconds() && storage.isPresent();
        return reading ? storage.get().state() : LedgerState.IN_CPU;
    }

    private ReadPath.Advice advice() {
        if (setup.workers() == 0) {
            return new ReadPath.Advice(
                    "loader without workers",
                    "with workers, loading and computing overlap",
                    List.of(new Change(job, Map.of("data.workers", "4"), "4 loader workers a GPU instead of none")));
        }
        String deeper = Long.toString(4 * prefetch);
        return new ReadPath.Advice(
                "loader, sample by sample",
                "more workers, deeper buffers, or samples of one size",
                List.of(new Change(job, Map.of("data.prefetch", deeper), deeper + " batches of prefetch")));
    }
}
