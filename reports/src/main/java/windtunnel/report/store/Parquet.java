package windtunnel.report.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Tables as Parquet, for tools that read columns. */
public final class Parquet {
    private Parquet() {}

    /** Writes {@code NAME.parquet} beside each {@code NAME.csv} of a folder. */
    public static void write(Path folder, String... names) {
        try (Database database = Database.open(Optional.empty(), false)) {
            for (String name : names) {
                Path temporary = folder.resolve("." + name + ".parquet.writing");
                database.run("COPY (SELECT * FROM read_csv(" + quoted(folder.resolve(name + ".csv"))
                        + ", header = true, delim = ',', quote = '\"', escape = '\"', sample_size = -1)) TO "
                        + quoted(temporary) + " (FORMAT parquet, COMPRESSION zstd)");
                Files.move(temporary, folder.resolve(name + ".parquet"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }
}
