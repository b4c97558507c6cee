package windtunnel.scenario.layouts;

import java.util.List;
import java.util.Optional;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.search.Wanted;

/**
 * What a search for layouts finds.
 *
 * @param head what was asked
 * @param counts how many layouts there were
 * @param ranked the best first: one for each split, or all that fit
 * @param yaml lines that ask for the first of them, empty when none fits
 * @param today the layout of the file
 * @param closest what is nearest to fitting, when nothing fits
 */
public record LayoutAnswer(
        Head head, Counts counts, List<Ranked> ranked, List<String> yaml, Today today, Optional<Closest> closest) {

    /**
     * What was asked.
     *
     * @param name of the scenario
     * @param hash of the scenario
     * @param model that is trained
     * @param cluster in words
     * @param steps optimizer steps of the job
     * @param hbmBytes memory of a GPU
     * @param by what is ranked by
     * @param wanted what layouts must have
     * @param every whether every layout is ranked, not only the best of each split
     */
    public record Head(
            String name,
            String hash,
            String model,
            String cluster,
            long steps,
            long hbmBytes,
            By by,
            Wanted wanted,
            boolean every) {}

    /**
     * How many layouts there were.
     *
     * @param tried possible ones, each held against the memory
     * @param fit those that fit
     * @param outOfMemory those that do not
     * @param timed those whose step was evaluated; the rest cannot be the best of their split
     * @param splits how many ways of dividing the GPUs have a layout that fits
     */
    public record Counts(long tried, long fit, long outOfMemory, long timed, int splits) {}

    /**
     * The layout of the file.
     *
     * @param layout it; empty when it is none of this model on these GPUs
     * @param ranked its step and memory, if it fits
     * @param rank how many better ones are ranked, plus 1, if it fits
     * @param problem what is wrong with it, if it cannot be run
     */
    public record Today(Optional<Layout> layout, Optional<Ranked> ranked, int rank, Optional<String> problem) {}

    /**
     * A layout that does not fit, and no other does either.
     *
     * @param nodes of the cluster
     * @param layout it
     * @param overBytes by how much its fullest GPU exceeds the memory
     * @param demand what fills it, in words
     * @param leastNodes nodes that weights, gradients and optimizer state fill alone when divided over all GPUs: fewer can never do
     */
    public record Closest(int nodes, Layout layout, long overBytes, String demand, long leastNodes) {}
}
