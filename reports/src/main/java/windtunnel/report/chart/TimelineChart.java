package windtunnel.report.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import windtunnel.core.measure.Timeline;
import windtunnel.core.measure.Timeline.Interruption;
import windtunnel.core.unit.Numbers;
import windtunnel.report.chart.svg.Drawing;
import windtunnel.report.story.Course;
import windtunnel.report.story.KeptWork;
import windtunnel.report.story.Words;

/**
 * How the work of one run went: work done against time, what interrupted it by cause, and goodput over windows of time.
 *
 * @param name of the file
 * @param title above the chart in a file of its own
 * @param timeline how it went
 * @param undisturbedNanos length of the undisturbed work, or 0 if it is not known
 * @param windows goodput over time, none if it is not known
 * @param lanes interruptions by cause
 * @param scale how the time axis is divided and worded
 * @param finished whether the work was done
 */
record TimelineChart(
        String name,
        String title,
        Timeline timeline,
        double undisturbedNanos,
        List<KeptWork.Window> windows,
        List<Lane> lanes,
        OddsChart.Scale scale,
        boolean finished)
        implements Chart {
    private static final int MOST_LANES = 8;

    /** Interruptions of one cause, or of all the rarer ones. */
    record Lane(String cause, List<Interruption> stops) {}

    static TimelineChart of(String name, Course course, Course.Job job, OddsChart.Scale scale) {
        Timeline timeline = job.timeline();
        String title = "How " + Words.plain(timeline.owner()) + " went in " + course.name();
        double undisturbed =
                job.perNano().isPresent() ? timeline.target() / job.perNano().getAsDouble() : 0;
        return new TimelineChart(
                name,
                title,
                timeline,
                undisturbed,
                job.windows(),
                lanes(timeline),
                scale,
                course.run().finished());
    }

    /** The most frequent causes first; what does not fit shares the last lane. */
    private static List<Lane> lanes(Timeline timeline) {
        List<Lane> lanes = new ArrayList<>();
        timeline.interruptions().stream()
                .map(Interruption::cause)
                .distinct()
                .sorted()
                .forEach(cause -> lanes.add(new Lane(
                        Words.plain(cause),
                        timeline.interruptions().stream()
                                .filter(stop -> stop.cause().equals(cause))
                                .toList())));
        lanes.sort(Comparator.comparingInt((Lane lane) -> lane.stops().size()).reversed());
        if (lanes.size() <= MOST_LANES) {
            return List.copyOf(lanes);
        }
        List<Lane> rare = lanes.subList(MOST_LANES - 1, lanes.size());
        Lane others = new Lane(
                rare.size() + " other causes",
                rare.stream()
                        .flatMap(lane -> lane.stops().stream())
                        .sorted(Comparator.comparingLong(Interruption::atNanos))
                        .toList());
        List<Lane> kept = new ArrayList<>(lanes.subList(0, MOST_LANES - 1));
        kept.add(others);
        return List.copyOf(kept);
    }

    /** GPUs in use over time. */
    SizePanel sizes() {
        return new SizePanel(timeline, endNanos());
    }

    /** When the work ended, done or cut. */
    long endNanos() {
        return timeline.progress().get(timeline.progress().size() - 1).atNanos();
    }

    /** Share of the work that was done at a point. */
    double share(Timeline.Point point) {
        return timeline.target() > 0 ? point.done() / timeline.target() : 0;
    }

    double shareDone() {
        return share(timeline.progress().get(timeline.progress().size() - 1));
    }

    /** Heading of the windows: their length and the goodput of the whole. */
    String windowsTitle() {
        double length = (windows.get(0).toNanos() - windows.get(0).fromNanos()) * 1e-9;
        String mean = Numbers.percent(meanGoodput(), 1);
        return windows.size() == 1
                ? "Goodput " + mean
                : "Goodput in each " + Numbers.duration(length) + "; " + mean + " overall";
    }

    private double meanGoodput() {
        double kept = 0;
        for (KeptWork.Window window : windows) {
            kept += window.goodput() * (window.toNanos() - window.fromNanos());
        }
        return kept / endNanos();
    }

    @Override
    public String label() {
        StringBuilder text = new StringBuilder();
        String end = Numbers.duration(endNanos() * 1e-9);
        text.append(finished ? "Done after " + end : Numbers.percent(shareDone(), 1) + " done when cut after " + end);
        if (undisturbedNanos > 0) {
            text.append(", undisturbed after ").append(Numbers.duration(undisturbedNanos * 1e-9));
        }
        lanes.forEach(lane -> text.append("; ")
                .append(lane.cause())
                .append(": ")
                .append(lane.stops().size()));
        if (sizes().isDrawn()) {
            text.append("; ").append(sizes().title());
        }
        windows.stream()
                .min(Comparator.comparingDouble(KeptWork.Window::goodput))
                .ifPresent(worst -> text.append("; lowest goodput ")
                        .append(Numbers.percent(worst.goodput(), 1))
                        .append(" from ")
                        .append(scale.text().apply(worst.fromNanos() * 1e-9)));
        return text.toString();
    }

    @Override
    public Drawing draw(int width, boolean titled) {
        TimelinePlot plot = new TimelinePlot(this, width >= WIDE);
        int height = plot.height() + (titled ? Plots.TITLE + 12 : 0);
        return new Drawing(
                Plots.chart(plot, titled ? Optional.of(title) : Optional.empty()), title, label(), width, height);
    }
}
