package windtunnel.report.story;

import java.util.ArrayList;
import java.util.List;
import windtunnel.model.LedgerState;
import windtunnel.scenario.run.Outcome;
import windtunnel.scenario.run.StateWords;

/** The words of a report, explained to a reader who has never run a training job. */
public final class Glossary {
    private Glossary() {}

    /** A word and what it means. */
    public record Entry(String word, String meaning) {}

    /** The words that the report of this outcome uses: general ones first, then the states of its ledger. */
    public static List<Entry> of(Outcome outcome) {
        List<Entry> entries = new ArrayList<>();
        if (!Metrics.called(outcome, "goodput").isEmpty()) {
            entries.add(new Entry(
                    "goodput",
                    "Useful work done, as a share of what the same time would have yielded without any disturbance."));
        }
        if (Course.of(outcome).filter(Course::interrupted).isPresent()) {
            entries.add(new Entry(
                    "interruption",
                    "All work of a job stops, because something that it needs failed or was taken away."));
            entries.add(new Entry(
                    "work lost", "Time whose work was not saved when an interruption came; it is done again."));
            entries.add(new Entry(
                    "down",
                    "From an interruption until work goes on: noticing it, waiting for nodes, starting again."));
        }
        if (Cut.of(outcome).any()) {
            entries.add(
                    new Entry(
                            "horizon",
                            "When the simulation ends, whatever is left to do. A figure after > is a lower bound, since what was cut would have taken longer."));
        }
        if (outcome.head().replications() > 1) {
            entries.add(
                    new Entry(
                            "run",
                            "One simulated course of events. Runs differ only in their luck: when things fail, how long a wait takes."));
            entries.add(new Entry(
                    "P10, P50, P90",
                    "One run in ten is below P10, half of them are below P50, nine in ten are below P90."));
            entries.add(new Entry(
                    "95 % interval", "Where the true odds lie with 95 % confidence, given how few runs there are."));
        }
        entries.add(new Entry("GPU-hour", "One GPU held for one hour, whatever it does."));
        entries.add(new Entry(
                "kind of a value",
                "measured: somebody measured it; vendor: its maker or seller says so; derived: computed from other values; "
                        + "assumed: a choice that no source backs."));
        entries.add(new Entry(
                "grade of a price",
                "From A (the seller's own list) to D (a third party, undated); empty for your own price."));
        for (LedgerState state : LedgerState.values()) {
            if (outcome.ledger().stream().anyMatch(line -> line.state() == state)) {
                entries.add(new Entry(StateWords.of(state), meaning(state)));
            }
        }
        return List.copyOf(entries);
    }

    /** What a state means, in one sentence. */
    static String meaning(LedgerState state) {
        return switch (state) {
            case COMPUTE -> "Kernels run that the model itself asks for; the only time that advances the work.";
            case RECOMPUTE -> "Activations are computed a second time, because there was no memory to keep them.";
            case LOST_WORK -> "Work done since the last durable checkpoint before a failure; it has to be done again.";
            case COMM_TP -> "GPUs that share each layer exchange partial results, and nothing else is going on.";
            case COMM_PP -> "A pipeline stage waits for what its neighbour sends.";
            case COMM_DP ->
                "Gradients are summed over all copies of the model, after the computing that could hide it.";
            case COMM_EP -> "Tokens travel to the GPUs that hold their experts and back, and nothing else is going on.";
            case COMM_CP -> "GPUs that share a sequence exchange keys and values, and nothing else is going on.";
            case COMM_STORAGE -> "Transfers of a step take longer, because reads or saves use the same NICs.";
            case BUBBLE -> "Pipeline stages are idle while the pipeline fills and drains.";
            case STRAGGLER_WAIT -> "All wait for the slowest GPU.";
            case UNMODELLED ->
                "Time that a calibration factor adds to match a measurement, and that no model explains.";
            case IN_METADATA -> "The next batch is late, because metadata servers open files no faster.";
            case IN_STORAGE_BW -> "The next batch is late, because the storage delivers no faster.";
            case IN_OBJECT -> "The next batch is late, because the object store answers no faster.";
            case IN_NETWORK -> "The next batch is late, because a node's connection to the storage is full.";
            case IN_CPU -> "The next batch is late, because the hosts decode no faster.";
            case IN_H2D -> "The next batch is late, because hosts copy to GPUs no faster.";
            case IN_CKPT_INTERFERENCE -> "The next batch is late, because checkpoints are being written.";
            case IN_COLDCACHE -> "The very first batch is being read.";
            case CKPT_BLOCK -> "Training stands still while a checkpoint is taken.";
            case CKPT_EMERGENCY -> "A checkpoint is written in haste, because nodes are about to be taken away.";
            case DETECT -> "Something has failed and nobody has noticed yet.";
            case RESTART -> "Processes start again and load the last checkpoint.";
            case WAIT_REPLACEMENT -> "The others wait for a node that replaces a lost one.";
            case FAILED -> "Nodes are paid for and broken.";
            case PREEMPTED_BY_FAILURE ->
                "Jobs were stopped for one whose machine was lost: the work that they lost, and their restarts.";
            case QUEUE_IDLE -> "Nodes are held until enough of them are there to start.";
            case UNUSED -> "Nodes are paid for and given to no job.";
            case SPARE -> "Nodes stand by to replace one that fails.";
            case PROVISION -> "Data, weights and images are copied to where the job needs them, before its first step.";
        };
    }
}
