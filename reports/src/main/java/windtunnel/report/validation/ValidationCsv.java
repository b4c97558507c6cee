package windtunnel.report.validation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import windtunnel.core.unit.Numbers;
import windtunnel.scenario.validate.Validation;
import windtunnel.scenario.validate.Verdict;

/** {@code validation.csv}: one line for each answer. */
public final class ValidationCsv {
    private static final List<String> COLUMNS = List.of(
            "case",
            "category",
            "subset",
            "band",
            "accelerator",
            "nodes",
            "metric",
            "published",
            "predicted",
            "unit",
            "error_pct",
            "trust",
            "status",
            "reason");
    private static final ObjectWriter CSV =
            new CsvMapper().writer(CsvSchema.emptySchema().withLineSeparator("\n"));

    private ValidationCsv() {}

    /** The file as text. */
    public static String render(Validation validation) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(COLUMNS);
        validation.verdicts().forEach(verdict -> lines.add(cells(verdict)));
        try {
            return CSV.writeValueAsString(lines);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write CSV", e);
        }
    }

    private static List<String> cells(Verdict v) {
        return List.of(
                v.row().id(),
                v.category(),
                v.row().text("subset"),
                v.band(),
                v.row().text("accelerator"),
                v.row().text("nodes"),
                v.metric(),
                number(v.published()),
                number(v.predicted()),
                v.unit(),
                v.errorPct().isPresent() ? Numbers.fixed(v.errorPct().getAsDouble(), 2) : "",
                v.row().text("trust"),
                v.status().text(),
                v.reason());
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? Numbers.significant(value.getAsDouble(), 6) : "";
    }
}
