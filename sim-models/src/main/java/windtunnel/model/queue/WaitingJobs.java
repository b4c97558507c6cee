package windtunnel.model.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import windtunnel.model.queue.placement.Need;

/** The jobs that wait, and whose turn it is. */
final class WaitingJobs {
    private static final Comparator<Job> FIRST_COME =
            Comparator.comparingLong((Job job) -> job.arrivesNanos).thenComparingInt(job -> job.number);

    private final JobQueue.Order order;
    private final FairUse use;
    private final List<Job> jobs = new ArrayList<>();
    private final TreeMap<Need, Integer> needs = new TreeMap<>();
    /** Entries at the head of the list that have left. */
    private int gone;

    private boolean sorted = true;

    WaitingJobs(JobQueue.Order order, FairUse use) {
        this.order = order;
        this.use = use;
    }

    void add(Job job) {
        sorted &= isEmpty() || FIRST_COME.compare(jobs.get(jobs.size() - 1), job) <= 0;
        jobs.add(job);
        needs.merge(job.need, 1, Integer::sum);
    }

    void remove(Job job) {
        if (jobs.get(gone) == job) {
            gone++;
            if (2 * gone > jobs.size()) {
                jobs.subList(0, gone).clear();
                gone = 0;
            }
        } else {
            jobs.subList(gone, jobs.size()).remove(job);
        }
        needs.computeIfPresent(job.need, (need, count) -> count == 1 ? null : count - 1);
    }

    boolean isEmpty() {
        return gone == jobs.size();
    }

    /** What the jobs that wait need, the smallest first. */
    Iterable<Need> needs() {
        return needs.keySet();
    }

    /** Those that may start by their team's quota, in order; jobs of teams that would borrow come after the others. */
    List<Job> inOrder(Eligibility eligibility) {
        Comparator<Job> comparator = comparator();
        if (comparator != FIRST_COME || !sorted) {
            jobs.subList(gone, jobs.size()).sort(comparator);
            sorted = comparator == FIRST_COME;
        }
        if (eligibility.all()) {
            return List.copyOf(jobs.subList(gone, jobs.size()));
        }
        List<Job> within = new ArrayList<>();
        List<Job> beyond = new ArrayList<>();
        for (Job job : jobs.subList(gone, jobs.size())) {
            if (eligibility.within(job)) {
                within.add(job);
            } else if (eligibility.borrows().test(job.team)) {
                beyond.add(job);
            }
        }
        within.addAll(beyond);
        return within;
    }

    /** The first job, without a list of all of them; null where there is none. Only for orders and quotas that need no look at others. */
    Job first() {
        return isEmpty() ? null : jobs.get(gone);
    }

    /** Whether the first of the list is the next one whatever the others are: first come, first served, without quotas. */
    boolean plain(Eligibility eligibility) {
        return order == JobQueue.Order.ARRIVAL && sorted && eligibility.all();
    }

    private Comparator<Job> comparator() {
        return switch (order) {
            case ARRIVAL -> FIRST_COME;
            case SHORTEST ->
                Comparator.comparingLong(Job::estimatedRemainingNanos).thenComparing(FIRST_COME);
            case PRIORITY ->
                Comparator.comparingLong((Job job) -> -job.priority).thenComparing(FIRST_COME);
            case FAIR_SHARE ->
                Comparator.comparingDouble((Job job) -> use.of(job.team)).thenComparing(FIRST_COME);
        };
    }

    /** Who may start by quota. */
    interface Eligibility {
        /** Whether no team has a quota. */
        boolean all();

        /** Whether the job would keep its team within its quota. */
        boolean within(Job job);

        /** Teams that may exceed theirs. */
        IntPredicate borrows();
    }
}
