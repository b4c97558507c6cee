package windtunnel.report.text;

import windtunnel.report.Samples;

/** Prints one answer in a JVM of its own, so that the classes it needs can be counted. */
final class TextProbe {
    private TextProbe() {}

    public static void main(String[] args) {
        System.out.print(
                TextReport.render(Samples.twenty(), new Style(true, true)).length());
    }
}
