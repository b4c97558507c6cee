package windtunnel.scenario.validate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A place with case files: the program's own copies, or a folder of the user's. */
public interface CaseFolder {
    /** Name for people. */
    String name();

    /**
     * The text of one file, or nothing if it is not there.
     *
     * @param path path below the folder, such as {@code collectives.csv} or {@code traces/one.csv}
     * @throws CaseException if it is there but cannot be read
     */
    Optional<String> text(String path);

    /** The cases that come with the program. */
    static CaseFolder builtIn() {
        return new Packaged();
    }

    /**
     * The cases in {@code folder}.
     *
     * @throws CaseException if that is no folder
     */
    static CaseFolder of(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CaseException("'" + folder + "' is no folder with case files");
        }
        return new Directory(folder);
    }

    /** Files among the program's resources. */
    record Packaged() implements CaseFolder {
        @Override
        public String name() {
            return "built-in cases";
        }

        @Override
        public Optional<String> text(String path) {
            try (InputStream in = CaseFolder.class.getResourceAsStream("/windtunnel/cases/" + path)) {
                return in == null
                        ? Optional.empty()
                        : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new IllegalStateException("cannot read the packaged file " + path, e);
            }
        }
    }

    /**
     * Files on disk.
     *
     * @param folder where they are
     */
    record Directory(Path folder) implements CaseFolder {
        @Override
        public String name() {
            return folder.toString();
        }

        @Override
        public Optional<String> text(String path) {
            Path file = folder.resolve(path).normalize();
            if (!file.startsWith(folder.normalize()) || !Files.isRegularFile(file)) {
                return Optional.empty();
            }
            try {
                return Optional.of(Files.readString(file));
            } catch (IOException e) {
                throw new CaseException(file + ": cannot be read as UTF-8 text");
            }
        }
    }
}
