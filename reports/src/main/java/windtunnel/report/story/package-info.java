/** What a report says, apart from how it looks: the same words and rounded figures for terminal, page and Markdown. */
package windtunnel.report.story;
