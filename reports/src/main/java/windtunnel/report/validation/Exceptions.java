package windtunnel.report.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.scenario.validate.Verdict;
import windtunnel.scenario.validate.training.CaseTrait;

/** Training cases by what is beyond the model ({@link CaseTrait}): they stay in all figures; here each group has a name and a reason. */
final class Exceptions {
    /**
     * A group.
     *
     * @param name the rule that its cases meet
     * @param reason what is missing, or cannot be known
     */
    record Group(String name, String reason) {}

    private Exceptions() {}

    /** The group of a trait. */
    static Group of(CaseTrait trait) {
        return switch (trait) {
            case MANY_EXPERTS ->
                new Group(
                        "mixtures of at least 64 experts",
                        "no column names the release of the software, and the same layout got up to 4 times faster between releases; fp8 recipes and padding of experts are not modelled");
            case FOUR_BITS ->
                new Group(
                        "NVFP4",
                        "nobody's measured rate of 4-bit matrices is known, so they are given the share of the peak of 8-bit ones");
            case STATE_SPACE ->
                new Group(
                        "hybrids with state-space layers",
                        "rates of state-space kernels follow from one published comparison on the A100");
            case AT_THE_EDGE_OF_MEMORY ->
                new Group(
                        "40 GB cards on which the memory model finds no room, or state fills two fifths",
                        "they did run; what the allocator does at the edge is not modelled");
            case ONE_MICRO_BATCH ->
                new Group(
                        "one micro-batch a step in Megatron's core",
                        "the framework's work at the end of a step is not modelled");
            case OTHER_NETWORK ->
                new Group(
                        "BigScience's trial runs, 2021 and 2022",
                        "equal settings differ by up to 42 %; four Omni-Path links a node are taken as the DGX's eight of InfiniBand");
            case FEW_LAYERS ->
                new Group(
                        "at most 24 layers on one node",
                        "the host's speed is assumed, not known; it decides most of these");
            case HALF_COMPUTED_AGAIN ->
                new Group(
                        "selective recomputation of FSDP",
                        "taken as half of the full one; no column says whether the run was compiled");
        };
    }

    /** The cases of {@code verdicts} by trait, in the order of the traits; those without one come last. */
    static List<List<Verdict>> split(List<Verdict> verdicts) {
        List<List<Verdict>> parts = new ArrayList<>();
        for (int i = 0; i <= CaseTrait.values().length; i++) {
            parts.add(new ArrayList<>());
        }
        for (Verdict verdict : verdicts) {
            Optional<CaseTrait> trait =
                    verdict.category().equals("training") ? CaseTrait.of(verdict.row()) : Optional.empty();
            parts.get(trait.map(CaseTrait::ordinal).orElse(parts.size() - 1)).add(verdict);
        }
        return parts;
    }
}
