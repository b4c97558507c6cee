package windtunnel.scenario.layouts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import windtunnel.model.ClusterSpec;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.MemoryModel;
import windtunnel.model.compute.MemoryReport;
import windtunnel.model.compute.search.Found;
import windtunnel.model.compute.search.Job;
import windtunnel.model.compute.search.SearchSpace;
import windtunnel.model.compute.search.SplitSearch;
import windtunnel.model.compute.search.Wanted;
import windtunnel.model.training.OutOfMemory;
import windtunnel.scenario.Scenario;

/**
 * Searches the layouts of a job on one cluster, or on several that differ in their number of nodes. Splits go to whichever worker is free;
 * their results are put together in the order of the splits, so the answer is the same for any number of workers.
 */
public final class LayoutSearch {
    private final By by;
    private final Wanted wanted;
    private final boolean every;

    /**
     * A search.
     *
     * @param by what to rank by
     * @param wanted what layouts must have
     * @param every whether to rank every layout that fits, not only the best of each split
     */
    public LayoutSearch(By by, Wanted wanted, boolean every) {
        this.by = by;
        this.wanted = wanted;
        this.every = every;
    }

    /** A split of a site. */
    private record Task(int site, Degrees split) {}

    /**
     * Searches.
     *
     * @param scenarios the file's own cluster first, then others; each with one training job whose model is known
     * @param workers threads, at least 1
     */
    public LayoutAnswer search(List<Scenario> scenarios, int workers) {
        List<Site> sites = scenarios.stream().map(Site::new).toList();
        List<Task> tasks = new ArrayList<>();
        for (int site = 0; site < sites.size(); site++) {
            for (Degrees split : space(sites.get(site)).splits()) {
                tasks.add(new Task(site, split));
            }
        }
        return answer(sites, tasks, results(sites, tasks, workers));
    }

    private SearchSpace space(Site site) {
        return new SearchSpace(site.job(), wanted);
    }

    private SplitSearch.Result[] results(List<Site> sites, List<Task> tasks, int workers) {
        SplitSearch.Result[] results = new SplitSearch.Result[tasks.size()];
        AtomicInteger next = new AtomicInteger();
        int threads = Math.max(1, Math.min(workers, tasks.size()));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                futures.add(pool.submit(() -> work(sites, tasks, next, results)));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
        return results;
    }

    private void work(List<Site> sites, List<Task> tasks, AtomicInteger next, SplitSearch.Result[] results) {
        List<SplitSearch> searches = sites.stream()
                .map(site -> new SplitSearch(site.job(), space(site), site.fabric()))
                .toList();
        for (int at = next.getAndIncrement(); at < results.length; at = next.getAndIncrement()) {
            Task task = tasks.get(at);
            results[at] = searches.get(task.site()).search(task.split(), by.goal(), every);
        }
    }

    private LayoutAnswer answer(List<Site> sites, List<Task> tasks, SplitSearch.Result[] results) {
        List<Ranked> ranked = new ArrayList<>();
        long tried = 0;
        long outOfMemory = 0;
        long timed = 0;
        int splits = 0;
        for (int at = 0; at < results.length; at++) {
            Site site = sites.get(tasks.get(at).site());
            tried += results[at].tried();
            outOfMemory += results[at].outOfMemory();
            timed += results[at].timed();
            splits += results[at].best().isEmpty() ? 0 : 1;
            results[at].best().forEach(found -> ranked.add(ranked(site, found)));
        }
        ranked.sort(order());
        Site own = sites.get(0);
        List<String> yaml = ranked.isEmpty()
                ? List.of()
                : own.question().yaml(ranked.get(0).found().layout());
        return new LayoutAnswer(
                head(sites),
                new LayoutAnswer.Counts(tried, tried - outOfMemory, outOfMemory, timed, splits),
                List.copyOf(ranked),
                yaml,
                today(own, ranked),
                ranked.isEmpty() ? closest(sites, tasks, results) : Optional.empty());
    }

    private LayoutAnswer.Head head(List<Site> sites) {
        Site own = sites.get(0);
        ClusterSpec.Nodes nodes = own.scenario().cluster().nodes();
        String counts = String.join(
                ", ", sites.stream().map(site -> Integer.toString(site.nodes())).toList());
        String gpus = sites.size() == 1 ? " (" + nodes.gpus() + " GPUs)" : "";
        return new LayoutAnswer.Head(
                own.scenario().name(),
                own.scenario().hash(),
                own.training().model().orElseThrow().name(),
                counts + " x " + nodes.sku().name() + gpus + ", " + nodes.market(),
                own.training().targetSteps(),
                own.job().device().hbm().bytes(),
                by,
                wanted,
                every);
    }

    private Comparator<Ranked> order() {
        Comparator<Ranked> found = Comparator.comparing(Ranked::found, SplitSearch.order(by.goal()));
        return by == By.COST ? Comparator.comparingDouble(Ranked::runUsd).thenComparing(found) : found;
    }

    private static Ranked ranked(Site site, Found found) {
        double usd = site.runUsd(found.stepNanos());
        double tokens = (double) found.layout().stepTokens() * site.training().targetSteps();
        return new Ranked(
                site.nodes(),
                found,
                site.job().device().hbm().bytes() - found.memory().totalBytes(),
                site.runSeconds(found.stepNanos()),
                usd,
                usd / tokens * 1e6);
    }

    private LayoutAnswer.Today today(Site site, List<Ranked> ranked) {
        Optional<Layout> asked = site.question().today();
        if (asked.isEmpty()) {
            return new LayoutAnswer.Today(asked, Optional.empty(), 0, Optional.of("is no layout of this model here"));
        }
        Job job = site.job();
        Layout layout = asked.get();
        MemoryReport memory = MemoryModel.report(job.shape(), layout, job.device(), job.options());
        if (memory.overBytes() > 0) {
            String problem = OutOfMemory.demand(memory) + "; " + OutOfMemory.nearest(job, layout);
            return new LayoutAnswer.Today(asked, Optional.empty(), 0, Optional.of(problem));
        }
        Found found = new SplitSearch(job, space(site), site.fabric()).time(layout, memory.worst());
        Ranked own = ranked(site, found);
        int rank = 1
                + (int) ranked.stream()
                        .filter(one -> order().compare(one, own) < 0)
                        .count();
        return new LayoutAnswer.Today(asked, Optional.of(own), rank, Optional.empty());
    }

    private static Optional<LayoutAnswer.Closest> closest(
            List<Site> sites, List<Task> tasks, SplitSearch.Result[] results) {
        SplitSearch.Tight closest = null;
        Site where = null;
        for (int at = 0; at < results.length; at++) {
            SplitSearch.Tight tight = results[at].closest();
            if (tight != null && (closest == null || tight.overBytes() < closest.overBytes())) {
                closest = tight;
                where = sites.get(tasks.get(at).site());
            }
        }
        if (closest == null) {
            return Optional.empty();
        }
        Job job = where.job();
        MemoryReport memory = MemoryModel.report(job.shape(), closest.layout(), job.device(), job.options());
        return Optional.of(new LayoutAnswer.Closest(
                where.nodes(),
                closest.layout(),
                closest.overBytes(),
                OutOfMemory.demand(memory),
                leastNodes(job, job.gpus() / where.nodes())));
    }

    private static long leastNodes(Job job, int gpusPerNode) {
        double state = job.shape().trainedParameters()
                * (job.options().precision().single() ? 16 : MemoryModel.stateBytesPerParameter(0, 1));
        double room = (double) (job.device().hbm().bytes() - job.device().reservedBytes()) * gpusPerNode;
        return (long) Math.ceil(state / room);
    }
}
