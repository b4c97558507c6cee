package windtunnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static String lost(String message) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
        Answer answer = new Answer(broken);
        PrintWriter out = new PrintWriter(answer);
        out.println("42");
        out.flush();
        return answer.lost();
    }

    @Test
    void aFullDiskIsRememberedAndAClosedPipeIsNot() {
        assertThat(lost("No space left on device")).isEqualTo("No space left on device");
        assertThat(lost("Broken pipe")).isNull();
        Answer fine = new Answer(OutputStream.nullOutputStream());
        new PrintWriter(fine, true).println("42");
        assertThat(fine.lost()).isNull();
    }
}
