package windtunnel.scenario.validate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads case files: CSV with a header line. */
final class CaseReader {
    private static final List<String> NEEDED = List.of("id", "metric", "value", "unit", "role");
    private static final ObjectReader CSV = new CsvMapper()
            .readerForListOf(String.class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .with(CsvParser.Feature.SKIP_EMPTY_LINES)
            .with(CsvSchema.emptySchema());

    private CaseReader() {}

    /** The cases of {@code text}; {@code file} is its name for messages. */
    static List<CaseRow> read(String file, String text) {
        List<CaseRow> rows = new ArrayList<>();
        try (MappingIterator<List<String>> lines = CSV.readValues(text)) {
            List<String> header = lines.hasNext() ? lines.next() : List.of();
            checkHeader(file, header);
            Set<String> ids = new LinkedHashSet<>();
            int line = lines.getCurrentLocation().getLineNr();
            while (lines.hasNextValue()) {
                List<String> cells = lines.nextValue();
                CaseRow row = row(file, line, header, cells);
                if (!ids.add(row.id())) {
                    throw new CaseException(file + ":" + line + ": the id '" + row.id() + "' is there twice");
                }
                rows.add(row);
                line = lines.getCurrentLocation().getLineNr();
            }
        } catch (JsonProcessingException e) {
            throw new CaseException(
                    file + ":" + e.getLocation().getLineNr() + ": is no CSV: " + e.getOriginalMessage());
        } catch (IOException | RuntimeException e) {
            if (e instanceof CaseException known) {
                throw known;
            }
            throw new CaseException(file + ": is no CSV: " + e.getMessage());
        }
        return rows;
    }

    private static void checkHeader(String file, List<String> header) {
        Set<String> missing = new TreeSet<>(NEEDED);
        header.forEach(name -> missing.remove(plain(name)));
        if (!missing.isEmpty()) {
            throw new CaseException(file + ":1: the header lacks " + String.join(", ", missing));
        }
    }

    private static String plain(String name) {
        String stripped = name.strip();
        return stripped.startsWith("\uFEFF") ? stripped.substring(1) : stripped;
    }

    private static CaseRow row(String file, int line, List<String> header, List<String> cells) {
        if (cells.size() != header.size()) {
            throw new CaseException(
                    file + ":" + line + ": has " + cells.size() + " cells, the header has " + header.size());
        }
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            byName.put(plain(header.get(i)), cells.get(i));
        }
        CaseRow row = new CaseRow(file, line, byName);
        if (row.id().isEmpty()) {
            throw new CaseException(file + ":" + line + ": has no id");
        }
        return row;
    }
}
