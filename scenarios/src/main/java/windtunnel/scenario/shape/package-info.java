/** What may stand where: the shapes of records, and what is made from them: schema, descriptions, reference, canonical form. */
package windtunnel.scenario.shape;
