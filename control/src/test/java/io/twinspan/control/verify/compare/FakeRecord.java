package io.twinspan.control.verify.compare;

import io.twinspan.link.ScannedBatch.RecordVisitor;

/**
 * A record of a log in memory. Immutable.
 *
 * @param content stands for key, value and headers
 * @param key the same for those of one key; 0 for none
 */
record FakeRecord(long offset, long timestamp, long content, long key, boolean tombstone) {
    FakeRecord {
        if (key == RecordVisitor.NO_KEY && tombstone) {
            throw new IllegalArgumentException("a tombstone has a key");
        }
    }

    FakeRecord at(long other) {
        return new FakeRecord(other, timestamp, content, key, tombstone);
    }

    FakeRecord withContent(long other) {
        return new FakeRecord(offset, timestamp, other, key, tombstone);
    }

    FakeRecord withTimestamp(long other) {
        return new FakeRecord(offset, other, content, key, tombstone);
    }
}
