package windtunnel.report.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import windtunnel.scenario.validate.Verdict;

/** Groups of training cases of which it is known what the model lacks. They stay in all figures; here they have a name and a reason. */
final class Exceptions {
    /**
     * A group.
     *
     * @param name what its cases are
     * @param reason what is missing, or cannot be known
     * @param members whether a case belongs to it
     */
    record Group(String name, String reason, Predicate<Verdict> members) {}

    private Exceptions() {}

    private static Predicate<Verdict> model(String part) {
        return v -> v.category().equals("training") && v.row().text("model").contains(part);
    }

    private static Predicate<Verdict> precision(String text) {
        return v -> v.row().text("precision").equals(text);
    }

    private static Predicate<Verdict> subset(String part) {
        return v -> v.row().text("subset").equals(part);
    }

    /** All groups; a case belongs to the first that takes it. */
    static List<Group> all() {
        return List.of(
                new Group(
                        "mixtures with small experts (Qwen3 30B and 235B, GPT OSS 120B, DeepSeek-V3, Kimi K2, Nemotron 3 Nano)",
                        "no column names the release of the software, and the same layout got up to 4 times faster between releases",
                        model("Qwen3")
                                .or(model("GPT OSS"))
                                .or(model("DeepSeek"))
                                .or(model("deepseek"))
                                .or(model("Kimi"))
                                .or(model("Nemotron_3"))),
                new Group(
                        "NVFP4",
                        "nobody's measured rate of 4-bit matrices is known, so they are given the share of the peak of 8-bit ones",
                        precision("nvfp4")),
                new Group(
                        "Nemotron-H 56B",
                        "rates of state-space kernels follow from one published comparison on the A100",
                        model("nemotronh")),
                new Group(
                        "MPT 70B on 40 GB",
                        "at the edge of memory; what the allocator does there is not modelled",
                        subset("mpt-a100-40").and(model("MPT-70b"))),
                new Group(
                        "Llama 4 Maverick and Grok-1 on GB200",
                        "fp8 recipes of the experts and their padding are not modelled; bf16 lines are less far off",
                        model("llama4").or(model("grok1"))),
                new Group(
                        "GPT-3 5B on H100",
                        "one micro-batch a step: the framework's work at the end of a step is not modelled",
                        model("gpt3-5b")),
                new Group(
                        "BLOOM's trial runs, 2021 and 2022",
                        "equal settings differ by up to 42 %; four Omni-Path links a node are taken as the DGX's eight of InfiniBand",
                        subset("bloom-prequel")),
                new Group(
                        "models of 12 to 24 layers on parts of a node (vTrain)",
                        "the host's speed is assumed, not known; it decides most of these",
                        subset("vtrain-single")));
    }

    /** The cases of {@code verdicts} in each group, in the order of {@link #all}; what is left comes last. */
    static List<List<Verdict>> split(List<Verdict> verdicts) {
        List<Group> groups = all();
        List<List<Verdict>> parts = new ArrayList<>();
        for (int i = 0; i <= groups.size(); i++) {
            parts.add(new ArrayList<>());
        }
        for (Verdict verdict : verdicts) {
            int place = 0;
            while (place < groups.size() && !groups.get(place).members().test(verdict)) {
                place++;
            }
            parts.get(place).add(verdict);
        }
        return parts;
    }
}
