/** The library of data: entries by kind and name, packaged with the program or in a folder of the user. */
package windtunnel.scenario.library;
