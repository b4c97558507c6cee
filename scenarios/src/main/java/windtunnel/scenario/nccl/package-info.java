/** From names of hardware to communicators of the collective model. */
package windtunnel.scenario.nccl;
