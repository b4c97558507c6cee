package windtunnel.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A page of sections with the look of {@code report.html}: one file, no script, nothing from the network.
 *
 * @param title its heading
 * @param lead a line below it
 * @param sections what it holds, in reading order
 * @param identity what tells it from other pages: seed, version, hashes
 */
record Page(String title, String lead, List<Section> sections, Map<String, String> identity) {

    String render() {
        Html html = new Html();
        html.raw("<!DOCTYPE html>\n").open("html", "lang", "en").raw("\n<head>\n<meta charset=\"utf-8\">\n");
        html.raw("<meta http-equiv=\"Content-Security-Policy\" "
                + "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.element("title", title + ", windtunnel").raw("\n<style>\n").raw(css("report.css"));
        html.raw(css("page.css")).raw("</style>\n</head>\n<body>\n<header>\n");
        html.element("p", "Simulated before anyone signs", "class", "eyebrow").raw("\n");
        html.element("h1", title).raw("\n").element("p", lead, "class", "cluster");
        html.raw("\n</header>\n<main>\n");
        sections.forEach(section -> section(html, section));
        html.raw("</main>\n<footer>");
        html.element("p", "Made by windtunnel. The same version, scenario and seed give the same page, byte for byte.");
        html.raw("<dl>");
        identity.forEach((name, value) ->
                html.raw("<div>").element("dt", name).element("dd", value).raw("</div>"));
        return html.raw("</dl></footer>\n</body>\n").close("html").toString();
    }

    private static void section(Html html, Section section) {
        html.open("section", "id", section.id(), "aria-labelledby", section.id() + "-title");
        html.raw("\n<div class=\"side\">").element("h2", section.title(), "id", section.id() + "-title");
        if (!section.lead().isEmpty()) {
            html.element("p", section.lead());
        }
        html.raw("</div>\n<div class=\"body\">\n")
                .raw(section.body())
                .raw("</div>\n")
                .close("section");
    }

    private static String css(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
