package windtunnel.scenario.read;

import windtunnel.scenario.yaml.Elements;
import windtunnel.scenario.yaml.KeyPath;
import windtunnel.scenario.yaml.YamlNode;

/** The address of a value that is being bound; its text is made only when a finding needs it. */
final class Place {
    private final Place parent;
    private final String key;
    private final YamlNode.Sequence list;
    private final int index;

    private Place(Place parent, String key, YamlNode.Sequence list, int index) {
        this.parent = parent;
        this.key = key;
        this.list = list;
        this.index = index;
    }

    /** The top of a file. */
    static Place root() {
        return new Place(null, "", null, 0);
    }

    /** The value of {@code name}. */
    Place key(String name) {
        return new Place(this, name, null, 0);
    }

    /** Element {@code position} of {@code sequence}, which is the value here. */
    Place element(YamlNode.Sequence sequence, int position) {
        return new Place(this, "", sequence, position);
    }

    /** The dotted path, empty at the top. */
    String path() {
        if (parent == null) {
            return "";
        }
        return list == null ? KeyPath.join(parent.path(), key) : Elements.label(parent.path(), list, index);
    }

    @Override
    public String toString() {
        return path();
    }
}
