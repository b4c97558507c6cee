package windtunnel.report.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A folder that a command writes a handful of files to, each whole or not at all. */
public final class OutputFolder {
    private OutputFolder() {}

    /**
     * Refuses a folder that holds anything but files of these names; worth calling before long work.
     *
     * @throws ResultFolderException if {@code folder} is a file, or holds something else and {@code force} is false
     */
    public static void check(Path folder, Set<String> ours, boolean force) {
        requireWritable(folder);
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new ResultFolderException(folder, folder + " is not a folder; name a folder for the results");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<String> foreign = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !ours.contains(name))
                    .sorted()
                    .toList();
            if (!foreign.isEmpty() && !force) {
                throw new ResultFolderException(
                        folder,
                        folder + " holds '" + foreign.get(0) + "', which this command has not written; name another "
                                + "folder, or use --force to write into this one");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes {@code files} by name, each to a temporary name first.
     *
     * @throws ResultFolderException where the disk or the rights do not allow it
     */
    public static void write(Path folder, Map<String, byte[]> files) {
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path temporary = folder.resolve("." + file.getKey() + ".writing");
                Files.write(temporary, file.getValue());
                Files.move(temporary, folder.resolve(file.getKey()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** Refuses a folder that cannot be made, or not be written into, before the long work. */
    static void requireWritable(Path folder) {
        Path there = folder.toAbsolutePath().normalize();
        while (there != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        boolean itself = there != null && there.equals(folder.toAbsolutePath().normalize());
        if (there == null || !itself && !Files.isDirectory(there) || !Files.isWritable(there)) {
            throw new ResultFolderException(
                    folder,
                    folder + " cannot be written: "
                            + (there == null || Files.isDirectory(there) ? "no right to write in " : "there is a file ")
                            + there);
        }
    }

    /** What to say when files could not be written. */
    static ResultFolderException unwritable(Path folder, IOException cause) {
        String why = cause.getMessage();
        if (cause instanceof FileSystemException file) {
            String refused = cause instanceof AccessDeniedException ? "no right to write" : "the system refuses it";
            why = file.getReason() == null ? refused : file.getReason();
        }
        return new ResultFolderException(folder, folder + " cannot be written: " + why);
    }
}
