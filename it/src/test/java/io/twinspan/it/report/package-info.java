/** Reports of operations in a link's journal on a real cluster, and the command that lists, shows and checks them. */
@NullMarked
package io.twinspan.it.report;

import org.jspecify.annotations.NullMarked;
