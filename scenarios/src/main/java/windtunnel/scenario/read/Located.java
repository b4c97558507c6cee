package windtunnel.scenario.read;

import windtunnel.scenario.yaml.Elements;
import windtunnel.scenario.yaml.KeyPath;
import windtunnel.scenario.yaml.Position;
import windtunnel.scenario.yaml.YamlNode;

/**
 * Where a path that a record names about itself stands in the text.
 *
 * @param position of the deepest part of the path that is given
 * @param path the whole path, list elements by their labels
 */
record Located(Position position, String path) {
    /** Finds {@code relative} below {@code node}, which stands at {@code parent}. */
    static Located of(YamlNode node, String parent, String relative) {
        Located here = new Located(node.position(), parent);
        if (relative.isEmpty()) {
            return here;
        }
        KeyPath path;
        try {
            path = KeyPath.parse(relative);
        } catch (IllegalArgumentException e) {
            return new Located(node.position(), KeyPath.join(parent, relative));
        }
        YamlNode current = node;
        for (KeyPath.Step step : path.steps()) {
            YamlNode next = current == null ? null : child(current, step);
            boolean element = current instanceof YamlNode.Sequence && next != null;
            String label = element
                    ? Elements.label(here.path(), (YamlNode.Sequence) current, index(current, step))
                    : step.isIndex() ? here.path() + indexed(current, step) : KeyPath.join(here.path(), step.key());
            here = new Located(next == null ? here.position() : next.position(), label);
            current = next;
        }
        return here;
    }

    /** A single value that stands for a list of one has no index. */
    private static String indexed(YamlNode current, KeyPath.Step step) {
        return current != null && step.index() == 0 ? "" : "[" + step.index() + "]";
    }

    private static YamlNode child(YamlNode node, KeyPath.Step step) {
        if (node instanceof YamlNode.Mapping mapping) {
            return step.isIndex()
                    ? (step.index() == 0 ? node : null)
                    : mapping.value(step.key()).orElse(null);
        }
        if (node instanceof YamlNode.Sequence list) {
            int index = index(list, step);
            return index >= 0 && index < list.items().size() ? list.items().get(index) : null;
        }
        return step.isIndex() && step.index() == 0 ? node : null;
    }

    private static int index(YamlNode list, KeyPath.Step step) {
        return step.isIndex() ? step.index() : Elements.find((YamlNode.Sequence) list, step.key(), Elements::ownName);
    }
}
