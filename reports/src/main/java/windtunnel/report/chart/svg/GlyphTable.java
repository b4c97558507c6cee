package windtunnel.report.chart.svg;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.TreeMap;

/**
 * Widths and outlines of one bundled font in two weights, so that no font of the machine is asked.
 *
 * <p>Characters outside the table (it covers Latin and common punctuation) count as one em when they are ideographs, else as
 * the mean width of a letter, and are drawn as the replacement character.
 */
final class GlyphTable {
    private static final GlyphTable REGULAR;
    private static final GlyphTable BOLD;

    static {
        Map<String, GlyphTable> faces = load();
        REGULAR = faces.get("regular");
        BOLD = faces.get("bold");
    }

    private record Glyph(int advance, String outline) {}

    private final int unitsPerEm;
    private final int ascent;
    private final int descent;
    private final Map<Integer, Glyph> glyphs = new TreeMap<>();

    private GlyphTable(int unitsPerEm, int ascent, int descent) {
        this.unitsPerEm = unitsPerEm;
        this.ascent = ascent;
        this.descent = descent;
    }

    static GlyphTable of(boolean bold) {
        return bold ? BOLD : REGULAR;
    }

    private static Map<String, GlyphTable> load() {
        Map<String, GlyphTable> faces = new TreeMap<>();
        try (InputStream in = GlyphTable.class.getResourceAsStream("sans.glyphs");
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            GlyphTable face = null;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] parts = line.split(" ", 3);
                if (parts[0].equals("face")) {
                    String[] numbers = parts[2].split(" ");
                    face = new GlyphTable(
                            Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
                    faces.put(parts[1], face);
                } else if (!parts[0].equals("#")) {
                    String outline = parts.length > 2 ? parts[2] : "";
                    face.glyphs.put(Integer.parseInt(parts[0], 16), new Glyph(Integer.parseInt(parts[1]), outline));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return faces;
    }

    double ascent(double size) {
        return size * ascent / unitsPerEm;
    }

    double descent(double size) {
        return size * descent / unitsPerEm;
    }

    /** Width of {@code text} in pixels at {@code size} pixels per em. */
    double width(String text, double size) {
        return size * text.codePoints().mapToLong(this::advance).sum() / unitsPerEm;
    }

    private int advance(int codePoint) {
        Glyph glyph = glyphs.get(codePoint);
        if (glyph != null) {
            return glyph.advance;
        }
        return Character.isIdeographic(codePoint) ? unitsPerEm : glyphs.get((int) 'n').advance;
    }

    /** The outline of {@code text} with its baseline starting at (x, y). */
    Path2D outline(String text, double size, double x, double y) {
        Path2D all = new Path2D.Double(Path2D.WIND_NON_ZERO);
        double scale = size / unitsPerEm;
        double pen = x;
        for (int c : text.codePoints().toArray()) {
            Glyph glyph = glyphs.getOrDefault(c, glyphs.get(0xfffd));
            AffineTransform place = new AffineTransform(scale, 0, 0, -scale, pen, y);
            all.append(parse(glyph.outline).getPathIterator(place), false);
            pen += advance(c) * scale;
        }
        return all;
    }

    private static Path2D parse(String outline) {
        Path2D path = new Path2D.Double();
        StringTokenizer tokens = new StringTokenizer(outline, "MLQZ ", true);
        while (tokens.hasMoreTokens()) {
            switch (tokens.nextToken().charAt(0)) {
                case 'M' -> path.moveTo(number(tokens), number(tokens));
                case 'L' -> path.lineTo(number(tokens), number(tokens));
                case 'Q' -> path.quadTo(number(tokens), number(tokens), number(tokens), number(tokens));
                default -> path.closePath();
            }
        }
        return path;
    }

    private static int number(StringTokenizer tokens) {
        String token = tokens.nextToken();
        return Integer.parseInt(token.equals(" ") ? tokens.nextToken() : token);
    }
}
