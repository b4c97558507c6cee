package windtunnel.scenario.shape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Writes the reference of all keys as Markdown. */
public final class Reference {
    private final StringBuilder out = new StringBuilder();
    private final Map<String, String> quantities = new TreeMap<>();
    private final Map<RecordShape, String> titles = new LinkedHashMap<>();

    private Reference() {}

    /** The page for files whose top has the shape {@code root}. */
    public static String markdown(RecordShape root, Shapes shapes) {
        Reference page = new Reference();
        List<RecordShape> records = shapes.reachable(root);
        Set<Shape.Family> families = new LinkedHashSet<>();
        records.forEach(
                record -> record.keys().forEach(key -> family(key.shape()).ifPresent(families::add)));
        page.title(records, families, root);
        page.intro();
        page.section("Top of the file", "", root);
        page.parts(records, families, root);
        families.forEach(page::kinds);
        page.library(records);
        page.quantities();
        return page.out.toString();
    }

    private static Optional<Shape.Family> family(Shape shape) {
        if (shape instanceof Shape.ListOf list) {
            return family(list.element());
        }
        return shape instanceof Shape.Family family ? Optional.of(family) : Optional.empty();
    }

    private void title(List<RecordShape> records, Set<Shape.Family> families, RecordShape root) {
        titles.put(root, "Top of the file");
        for (Shape.Family family : families) {
            family.kinds()
                    .forEach(kind -> titles.put(
                            kind.shape(),
                            capital(family.words()) + " `" + kind.kind().name() + "`"));
        }
        for (RecordShape record : records) {
            record.libraryKind().ifPresent(kind -> titles.put(record, "Library: " + kind));
        }
        for (RecordShape record : records) {
            titles.computeIfAbsent(record, r -> partTitle(r, new ArrayList<>(titles.values())));
        }
    }

    private static String partTitle(RecordShape record, List<String> taken) {
        String title = capital(Names.words(record.type()));
        Class<?> outer = record.type().getEnclosingClass();
        String whole = outer == null ? title : title + " of a " + Names.words(outer);
        return taken.contains(title) ? whole : title;
    }

    private void intro() {
        out.append("# Scenario reference\n\n")
                .append("<!-- Generated, do not edit: run the tests of `scenarios` with -Dgolden.update=true. -->\n\n")
                .append(
                        "Every key of a scenario file, made from the records that the program binds it to. A key without a ")
                .append("default is required unless it says *optional*. A single value may stand for a list of one. ")
                .append(
                        "`include: FILE` at the top pulls in other files of the same folder; `use: NAME` inside a map of a ")
                .append("library kind takes that entry and lets the map's other keys change it.\n\n");
    }

    private void parts(List<RecordShape> records, Set<Shape.Family> families, RecordShape root) {
        Set<RecordShape> kinds = new LinkedHashSet<>();
        families.forEach(family -> family.kinds().forEach(kind -> kinds.add(kind.shape())));
        for (RecordShape record : records) {
            boolean elsewhere = record == root || kinds.contains(record) || inLibrary(record);
            if (!elsewhere) {
                section(titles.get(record), "", record);
            }
        }
    }

    /** Whether a record is a library entry or a part of one. */
    private static boolean inLibrary(RecordShape record) {
        Class<?> outer = record.type().getEnclosingClass();
        boolean part = outer != null && outer.isAnnotationPresent(windtunnel.model.key.LibraryEntry.class);
        return record.libraryKind().isPresent() || part;
    }

    private void kinds(Shape.Family family) {
        for (Shape.KindShape kind : family.kinds()) {
            section(titles.get(kind.shape()), kind.kind().doc(), kind.shape());
        }
    }

    private void library(List<RecordShape> records) {
        for (RecordShape record : records) {
            if (inLibrary(record)) {
                section(titles.get(record), "", record);
            }
        }
    }

    private void section(String title, String doc, RecordShape record) {
        out.append("## ").append(title).append("\n\n");
        if (!doc.isEmpty()) {
            out.append(doc).append("\n\n");
        }
        if (record.keys().isEmpty()) {
            out.append("No keys.\n\n");
            return;
        }
        out.append("| Key | What it is | Value | Default | Example |\n|---|---|---|---|---|\n");
        record.keys().forEach(this::row);
        out.append('\n');
    }

    private void row(KeyShape key) {
        String fallback = key.def().map(Reference::code).orElse(key.optional() ? "*optional*" : "**required**");
        String tagged = key.tag().isEmpty() ? "" : " (" + key.tag() + ": " + key.source() + ")";
        out.append("| `").append(key.name()).append("` | ").append(cell(key.doc()));
        out.append(" | ").append(cell(value(key.shape())));
        out.append(" | ").append(fallback).append(cell(tagged));
        out.append(" | ")
                .append(key.example().isEmpty() ? "" : code(key.example()))
                .append(" |\n");
    }

    private String value(Shape shape) {
        if (shape instanceof RecordShape record) {
            String kind = record.libraryKind()
                    .map(name -> "name of a " + name + ", or ")
                    .orElse("");
            return kind + link(titles.get(record));
        }
        if (shape instanceof Shape.ListOf list) {
            return "list of " + value(list.element());
        }
        if (shape instanceof Shape.MapOf map) {
            return "map from names to " + value(map.value());
        }
        if (shape instanceof Shape.SourcedOf sourced) {
            return value(sourced.value());
        }
        if (shape instanceof Shape.Family family) {
            List<String> links = new ArrayList<>();
            family.kinds().forEach(kind -> links.add(link(titles.get(kind.shape()))));
            return links.isEmpty() ? family.words() : String.join(", ", links);
        }
        String written = Descriptions.written(shape);
        if (!written.isEmpty()) {
            quantities.put(shape.words(), written);
        }
        return shape.words();
    }

    private void quantities() {
        out.append("## Quantities\n\n| Value | How it is written |\n|---|---|\n");
        quantities.forEach((name, written) -> out.append("| ")
                .append(name)
                .append(" | ")
                .append(cell(written))
                .append(" |\n"));
        out.append(
                        "\nk, M, G, T, P are powers of 1000 and Ki, Mi, Gi, Ti, Pi powers of 1024; `B` is a byte, `b` a bit; ")
                .append("case matters. A number without its unit is an error, zero and counts excepted.\n");
    }

    private static String link(String title) {
        String anchor =
                title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
        return "[" + title.replace("`", "") + "](#" + anchor + ")";
    }

    private static String code(String text) {
        return text.isBlank() ? "empty" : "`" + cell(text) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
