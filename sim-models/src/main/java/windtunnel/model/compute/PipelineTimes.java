package windtunnel.model.compute;

/** When the stages of a pipeline end, in seconds from the start of the first forward pass. */
public final class PipelineTimes {

    private final double[] stageEnds;
    private final double[] lastBackwardStarts;
    private final double[] lastBackwardEnds;

    PipelineTimes(double[] stageEnds, double[] lastBackwardStarts, double[] lastBackwardEnds) {
        this.stageEnds = stageEnds;
        this.lastBackwardStarts = lastBackwardStarts;
        this.lastBackwardEnds = lastBackwardEnds;
    }

    /** Returns the end of the last pass of all stages. */
    public double makespanSeconds() {
        double makespan = 0;
        for (double end : stageEnds) {
            makespan = Math.max(makespan, end);
        }
        return makespan;
    }

    /** Returns the end of a stage's last pass. */
    public double stageEndSeconds(int stage) {
        return stageEnds[stage];
    }

    /** Returns the start of the last micro-batch's backward pass at a position ({@code chunk * stages + stage}). */
    public double lastBackwardStartSeconds(int position) {
        return lastBackwardStarts[position];
    }

    /** Returns the end of the last micro-batch's backward pass at a position. */
    public double lastBackwardEndSeconds(int position) {
        return lastBackwardEnds[position];
    }
}
