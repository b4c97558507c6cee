package windtunnel.report.html;

/**
 * A part of the page.
 *
 * @param id its anchor
 * @param title its heading
 * @param lead a sentence on how to read it, or empty
 * @param body markup
 */
record Section(String id, String title, String lead, String body) {}
