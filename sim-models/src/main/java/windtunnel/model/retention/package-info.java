/** Which saves are kept, where, for how long, and what that stores; pure functions of the instants of the saves. */
package windtunnel.model.retention;
