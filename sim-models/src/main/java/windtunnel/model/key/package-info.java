/** How a record describes its keys to the reader, and how it says what is wrong with its values. */
package windtunnel.model.key;
