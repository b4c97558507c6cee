package windtunnel.scenario.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files as UTF-8, never more than the limit; what is wrong is a finding at {@code where}. */
public final class TextFile {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private TextFile() {}

    /** A file that cannot be used; carries the one finding that says why. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Finding finding;

        Unreadable(Finding finding) {
            super(finding.toString());
            this.finding = finding;
        }

        /** Why. */
        public Finding finding() {
            return finding;
        }
    }

    /**
     * The text of {@code file}.
     *
     * @param asked where the file was asked for: its own first character, or an {@code include}
     * @param origin the file itself, for findings inside it
     */
    public static String read(Path file, Position asked, Origin origin, Limits limits) throws Unreadable {
        if (!Files.isRegularFile(file)) {
            String what = Files.isDirectory(file) ? "' is a folder, not a file" : "' does not exist or is no file";
            throw new Unreadable(Finding.error(asked, "", "'" + origin.name() + what));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return decode(in.readNBytes(limits.bytes() + 1), origin, limits);
        } catch (IOException | SecurityException e) {
            throw new Unreadable(Finding.error(asked, "", "'" + origin.name() + "' cannot be read"));
        }
    }

    /** The text of {@code bytes}, which must be UTF-8. */
    public static String decode(byte[] bytes, Origin origin, Limits limits) throws Unreadable {
        if (bytes.length > limits.bytes()) {
            throw new Unreadable(Finding.error(
                    new Position(origin, 1, 1),
                    "",
                    "is larger than " + (limits.bytes() >> 20) + " MiB; a scenario or library file is not"));
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            throw new Unreadable(Finding.error(end(text, origin), "", "has a byte that is not UTF-8 text"));
        }
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static Position end(String text, Origin origin) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Position(origin, line, text.codePointCount(lineStart, text.length()) + 1);
    }
}
