package windtunnel.scenario.validate.collectives;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import windtunnel.model.collective.nccl.Algorithm;
import windtunnel.model.collective.nccl.NcclModel;
import windtunnel.model.collective.nccl.NcclOp;
import windtunnel.scenario.nccl.Hardware;
import windtunnel.scenario.validate.Answer;
import windtunnel.scenario.validate.CaseRow;
import windtunnel.scenario.validate.Predictor;

/** Times and bandwidths of collectives, by NCCL's choice and the timing model. */
public final class CollectivesPredictor implements Predictor {
    /**
     * What a call through a training framework adds, seconds: fitted on the calibrate rows of eight A100s, 43.8 us at 32 KiB by
     * ml-engineering's all_reduce_bench where nccl-tests takes 26.0 us.
     */
    private static final double FRAMEWORK_CALL = 18e-6;

    /**
     * What one process needs to launch the kernel of one of its GPUs, seconds. Where one process drives all of a node, launches follow each other, so that no
     * call is faster than all of them. Fitted: mean of the calibrate rows of eight H100s below 1 MiB, 33.8 us, over eight.
     */
    private static final double LAUNCH = 4.2e-6;

    private static final List<Map.Entry<Algorithm, Pattern>> NAMES = List.of(
            Map.entry(Algorithm.RING, word("ring")),
            Map.entry(Algorithm.TREE, word("tree")),
            Map.entry(Algorithm.NVLS_TREE, word("NVLSTree")),
            Map.entry(Algorithm.NVLS, word("NVLS|NVLink SHARP")));
    private static final Pattern NO_NVLS =
            Pattern.compile("\\b(no|without) NVLS|NVLS (is )?(off|disabled)|NVLS_ENABLE=0", Pattern.CASE_INSENSITIVE);
    private static final Pattern DEFAULT = word("default");

    private final Hardware hardware = new Hardware();

    private static Pattern word(String words) {
        return Pattern.compile("\\b(" + words + ")\\b", Pattern.CASE_INSENSITIVE);
    }

    @Override
    public String category() {
        return "collectives";
    }

    @Override
    public String band(CaseRow row) {
        OptionalDouble size = row.number("size_bytes");
        if (size.isEmpty() || size.getAsDouble() >= 1 << 28) {
            return ">=256MiB";
        }
        if (size.getAsDouble() < 1 << 16) {
            return "<64KiB";
        }
        return size.getAsDouble() < 1 << 20 ? "64KiB-1MiB" : "1-256MiB";
    }

    @Override
    public List<Answer> answers(CaseRow row) {
        Optional<NcclOp> op = NcclOp.of(row.text("op"));
        if (op.isEmpty()) {
            return List.of(new Answer.Skipped("operation '" + row.text("op") + "' has no model"));
        }
        try {
            Site site = new Site(hardware, row);
            return List.of(answer(row, op.get(), site.model(), site));
        } catch (Site.Unclear e) {
            return List.of(new Answer.Skipped(e.getMessage()));
        }
    }

    private static Answer answer(CaseRow row, NcclOp op, NcclModel model, Site site) {
        if (model.shape().ranks() == 1) {
            return new Answer.Skipped("one rank communicates with nobody");
        }
        if (site.bytes() <= 0) {
            return new Answer.Skipped("size is not positive");
        }
        NcclModel.Choice choice =
                model.choose(op, site.bytes(), allowed(row)).orElseGet(() -> model.choose(op, site.bytes()));
        double launched = site.oneProcess() ? LAUNCH * model.shape().ranks() : 0;
        double seconds = Math.max(choice.seconds(), launched) + (site.throughFramework() ? FRAMEWORK_CALL : 0);
        double gbps = site.bytes() / seconds * 1e-9;
        return switch (row.text("metric")) {
            case "time" -> Answer.of(row, seconds * (row.text("unit").equals("ms") ? 1e3 : 1e6));
            case "algbw" -> Answer.of(row, gbps);
            case "busbw" -> Answer.of(row, gbps * op.busFactor(model.shape().ranks()));
            default -> new Answer.Skipped("metric '" + row.text("metric") + "' has no model");
        };
    }

    /**
     * The algorithms that the case leaves to NCCL: the one that it names if it names exactly one, else all but what it rules out. Azure's
     * guide, whose lines name NVLS, sets NCCL_ALGO to it for all sizes (AI-benchmarking-guide at 545c5c6a, NCCLBandwidth.py).
     */
    private static Set<Algorithm> allowed(CaseRow row) {
        String text = row.text("algo_lib") + " " + row.text("intra_link") + " " + row.text("system");
        if (NO_NVLS.matcher(text).find()) {
            return EnumSet.complementOf(EnumSet.of(Algorithm.NVLS, Algorithm.NVLS_TREE));
        }
        Set<Algorithm> named = EnumSet.noneOf(Algorithm.class);
        NAMES.forEach(name -> {
            if (name.getValue().matcher(text).find()) {
                named.add(name.getKey());
            }
        });
        boolean forced = named.size() == 1 && !DEFAULT.matcher(text).find();
        return forced ? named : EnumSet.allOf(Algorithm.class);
    }
}
