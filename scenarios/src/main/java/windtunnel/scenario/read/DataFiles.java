package windtunnel.scenario.read;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import windtunnel.model.key.DataFile;
import windtunnel.scenario.yaml.Limits;
import windtunnel.scenario.yaml.Origin;
import windtunnel.scenario.yaml.TextFile;
import windtunnel.scenario.yaml.YamlNode;

/** Reads the data files that a scenario names; they lie in its folder or below, links followed. */
final class DataFiles {
    private final Optional<Path> folder;

    private DataFiles(Optional<Path> folder) {
        this.folder = folder;
    }

    /** Those of a scenario that is no file, which has none. */
    static DataFiles none() {
        return new DataFiles(Optional.empty());
    }

    /** Those beside {@code scenario}; none where it does not exist. */
    static DataFiles beside(Path scenario) {
        try {
            return new DataFiles(Optional.ofNullable(scenario.toRealPath().getParent()));
        } catch (IOException | SecurityException e) {
            return none();
        }
    }

    /** The file that {@code name} names, with its text. */
    Optional<Object> bind(YamlNode.Scalar name, Place place, Findings out) {
        String shown = "names '" + name.text() + "'";
        if (folder.isEmpty()) {
            return refuse(name, place, shown + "; only a scenario in a file can name files", out);
        }
        Path real;
        try {
            Path plain = folder.get().resolve(Path.of(name.text())).normalize();
            real = plain.startsWith(folder.get()) ? plain.toRealPath() : plain;
        } catch (IOException | InvalidPathException | SecurityException e) {
            return refuse(name, place, shown + ", which does not exist", out);
        }
        if (!real.startsWith(folder.get())) {
            return refuse(name, place, shown + ", which is outside the scenario's folder", out);
        }
        try {
            Origin origin = Origin.scenario(name.text());
            return Optional.of(
                    new DataFile(name.text(), TextFile.read(real, name.position(), origin, Limits.STANDARD)));
        } catch (TextFile.Unreadable e) {
            return refuse(name, place, shown + ": " + e.finding().message(), out);
        }
    }

    private static Optional<Object> refuse(YamlNode.Scalar name, Place place, String message, Findings out) {
        out.error(name.position(), place, message);
        return Optional.empty();
    }
}
