package windtunnel.report.chart.svg;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.geom.Rectangle2D;

/** A font that measures itself with the bundled table; it is never rasterised by the JDK. */
public final class TableFont extends Font {
    private static final long serialVersionUID = 1L;

    /** The font at a size in pixels. */
    public TableFont(int sizePixels, boolean bold) {
        super("Arial", bold ? BOLD : PLAIN, sizePixels);
    }

    GlyphTable table() {
        return GlyphTable.of(isBold());
    }

    /** Width of a line of text in pixels. */
    public double width(String text) {
        return table().width(text, getSize());
    }

    @Override
    public String getFamily() {
        return getName();
    }

    @Override
    public Rectangle2D getStringBounds(String text, FontRenderContext context) {
        double ascent = table().ascent(getSize());
        return new Rectangle2D.Double(0, -ascent, width(text), ascent + table().descent(getSize()));
    }

    @Override
    public LineMetrics getLineMetrics(String text, FontRenderContext context) {
        return new Line(this, text.length());
    }

    FontMetrics metrics() {
        return new Metrics(this);
    }

    private static final class Metrics extends FontMetrics {
        private static final long serialVersionUID = 1L;
        private final TableFont table;

        Metrics(TableFont font) {
            super(font);
            table = font;
        }

        @Override
        public int getAscent() {
            return (int) Math.ceil(table.table().ascent(table.getSize()));
        }

        @Override
        public int getDescent() {
            return (int) Math.ceil(table.table().descent(table.getSize()));
        }

        @Override
        public int getLeading() {
            return 0;
        }

        @Override
        public int stringWidth(String text) {
            return (int) Math.ceil(table.width(text));
        }

        @Override
        public int charsWidth(char[] data, int off, int len) {
            return stringWidth(new String(data, off, len));
        }

        @Override
        public int charWidth(int codePoint) {
            return stringWidth(Character.toString(codePoint));
        }

        @Override
        public int charWidth(char c) {
            return stringWidth(Character.toString(c));
        }

        @Override
        public Rectangle2D getStringBounds(String text, Graphics context) {
            return table.getStringBounds(text, (FontRenderContext) null);
        }

        @Override
        public LineMetrics getLineMetrics(String text, Graphics context) {
            return table.getLineMetrics(text, (FontRenderContext) null);
        }
    }

    private static final class Line extends LineMetrics {
        private final TableFont font;
        private final int chars;

        Line(TableFont font, int chars) {
            this.font = font;
            this.chars = chars;
        }

        @Override
        public int getNumChars() {
            return chars;
        }

        @Override
        public float getAscent() {
            return (float) font.table().ascent(font.getSize());
        }

        @Override
        public float getDescent() {
            return (float) font.table().descent(font.getSize());
        }

        @Override
        public float getLeading() {
            return 0;
        }

        @Override
        public float getHeight() {
            return getAscent() + getDescent();
        }

        @Override
        public int getBaselineIndex() {
            return ROMAN_BASELINE;
        }

        @Override
        public float[] getBaselineOffsets() {
            return new float[] {0, -getAscent() / 2, -getAscent()};
        }

        @Override
        public float getStrikethroughOffset() {
            return -getAscent() / 3;
        }

        @Override
        public float getStrikethroughThickness() {
            return font.getSize() / 16f;
        }

        @Override
        public float getUnderlineOffset() {
            return font.getSize() / 8f;
        }

        @Override
        public float getUnderlineThickness() {
            return font.getSize() / 16f;
        }
    }
}
