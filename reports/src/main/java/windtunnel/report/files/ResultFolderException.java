package windtunnel.report.files;

import java.nio.file.Path;

/** A folder that results must not be written to; the message says why and what to do. */
public final class ResultFolderException extends RuntimeException {
    private final transient Path folder;

    ResultFolderException(Path folder, String message) {
        super(message);
        this.folder = folder;
    }

    /** The folder that was refused. */
    public Path folder() {
        return folder;
    }
}
