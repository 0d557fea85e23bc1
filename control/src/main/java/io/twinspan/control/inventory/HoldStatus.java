package io.twinspan.control.inventory;

import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;

/**
 * What holds a link. Immutable.
 *
 * @param operation which operation ordered it; {@code link.standby} if the file does
 * @param sinceMs when, in milliseconds since the epoch; 0 if the file does
 * @param reason for people
 */
public record HoldStatus(Level level, String operation, long sinceMs, String reason) {

    static HoldStatus of(LinkHold hold) {
        return new HoldStatus(hold.level(), hold.operation(), hold.timeMs(), hold.reason());
    }

    /** Whether anything holds it. */
    public boolean isHeld() {
        return level != Level.FREE;
    }
}
