package windtunnel.report.layouts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.MemoryReport;
import windtunnel.model.compute.StepShare;
import windtunnel.model.compute.search.LayoutKey;
import windtunnel.scenario.layouts.LayoutAnswer;
import windtunnel.scenario.layouts.Ranked;
import windtunnel.scenario.shape.Json;

/** The answer of {@code layouts} as JSON, schema {@code windtunnel/layouts/1}. */
public final class LayoutsJson {
    /** The schema's name. */
    public static final String SCHEMA = "windtunnel/layouts/1";

    private LayoutsJson() {}

    /** The text, with at most {@code top} rows. */
    public static String render(LayoutAnswer answer, int top, String version) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", SCHEMA);
        root.put("windtunnel", Map.of("version", version));
        LayoutAnswer.Head head = answer.head();
        Map<String, Object> scenario = new LinkedHashMap<>();
        scenario.put("name", head.name());
        scenario.put("hash", head.hash());
        scenario.put("model", head.model());
        scenario.put("cluster", head.cluster());
        scenario.put("steps", head.steps());
        root.put("scenario", scenario);
        root.put("by", head.by().name().toLowerCase(java.util.Locale.ROOT));
        Map<String, Object> fixed = new LinkedHashMap<>();
        head.wanted().values().forEach((key, values) -> fixed.put(key.text(), values));
        root.put("fixed", fixed);
        root.put("counts", counts(answer.counts()));
        List<Object> rows = new ArrayList<>();
        for (Ranked ranked :
                answer.ranked().subList(0, Math.min(top, answer.ranked().size()))) {
            rows.add(row(ranked, rows.size() + 1));
        }
        answer.closest().ifPresent(closest -> rows.add(closest(closest)));
        root.put("layouts", rows);
        root.put("yaml", answer.yaml());
        root.put("today", today(answer.today()));
        return Json.pretty(root);
    }

    private static Map<String, Object> counts(LayoutAnswer.Counts counts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tried", counts.tried());
        json.put("fit", counts.fit());
        json.put("outOfMemory", counts.outOfMemory());
        json.put("timed", counts.timed());
        json.put("splits", counts.splits());
        return json;
    }

    private static Map<String, Object> row(Ranked ranked, int rank) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rank", rank);
        json.put("feasible", true);
        json.put("nodes", ranked.nodes());
        json.put("layout", layout(ranked.found().layout()));
        json.put("stepSeconds", ranked.found().stepNanos() * 1e-9);
        Map<String, Object> shares = new LinkedHashMap<>();
        for (StepShare share : StepShare.values()) {
            shares.put(share.name(), ranked.found().seconds().of(share));
        }
        json.put("shareSeconds", shares);
        json.put("mfu", ranked.found().mfu());
        json.put("memory", memory(ranked));
        json.put("runSeconds", ranked.runSeconds());
        json.put("runUsd", ranked.runUsd());
        json.put("usdPerMillionTokens", ranked.usdPerMillionTokens());
        return json;
    }

    private static Map<String, Object> memory(Ranked ranked) {
        MemoryReport.StageMemory stage = ranked.found().memory();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("stage", stage.stage());
        json.put("totalBytes", stage.totalBytes());
        json.put("headroomBytes", ranked.headroomBytes());
        json.put("stateBytes", stage.stateBytes());
        json.put("activationBytes", stage.activationBytes());
        json.put("logitBytes", stage.logitBytes());
        json.put("recomputationBytes", stage.workingBytes());
        json.put("bufferBytes", stage.bufferBytes());
        json.put("workspaceBytes", stage.workspaceBytes());
        json.put("contextBytes", stage.reservedBytes());
        json.put("fragmentationBytes", stage.fragmentationBytes());
        return json;
    }

    private static Map<String, Object> layout(Layout layout) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (LayoutKey key : LayoutKey.values()) {
            String value = key.of(layout);
            json.put(key.text(), key.choices().isEmpty() ? (Object) Long.parseLong(value) : value);
        }
        json.put("sequence-parallel", layout.sequenceParallel());
        return json;
    }

    private static Map<String, Object> closest(LayoutAnswer.Closest closest) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("feasible", false);
        json.put("nodes", closest.nodes());
        json.put("layout", layout(closest.layout()));
        json.put("overBytes", closest.overBytes());
        json.put("reason", "out of memory: " + closest.demand());
        json.put("leastNodes", closest.leastNodes());
        return json;
    }

    private static Map<String, Object> today(LayoutAnswer.Today today) {
        Map<String, Object> json = new LinkedHashMap<>();
        today.ranked().ifPresent(ranked -> json.putAll(row(ranked, today.rank())));
        if (today.ranked().isEmpty()) {
            json.put("feasible", false);
            today.layout().ifPresent(layout -> json.put("layout", layout(layout)));
            json.put("reason", today.problem().orElseThrow());
        }
        return json;
    }
}
