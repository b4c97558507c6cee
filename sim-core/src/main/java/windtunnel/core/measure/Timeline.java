package windtunnel.core.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How one owner's work went over the time of a run.
 *
 * @param owner the workload
 * @param units things held all the time (GPUs)
 * @param target work that is wanted, in the owner's own unit (steps)
 * @param progress work done by a time, in order of time: straight lines between points; two points at one instant are a fall back
 * @param interruptions what stopped the work, in order of time
 * @param sizes things in use from a time on, in order of time; empty where all are in use whenever any are
 * @param causes how often each cause stopped the work; a {@link #brief} timeline keeps them and not the interruptions
 */
public record Timeline(
        String owner,
        long units,
        double target,
        List<Point> progress,
        List<Interruption> interruptions,
        List<Size> sizes,
        SortedMap<String, Integer> causes) {

    /** A timeline whose interruptions are all there. */
    public Timeline(
            String owner,
            long units,
            double target,
            List<Point> progress,
            List<Interruption> interruptions,
            List<Size> sizes) {
        this(owner, units, target, progress, interruptions, sizes, count(interruptions));
    }

    /** A timeline of work that all units do together. */
    public Timeline(String owner, long units, double target, List<Point> progress, List<Interruption> interruptions) {
        this(owner, units, target, progress, interruptions, List.of());
    }

    private static SortedMap<String, Integer> count(List<Interruption> interruptions) {
        SortedMap<String, Integer> causes = new TreeMap<>();
        int from = 0;
        for (int i = 1; i <= interruptions.size(); i++) {
            String cause = interruptions.get(from).cause();
            if (i == interruptions.size() || !interruptions.get(i).cause().equals(cause)) {
                causes.merge(cause, i - from, Integer::sum);
                from = i;
            }
        }
        return causes;
    }

    /** Where it ended and what stopped it how often: as much of it as averages over many runs need. */
    public Timeline brief() {
        List<Point> end = progress.isEmpty() ? progress : List.of(progress.get(progress.size() - 1));
        return new Timeline(owner, units, target, end, List.of(), List.of(), causes);
    }

    /** How often the work was stopped. */
    public int stops() {
        return causes.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** So many units are in use from a time on. */
    public record Size(long fromNanos, long units) {}

    /** Work done by {@code atNanos}. */
    public record Point(long atNanos, double done) {}

    /**
     * One stop.
     *
     * @param atNanos when the work stopped
     * @param backNanos when work went on, or the next stop came, or the run ended
     * @param cause in words
     * @param lostNanos time whose work was lost, in ns of the whole owner (not of one unit)
     */
    public record Interruption(long atNanos, long backNanos, String cause, long lostNanos) {}

    /** Writes a timeline while a run goes on. */
    public static final class Writer {
        private final String owner;
        private final long units;
        private final double target;
        private final List<Point> progress = new ArrayList<>();
        private final List<Interruption> interruptions = new ArrayList<>();
        private final List<Size> sizes = new ArrayList<>();
        private Interruption open;

        /** A timeline in which nothing has happened yet. */
        public Writer(String owner, long units, double target) {
            this.owner = owner;
            this.units = units;
            this.target = target;
        }

        /** {@code done} has been done by now. */
        public void progress(long nowNanos, double done) {
            Point point = new Point(nowNanos, done);
            if (progress.isEmpty() || !progress.get(progress.size() - 1).equals(point)) {
                progress.add(point);
            }
        }

        /** From now on {@code inUse} things are in use. */
        public void size(long nowNanos, long inUse) {
            int last = sizes.size() - 1;
            if (last >= 0 && sizes.get(last).fromNanos() == nowNanos) {
                sizes.remove(last);
                last--;
            }
            if (last < 0 || sizes.get(last).units() != inUse) {
                sizes.add(new Size(nowNanos, inUse));
            }
        }

        /** The work stops now. */
        public void stopped(long nowNanos, String cause, long lostNanos) {
            back(nowNanos);
            open = new Interruption(nowNanos, nowNanos, cause, lostNanos);
        }

        /** Work goes on now, or the run ends. */
        public void back(long nowNanos) {
            if (open != null) {
                interruptions.add(new Interruption(open.atNanos(), nowNanos, open.cause(), open.lostNanos()));
                open = null;
            }
        }

        /** What was written; no stop may be open. */
        public Timeline written() {
            if (open != null) {
                throw new IllegalStateException(owner + " is still stopped: " + open);
            }
            return new Timeline(
                    owner, units, target, List.copyOf(progress), List.copyOf(interruptions), List.copyOf(sizes));
        }
    }
}
