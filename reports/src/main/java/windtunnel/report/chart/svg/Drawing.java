package windtunnel.report.chart.svg;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;

/**
 * A chart at a size, ready to be written as SVG or PNG.
 *
 * @param chart what to draw
 * @param title what it shows, in a few words
 * @param label what it shows, with the main figures, for readers that do not see it
 * @param width in CSS pixels
 * @param height in CSS pixels
 */
public record Drawing(JFreeChart chart, String title, String label, int width, int height) {
    private static final int PNG_SCALE = 2;

    /** An {@code <svg>} element for a page that defines the inks as CSS variables. */
    public String svgInline() {
        return new SvgText(this, true).write(recorded(Optional.empty()));
    }

    /** A whole SVG file with fixed colours on white, for tools that know no CSS variables. */
    public String svgFile() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + new SvgText(this, false).write(recorded(Optional.empty())) + "\n";
    }

    /** A PNG at twice the size in pixels. */
    public byte[] png() {
        BufferedImage image = new BufferedImage(width * PNG_SCALE, height * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setPaint(Ink.PAPER.color());
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(PNG_SCALE, PNG_SCALE);
        recorded(Optional.of(graphics));
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private ChartGraphics recorded(Optional<Graphics2D> mirror) {
        ChartGraphics graphics = new ChartGraphics(mirror);
        chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
        return graphics;
    }
}
