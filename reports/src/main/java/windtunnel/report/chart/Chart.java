package windtunnel.report.chart;

import windtunnel.report.chart.svg.Drawing;

/** A picture of a part of the outcome, drawn at the width that it is given. */
public interface Chart {
    /** Width on a page at least 720 pixels wide, and in files. */
    int WIDE = 720;
    /** Width on a phone of 360 pixels. */
    int NARROW = 328;

    /** Name of its file, without ending: lower-case words joined by hyphens. */
    String name();

    /** What it shows, in one sentence for readers that do not see it. */
    String label();

    /** The drawing at {@code width} pixels, with its title on top if {@code titled}. */
    Drawing draw(int width, boolean titled);

    /** The drawing for a file of its own. */
    default Drawing standalone() {
        return draw(WIDE, true);
    }
}
