package windtunnel.scenario.read;

import java.util.List;
import java.util.Optional;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.hardware.Tag;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.library.Sources;
import windtunnel.scenario.shape.RecordShape;
import windtunnel.scenario.shape.Shape;
import windtunnel.scenario.yaml.Provenance;
import windtunnel.scenario.yaml.YamlNode;

/** Binds values that say where they come from: alone, after their file's defaults, or as a map with source, date and tag. */
final class SourcedBinder {
    private static final String VALUE = "value";
    private static final String SOURCE = "source";
    private static final String AS_OF = "as-of";
    private static final String TAG = "tag";
    private static final List<String> TAGS = List.of("measured", "vendor", "derived", "assumed");

    private final Binder binder;
    private final Catalog catalog;

    SourcedBinder(Binder binder, Catalog catalog) {
        this.binder = binder;
        this.catalog = catalog;
    }

    Optional<Object> bind(Shape.SourcedOf shape, YamlNode node, Place place, Findings out) {
        boolean plainShape = !(shape.value() instanceof RecordShape
                || shape.value() instanceof Shape.MapOf
                || shape.value() instanceof Shape.Family);
        if (node instanceof YamlNode.Mapping mapping
                && (plainShape || mapping.value(VALUE).isPresent())) {
            return longForm(shape, mapping, place, out);
        }
        Optional<Object> value = binder.bind(shape.value(), node, place, out);
        Optional<Provenance> provenance = node.position().origin().provenance();
        if (value.isPresent() && provenance.isEmpty()) {
            out.error(
                    node.position(),
                    place,
                    "does not say where it comes from",
                    "give the file 'defaults: { source, as-of, tag }', or write { value, source, as-of, tag }");
        }
        return value.flatMap(v -> provenance.map(from -> sourced(v, from)));
    }

    private Optional<Object> longForm(Shape.SourcedOf shape, YamlNode.Mapping mapping, Place place, Findings out) {
        for (YamlNode.Entry entry : mapping.entries().values()) {
            if (!Shape.SourcedOf.KEYS.contains(entry.key())) {
                out.error(
                        entry.keyPosition(),
                        place.key(entry.key()),
                        "is no key here",
                        Findings.suggest(entry.key(), Shape.SourcedOf.KEYS));
                return Optional.empty();
            }
        }
        Optional<Object> value = Optional.empty();
        if (mapping.value(VALUE).isPresent()) {
            value = binder.bind(shape.value(), mapping.value(VALUE).get(), place.key(VALUE), out);
        } else {
            out.error(mapping.position(), place.key(VALUE), "is missing");
        }
        Optional<Provenance> provenance = provenance(mapping, place, out);
        Optional<Object> bound = value;
        return provenance.flatMap(p -> bound.map(v -> sourced(v, p)));
    }

    private Optional<Provenance> provenance(YamlNode.Mapping mapping, Place place, Findings out) {
        Optional<Provenance> file = mapping.position().origin().provenance();
        Optional<String> source = word(mapping, SOURCE, place, out);
        Optional<String> asOf = word(mapping, AS_OF, place, out);
        Optional<String> tag = word(mapping, TAG, place, out);
        if (tag.isPresent() && !TAGS.contains(tag.get())) {
            out.error(
                    mapping.value(TAG).orElseThrow().position(),
                    place.key(TAG),
                    "'" + tag.get() + "' is no tag",
                    Findings.suggest(tag.get(), TAGS));
            return Optional.empty();
        }
        Optional<String> date = asOf.or(
                        () -> source.flatMap(s -> catalog.sources().first(s)).map(Sources.Source::date))
                .or(() -> source.isEmpty() || scenario(file) ? file.map(Provenance::asOf) : Optional.empty());
        Optional<String> from = source.or(() -> file.map(Provenance::source));
        Optional<Tag> kind = tag.map(SourcedBinder::tag).or(() -> file.map(Provenance::tag));
        boolean good = given(from, SOURCE, mapping, place, out)
                & given(date, AS_OF, mapping, place, out)
                & given(kind, TAG, mapping, place, out);
        return good ? Optional.of(new Provenance(from.get(), date.get(), kind.get())) : Optional.empty();
    }

    private static boolean scenario(Optional<Provenance> file) {
        return file.filter(Provenance.SCENARIO::equals).isPresent();
    }

    private static boolean given(Optional<?> value, String key, YamlNode.Mapping mapping, Place place, Findings out) {
        if (value.isEmpty() && mapping.value(key).isEmpty()) {
            out.error(mapping.position(), place.key(key), "is missing");
        }
        return value.isPresent();
    }

    private Optional<String> word(YamlNode.Mapping mapping, String key, Place place, Findings out) {
        return mapping.value(key)
                .flatMap(node -> binder.bind(new Shape.Word(), node, place.key(key), out))
                .map(String.class::cast);
    }

    private static Tag tag(String word) {
        return Tag.values()[TAGS.indexOf(word)];
    }

    private Object sourced(Object value, Provenance provenance) {
        String source = catalog.sources().describe(provenance.source());
        return new Sourced<>(value, source, provenance.asOf(), provenance.tag());
    }
}
