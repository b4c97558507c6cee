/** Jobs that train with fewer replicas than they want: what they may use, and how many of them they should. */
package windtunnel.model.training.elastic;
