package windtunnel.report.chart.svg;

import java.awt.Composite;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImageOp;
import java.util.Optional;
import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.DefaultExtensionHandler;
import org.apache.batik.svggen.SVGCompositeDescriptor;
import org.apache.batik.svggen.SVGFilterDescriptor;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGPaintDescriptor;
import org.w3c.dom.Document;

/**
 * Records SVG, and paints the same on an image if one is given.
 *
 * <p>Coordinates are put on a grid of sixteenths of a pixel, which four decimals write exactly, so that no rounding of the JDK
 * shows in the file. Clipping is left out: charts draw inside their area, and clip paths would need identifiers that collide
 * when several charts share a page.
 */
final class ChartGraphics extends SVGGraphics2D {
    private static final double GRID = 16;
    private static final String SVG = "http://www.w3.org/2000/svg";

    private final Optional<Graphics2D> mirror;

    ChartGraphics(Optional<Graphics2D> mirror) {
        super(context(), false);
        this.mirror = mirror;
    }

    private ChartGraphics(ChartGraphics other) {
        super(other);
        mirror = other.mirror;
    }

    private static SVGGeneratorContext context() {
        Document document = GenericDOMImplementation.getDOMImplementation().createDocument(SVG, "svg", null);
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setExtensionHandler(new Inks());
        SVGGeneratorContext.GraphicContextDefaults defaults = new SVGGeneratorContext.GraphicContextDefaults();
        defaults.setFont(new TableFont(12, false));
        defaults.setPaint(Ink.INK);
        context.setGraphicContextDefaults(defaults);
        return context;
    }

    /** Writes inks as CSS variables with their value as fallback. */
    private static final class Inks extends DefaultExtensionHandler {
        @Override
        public SVGPaintDescriptor handlePaint(Paint paint, SVGGeneratorContext context) {
            if (!(paint instanceof Ink ink)) {
                throw new IllegalStateException("charts are drawn with inks, not with " + paint);
            }
            return new SVGPaintDescriptor("var(--" + ink.variable() + "," + ink.hex() + ")", "1");
        }

        @Override
        public SVGCompositeDescriptor handleComposite(Composite composite, SVGGeneratorContext context) {
            throw new IllegalStateException("charts have no composites: " + composite);
        }

        @Override
        public SVGFilterDescriptor handleFilter(
                BufferedImageOp filter, java.awt.Rectangle area, SVGGeneratorContext context) {
            throw new IllegalStateException("charts have no filters: " + filter);
        }
    }

    @Override
    public Graphics create() {
        return new ChartGraphics(this);
    }

    @Override
    public FontMetrics getFontMetrics(Font font) {
        return ((TableFont) font).metrics();
    }

    @Override
    public void clip(Shape area) {}

    @Override
    public void setClip(Shape area) {}

    @Override
    public void draw(Shape shape) {
        Shape snapped = snapped(shape);
        super.draw(snapped);
        mirror.ifPresent(image -> {
            like(image);
            image.draw(snapped);
        });
    }

    @Override
    public void fill(Shape shape) {
        Shape snapped = snapped(shape);
        super.fill(snapped);
        mirror.ifPresent(image -> {
            like(image);
            image.fill(snapped);
        });
    }

    @Override
    public void drawString(String text, float x, float y) {
        super.drawString(text, (float) snapped(x), (float) snapped(y));
        mirror.ifPresent(image -> {
            like(image);
            TableFont font = (TableFont) getFont();
            image.fill(font.table().outline(text, font.getSize(), snapped(x), snapped(y)));
        });
    }

    private void like(Graphics2D image) {
        AffineTransform before = image.getTransform();
        if (!getTransform().isIdentity()) {
            throw new IllegalStateException("charts draw in page coordinates, not under " + before);
        }
        image.setPaint(((Ink) getPaint()).color());
        image.setStroke(getStroke());
    }

    private static double snapped(double value) {
        return Math.rint(value * GRID) / GRID;
    }

    private static Shape snapped(Shape shape) {
        if (shape instanceof Rectangle2D r) {
            double x = snapped(r.getX());
            double y = snapped(r.getY());
            return new Rectangle2D.Double(x, y, snapped(r.getMaxX()) - x, snapped(r.getMaxY()) - y);
        }
        if (shape instanceof Line2D l) {
            return new Line2D.Double(snapped(l.getX1()), snapped(l.getY1()), snapped(l.getX2()), snapped(l.getY2()));
        }
        Path2D path = new Path2D.Double();
        double[] p = new double[6];
        for (PathIterator i = shape.getPathIterator(null); !i.isDone(); i.next()) {
            int segment = i.currentSegment(p);
            for (int k = 0; k < p.length; k++) {
                p[k] = snapped(p[k]);
            }
            switch (segment) {
                case PathIterator.SEG_MOVETO -> path.moveTo(p[0], p[1]);
                case PathIterator.SEG_LINETO -> path.lineTo(p[0], p[1]);
                case PathIterator.SEG_QUADTO -> path.quadTo(p[0], p[1], p[2], p[3]);
                case PathIterator.SEG_CUBICTO -> path.curveTo(p[0], p[1], p[2], p[3], p[4], p[5]);
                default -> path.closePath();
            }
        }
        return path;
    }
}
