package windtunnel.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output, which remembers what was lost: a full disk is told, a reader who has seen enough and closed the pipe is not. */
final class Answer extends FilterOutputStream {
    private String lost;

    Answer(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            out.write(bytes, from, count);
        } catch (IOException e) {
            boolean closed = String.valueOf(e.getMessage()).contains("pipe");
            lost = closed || lost != null ? lost : String.valueOf(e.getMessage());
            throw e;
        }
    }

    /** Why some of it could not be written, or null. */
    String lost() {
        return lost;
    }
}
