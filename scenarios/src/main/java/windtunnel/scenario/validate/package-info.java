/** Models against published measurements: reads case files, asks one predictor a category, scores the answers. */
package windtunnel.scenario.validate;
