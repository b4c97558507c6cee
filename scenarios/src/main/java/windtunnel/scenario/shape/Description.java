package windtunnel.scenario.shape;

import java.util.List;
import java.util.Optional;

/**
 * What a key means.
 *
 * @param path of the key; elements of lists and kinds of families by their kind
 * @param doc what it means
 * @param type what its value looks like
 * @param written how such a value is written, or empty
 * @param example a valid value, or empty
 * @param required whether it must be given
 * @param def the value when it is absent, as YAML; empty when there is none
 * @param tag what kind of knowledge the default is, or empty
 * @param source where the default comes from, or empty
 * @param choices what it may say, when the choice is limited
 * @param keys the keys of a map
 */
public record Description(
        String path,
        String doc,
        String type,
        String written,
        String example,
        boolean required,
        Optional<String> def,
        String tag,
        String source,
        List<String> choices,
        List<String> keys) {}
