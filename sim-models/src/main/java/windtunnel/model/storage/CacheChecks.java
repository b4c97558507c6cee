package windtunnel.model.storage;

import java.util.List;
import windtunnel.core.unit.Nearest;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Storage;
import windtunnel.model.key.Issues;

/** What can be wrong between a cache and what lies behind it. */
final class CacheChecks {
    private CacheChecks() {}

    /** A cache is built on what stands before it in the list. */
    static void behind(String name, String of, ClusterSpec cluster, Issues issues) {
        List<String> names = cluster.storage().stream().map(Storage::name).toList();
        int own = names.indexOf(name);
        int back = names.indexOf(of);
        if (back < 0) {
            String near = Nearest.of(of, names);
            issues.error(
                    "of", "no storage is named '" + of + "'" + (near == null ? "" : "; did you mean '" + near + "'?"));
        } else if (back >= own) {
            issues.error("of", "'" + of + "' must stand before '" + name + "' in the list");
        }
    }
}
