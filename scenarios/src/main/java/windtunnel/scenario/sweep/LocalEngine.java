package windtunnel.scenario.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Runs units on the cores of this machine. */
public final class LocalEngine implements WorkEngine {
    @Override
    public String name() {
        return "local";
    }

    @Override
    public void run(SweepSource source, List<WorkUnit> units, int workers, Consumer<RunRecord> sink) {
        UnitRunner runner = UnitRunner.of(source);
        AtomicInteger next = new AtomicInteger();
        Runnable worker = () -> {
            for (int i = next.getAndIncrement(); i < units.size(); i = next.getAndIncrement()) {
                try {
                    sink.accept(runner.run(units.get(i)));
                } catch (RuntimeException | Error e) {
                    next.set(units.size());
                    throw e;
                }
            }
        };
        int threads = Math.min(workers, Math.max(1, units.size()));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(worker));
            }
            for (Future<?> future : futures) {
                await(future);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
