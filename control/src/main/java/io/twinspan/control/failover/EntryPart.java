package io.twinspan.control.failover;

/**
 * A piece of an entry that is too long for one record. Immutable.
 *
 * @param part which one, from 0 on
 * @param of how many there are
 * @param text a piece of the entry's JSON
 */
record EntryPart(int part, int of, String text) {
    EntryPart {
        if (part < 0 || part >= of || text == null) {
            throw new IllegalArgumentException("part " + part + " of " + of + " is none");
        }
    }
}
