package windtunnel.report.chart.svg;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import windtunnel.core.unit.Numbers;
import windtunnel.report.story.Markup;

/** Writes a recorded drawing as SVG: attributes sorted, defaults of CSS left out, each text with its length. */
final class SvgText {
    private static final String FONTS = "Arimo,Arial,Helvetica,'Liberation Sans',sans-serif";
    private static final Set<String> DROPPED = new TreeSet<>(Set.of(
            "color-interpolation",
            "color-rendering",
            "image-rendering",
            "shape-rendering",
            "text-rendering",
            "font-family",
            "fill-opacity",
            "stroke-opacity",
            "opacity",
            "font-style",
            "stroke-dashoffset",
            "contentScriptType",
            "contentStyleType",
            "preserveAspectRatio",
            "zoomAndPan",
            "version",
            "xml:space",
            "clip-path"));
    private static final Map<String, String> DEFAULTS =
            new TreeMap<>(Map.of("stroke-dasharray", "none", "stroke-linejoin", "miter"));

    private final Drawing drawing;
    private final boolean variables;
    private final StringBuilder out = new StringBuilder();

    /** How text is set at a place in the tree. */
    private record Type(int size, boolean bold) {
        Type within(Element element) {
            String size = element.getAttribute("font-size");
            String weight = element.getAttribute("font-weight");
            return new Type(
                    size.isEmpty() ? this.size : Integer.parseInt(size.replace("px", "")),
                    weight.isEmpty() ? bold : weight.equals("bold"));
        }
    }

    SvgText(Drawing drawing, boolean variables) {
        this.drawing = drawing;
        this.variables = variables;
    }

    String write(ChartGraphics graphics) {
        Element root = graphics.getRoot();
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ").append(drawing.width());
        out.append(' ').append(drawing.height()).append("\" width=\"").append(drawing.width());
        out.append("\" height=\"").append(drawing.height()).append("\" role=\"img\" aria-label=\"");
        out.append(Markup.escape(drawing.title()))
                .append("\" font-family=\"")
                .append(FONTS)
                .append('"');
        attributes(root);
        out.append("><title>").append(Markup.escape(drawing.title())).append("</title><desc>");
        out.append(Markup.escape(drawing.label())).append("</desc>");
        if (!variables) {
            out.append("<rect width=\"100%\" height=\"100%\" stroke=\"none\" fill=\"")
                    .append(Ink.PAPER.hex())
                    .append("\"/>");
        }
        children(root, new Type(12, false).within(root));
        out.append("</svg>");
        return out.toString();
    }

    private void children(Element parent, Type type) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && !element.getTagName().equals("defs")) {
                element(element, type.within(element));
            }
        }
    }

    private void element(Element element, Type type) {
        boolean text = element.getTagName().equals("text");
        if (element.getFirstChild() == null && element.getTagName().equals("g")) {
            return;
        }
        out.append('<').append(element.getTagName());
        attributes(element);
        if (text) {
            double width = GlyphTable.of(type.bold()).width(element.getTextContent(), type.size());
            out.append(" textLength=\"").append(Numbers.fixed(width, 2));
            out.append("\" lengthAdjust=\"spacingAndGlyphs\">");
            out.append(Markup.escape(element.getTextContent())).append("</text>");
        } else if (element.getFirstChild() == null) {
            out.append("/>");
        } else {
            out.append('>');
            children(element, type);
            out.append("</").append(element.getTagName()).append('>');
        }
    }

    private void attributes(Element element) {
        NamedNodeMap map = element.getAttributes();
        Map<String, String> sorted = new TreeMap<>();
        for (int i = 0; i < map.getLength(); i++) {
            sorted.put(map.item(i).getNodeName(), map.item(i).getNodeValue());
        }
        boolean root = element.getTagName().equals("svg");
        StringBuilder style = new StringBuilder();
        sorted.forEach((name, value) -> {
            boolean dropped = DROPPED.contains(name) || name.startsWith("xmlns") || root && sized(name);
            if (dropped || root && value.equals(DEFAULTS.get(name))) {
                return;
            }
            if (value.startsWith("var(")) {
                style.append(style.length() > 0 ? ";" : "").append(name).append(':');
                style.append(variables ? value : value.substring(value.indexOf(',') + 1, value.length() - 1));
            } else {
                out.append(' ')
                        .append(name)
                        .append("=\"")
                        .append(Markup.escape(value))
                        .append('"');
            }
        });
        if (style.length() > 0) {
            out.append(" style=\"").append(style).append('"');
        }
    }

    private static boolean sized(String name) {
        return name.equals("width") || name.equals("height");
    }
}
