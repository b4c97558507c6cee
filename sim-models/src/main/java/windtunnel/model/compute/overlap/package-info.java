/** How kernels and transfers slow each other while they run side by side. */
package windtunnel.model.compute.overlap;
