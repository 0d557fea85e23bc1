package io.twinspan.link.protocol;

import org.jspecify.annotations.Nullable;

/** Tells a connection which address to try. Confined to the link thread. */
interface Route {

    /** The address to try now, or null if none is known. */
    @Nullable
    Address current();

    /**
     * Moves on from an address that failed.
     *
     * @return whether there is another one to try before backing off
     */
    boolean advance();

    /** Notes that the current address answers. */
    void arrived();
}
