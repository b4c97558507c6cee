/** When a job with a deadline buys spot machines, when on-demand ones, and when none: rules, and the least that hindsight would have paid. */
package windtunnel.model.disruption.spot.deadline;
