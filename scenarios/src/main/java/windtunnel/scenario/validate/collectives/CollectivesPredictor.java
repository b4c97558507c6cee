package windtunnel.scenario.validate.collectives;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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

    private static final Pattern RING = Pattern.compile("\\bring\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern TREE = Pattern.compile("\\btree\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern NVLS_TREE = Pattern.compile("\\bNVLSTree\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern NVLS = Pattern.compile("\\bNVLS\\b|NVLink SHARP", Pattern.CASE_INSENSITIVE);
    private static final Pattern DEFAULT = Pattern.compile("default|impossible", Pattern.CASE_INSENSITIVE);

    private final Hardware hardware = new Hardware();

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
        Optional<NcclModel.Choice> forced = model.choose(op, site.bytes(), named(row));
        NcclModel.Choice choice = forced.orElseGet(() -> model.choose(op, site.bytes()));
        double seconds = choice.seconds() + (site.throughFramework() ? FRAMEWORK_CALL : 0);
        double gbps = site.bytes() / seconds * 1e-9;
        return switch (row.text("metric")) {
            case "time" -> Answer.of(row, seconds * (row.text("unit").equals("ms") ? 1e3 : 1e6));
            case "algbw" -> Answer.of(row, gbps);
            case "busbw" -> Answer.of(row, gbps * op.busFactor(model.shape().ranks()));
            default -> new Answer.Skipped("metric '" + row.text("metric") + "' has no model");
        };
    }

    /** The algorithm that the case was forced to, if it names exactly one. */
    private static Optional<Algorithm> named(CaseRow row) {
        String text = row.text("algo_lib") + " " + row.text("intra_link");
        if (DEFAULT.matcher(text).find()) {
            return Optional.empty();
        }
        boolean ring = RING.matcher(text).find();
        boolean tree = TREE.matcher(text).find();
        boolean nvlsTree = NVLS_TREE.matcher(text).find();
        boolean nvls = NVLS.matcher(text).find();
        if ((ring ? 1 : 0) + (tree ? 1 : 0) + (nvlsTree ? 1 : 0) + (nvls ? 1 : 0) != 1) {
            return Optional.empty();
        }
        if (nvls) {
            return Optional.empty();
        }
        return Optional.of(ring ? Algorithm.RING : tree ? Algorithm.TREE : Algorithm.NVLS_TREE);
    }
}
