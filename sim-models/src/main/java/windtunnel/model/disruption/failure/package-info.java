/** Machines that fail by themselves: components, domains, wrong results, and what is known before and done after. */
package windtunnel.model.disruption.failure;
