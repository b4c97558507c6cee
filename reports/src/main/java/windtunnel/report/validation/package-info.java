/** What the models are worth against published measurements: files, terminal text, a page. */
package windtunnel.report.validation;
