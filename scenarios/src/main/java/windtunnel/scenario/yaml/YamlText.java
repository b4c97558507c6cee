package windtunnel.scenario.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Turns one YAML document into nodes: anchors, aliases and merge keys are resolved here; tags, duplicate keys, several
 * documents and anything beyond the limits are findings. Never throws for any text.
 */
public final class YamlText {
    /** The most findings about one text that are kept; people do not read on. */
    public static final int MOST_FINDINGS = 1000;

    private static final String MERGE = "<<";

    private final Origin origin;
    private final Optional<Position> fixed;
    private final Limits limits;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, YamlNode> anchors = new LinkedHashMap<>();
    private Parser parser;
    private Mark last;
    private long aliasNodes;

    private YamlText(Origin origin, Optional<Position> fixed, Limits limits) {
        this.origin = origin;
        this.fixed = fixed;
        this.limits = limits;
    }

    /**
     * What a text holds.
     *
     * @param root its value, if it could be read at all
     * @param findings what is wrong with it as YAML
     */
    public record Parsed(Optional<YamlNode> root, List<Finding> findings) {}

    /** Ends reading after a finding that nothing can be read behind. */
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stop() {
            super(null, null, false, false);
        }
    }

    /** Reads a whole text. */
    public static Parsed parse(String text, Origin origin, Limits limits) {
        return new YamlText(origin, Optional.empty(), limits).read(text);
    }

    /** Reads a short text that stands for a value at {@code position}, such as a default. */
    public static Parsed fragment(String text, Position position) {
        return new YamlText(position.origin(), Optional.of(position), Limits.STANDARD).read(text);
    }

    private Parsed read(String text) {
        Optional<YamlNode> root = Optional.empty();
        try {
            LoaderOptions options = new LoaderOptions();
            options.setCodePointLimit(Integer.MAX_VALUE);
            parser = new ParserImpl(new StreamReader(text), options);
            root = document();
        } catch (Stop stop) {
            return new Parsed(Optional.empty(), List.copyOf(findings));
        } catch (ReaderException e) {
            String character = "U+" + Integer.toHexString(e.getCodePoint()).toUpperCase(Locale.ROOT);
            fail(positionOf(text, e.getPosition()), "has a character that YAML does not allow: " + character);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
            fail(position(mark != null ? mark : last), syntaxMessage(e));
        } catch (RuntimeException e) {
            // The scanner has holes, such as escapes beyond Unicode, that end in unmarked exceptions.
            fail(position(last), "is not readable as YAML from about here");
        }
        return new Parsed(findings.isEmpty() ? root : Optional.empty(), List.copyOf(findings));
    }

    private static String syntaxMessage(MarkedYAMLException e) {
        String problem = e.getProblem() == null ? "unknown problem" : e.getProblem();
        if (problem.contains("TAB") || problem.contains("'\\t'")) {
            return "has a tab where YAML wants blanks: indent with blanks";
        }
        if (problem.startsWith("mapping values are not allowed here")) {
            return "has a second ': ' in one line: put the value in quotes, or indent it as a map of its own";
        }
        String context = e.getContext() == null ? "" : e.getContext() + ": ";
        return "is not valid YAML: " + context + problem;
    }

    private Optional<YamlNode> document() {
        next();
        Event start = next();
        if (!(start instanceof DocumentStartEvent)) {
            addAt(position(start.getStartMark()), "is empty");
            return Optional.empty();
        }
        YamlNode root = node(next(), 1);
        next();
        Event end = next();
        if (end instanceof DocumentStartEvent) {
            addAt(position(end.getStartMark()), "begins a second document; a file holds one");
        }
        return Optional.of(root);
    }

    private Event next() {
        Event event = parser.getEvent();
        last = event.getStartMark();
        return event;
    }

    private YamlNode node(Event event, int depth) {
        Position at = position(event.getStartMark());
        if (depth > limits.depth()) {
            throw stop(at, "is nested more than " + limits.depth() + " levels deep");
        }
        if (event instanceof AliasEvent alias) {
            return alias(alias, at, depth);
        }
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            anchors.remove(anchor);
        }
        YamlNode node;
        if (event instanceof ScalarEvent scalar) {
            refuseTag(scalar.getTag(), at);
            node = new YamlNode.Scalar(scalar.getValue(), scalar.isPlain(), at);
        } else if (event instanceof SequenceStartEvent start) {
            refuseTag(start.getTag(), at);
            node = sequence(at, depth);
        } else {
            refuseTag(((MappingStartEvent) event).getTag(), at);
            node = mapping(at, depth);
        }
        if (anchor != null) {
            anchors.put(anchor, node);
        }
        return node;
    }

    private void refuseTag(String tag, Position at) {
        if (tag != null) {
            addAt(at, "has the tag '" + tag + "'; tags are not allowed");
        }
    }

    private YamlNode alias(AliasEvent alias, Position at, int depth) {
        YamlNode target = anchors.get(alias.getAnchor());
        if (target == null) {
            throw stop(at, "refers to '*" + alias.getAnchor() + "', which is no anchor above it");
        }
        aliasNodes += target.size();
        if (aliasNodes > limits.aliasNodes()) {
            throw stop(at, "expands aliases to more than " + limits.aliasNodes() + " values");
        }
        if (depth + target.height() - 1 > limits.depth()) {
            throw stop(at, "is nested more than " + limits.depth() + " levels deep");
        }
        return target;
    }

    private YamlNode sequence(Position at, int depth) {
        List<YamlNode> items = new ArrayList<>();
        for (Event event = next(); !event.is(Event.ID.SequenceEnd); event = next()) {
            items.add(node(event, depth + 1));
        }
        return YamlNode.Sequence.of(items, at);
    }

    private YamlNode mapping(Position at, int depth) {
        Map<String, YamlNode.Entry> own = new LinkedHashMap<>();
        Optional<YamlNode> merged = Optional.empty();
        for (Event event = next(); !event.is(Event.ID.MappingEnd); event = next()) {
            Position keyAt = position(event.getStartMark());
            YamlNode key = node(event, depth + 1);
            YamlNode value = node(next(), depth + 1);
            if (!(key instanceof YamlNode.Scalar scalar)) {
                addAt(keyAt, "has " + key.words() + " as a key; keys are text");
            } else if (scalar.plain() && scalar.text().equals(MERGE)) {
                if (merged.isPresent()) {
                    addAt(keyAt, "has a second '<<'; merge several maps with '<<: [*a, *b]'");
                }
                merged = Optional.of(value);
            } else {
                put(own, scalar.text(), keyAt, value);
            }
        }
        return YamlNode.Mapping.of(merged.map(value -> merge(own, value)).orElse(own), at);
    }

    private void put(Map<String, YamlNode.Entry> entries, String key, Position keyAt, YamlNode value) {
        YamlNode.Entry earlier = entries.putIfAbsent(key, new YamlNode.Entry(key, keyAt, value));
        if (earlier != null) {
            add(Finding.error(
                    keyAt,
                    key,
                    "is given twice; first in line " + earlier.keyPosition().line()));
        }
    }

    /** The entries of the merged maps, those of earlier maps before later ones, below a map's own. */
    private Map<String, YamlNode.Entry> merge(Map<String, YamlNode.Entry> own, YamlNode value) {
        List<YamlNode> maps = value instanceof YamlNode.Sequence list ? list.items() : List.of(value);
        Map<String, YamlNode.Entry> all = new LinkedHashMap<>(own);
        for (YamlNode map : maps) {
            if (map instanceof YamlNode.Mapping mapping) {
                mapping.entries().forEach(all::putIfAbsent);
            } else {
                addAt(map.position(), "merges " + map.words() + "; '<<' takes a map or a list of maps");
            }
        }
        return all;
    }

    private Position position(Mark mark) {
        return fixed.orElseGet(() -> mark == null
                ? new Position(origin, 1, 1)
                : new Position(origin, mark.getLine() + 1, mark.getColumn() + 1));
    }

    private Position positionOf(String text, int codePoint) {
        int line = 1;
        int column = 1;
        int index = 0;
        for (int i = 0; i < codePoint && index < text.length(); i++) {
            int c = text.codePointAt(index);
            index += Character.charCount(c);
            column = c == '\n' ? 1 : column + 1;
            line += c == '\n' ? 1 : 0;
        }
        int at = column;
        int in = line;
        return fixed.orElseGet(() -> new Position(origin, in, at));
    }

    private Stop stop(Position at, String message) {
        addAt(at, message);
        return new Stop();
    }

    /** Adds the last finding, behind which nothing is read. */
    private void fail(Position at, String message) {
        findings.add(Finding.error(at, "", message));
    }

    private void addAt(Position at, String message) {
        add(Finding.error(at, "", message));
    }

    private void add(Finding finding) {
        findings.add(finding);
        if (findings.size() >= MOST_FINDINGS) {
            throw new Stop();
        }
    }
}
