/** The container files: the entry point is run as a script, the compose file is read by the program that it is for. */
@NullMarked
package io.twinspan.it.deploy;

import org.jspecify.annotations.NullMarked;
