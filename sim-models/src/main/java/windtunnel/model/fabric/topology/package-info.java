/** What lies between NICs, as arithmetic: links by number, routes without tables, names that find links again. */
package windtunnel.model.fabric.topology;
