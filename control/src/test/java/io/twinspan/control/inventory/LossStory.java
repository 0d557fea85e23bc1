package io.twinspan.control.inventory;

import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.position.Sight;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.PulseRecord;
import io.twinspan.model.wire.PositionRecord.SightRecord;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A source that takes records, a link that copies them and stores what it sees, and the end of the source, millisecond by millisecond: what
 * really is missing then, and what is stored. Confined to one thread.
 */
final class LossStory {
    /** How long an answer may be on its way. */
    static final int ON_ITS_WAY_MS = 60;

    /** After its end, whatever is under way comes to rest. */
    private static final int REST_MS = 5_000;

    private static final Uuid ID = new Uuid(1, 2);
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final long OWNER = 7;

    final long endMs;
    final long recordsPerSecond;
    final Positions positions = new Positions();
    private final Random random;
    private final long linkEndMs;
    private final long[] produced;

    // What the link knows.
    private long end = -1;
    private long heardMs;
    private long lostMs = -1;
    private long position;
    private final TreeMap<Long, Long> heard = new TreeMap<>();
    private long storeMs;
    private long tipMs;
    private @Nullable Sight stored;

    /** @param linkLives whether the link lives on when the source ends */
    LossStory(int seed, boolean linkLives) {
        random = new Random(seed);
        recordsPerSecond = 1 + random.nextInt(5_000);
        endMs = 10_000 + random.nextInt(20_000);
        // One that has ended long before, or just then.
        linkEndMs = linkLives ? endMs + REST_MS : endMs - random.nextInt(random.nextBoolean() ? 50 : 8_000);
        produced = produce();
    }

    /** How many records the source has by each millisecond: in its first seconds as many as it ever takes, then fewer or none. */
    private long[] produce() {
        var counts = new long[(int) endMs + 1];
        double sum = 0;
        double share = 1;
        for (int ms = 1; ms <= endMs; ms++) {
            if (ms > 3_000 && random.nextInt(700) == 0) {
                share = random.nextInt(3) == 0 ? 0 : random.nextDouble();
            }
            sum += share * recordsPerSecond / 1_000;
            counts[ms] = (long) sum;
        }
        return counts;
    }

    /** Lets it all happen. */
    void run() {
        boolean isCut = random.nextBoolean();
        long nextWordMs = 0;
        long brokenMs = endMs + random.nextInt(50);
        for (long now = 0; now < linkEndMs; now++) {
            if (now >= nextWordMs && now < endMs) {
                hear(now);
                nextWordMs = now + 1 + random.nextInt(400);
            } else if (now >= brokenMs && lostMs < 0) {
                lostMs = now;
            }
            if (random.nextInt(3) > 0) {
                position = Math.min(end, position + random.nextInt((int) (recordsPerSecond / 400) + 2));
            }
            if (now >= storeMs) {
                storeMs = now + 1_000 + random.nextInt(300);
                store(now, isCut && storeMs >= linkEndMs);
            }
        }
    }

    /** Its answer was on its way for a while. */
    private void hear(long now) {
        end = Math.max(end, produced[(int) Math.max(0, now - random.nextInt(ON_ITS_WAY_MS))]);
        heardMs = now;
        heard.put(end, now);
    }

    /** As the tasks do. */
    private void store(long now, boolean isCut) {
        boolean isVouchedFor = lostMs < 0 && now - heardMs <= 3_000;
        var sight = new Sight(
                "orders",
                0,
                end,
                position,
                heardMs,
                lostMs,
                heard.floorEntry(position).getValue(),
                recordsPerSecond,
                10,
                isVouchedFor,
                OWNER);
        if (stored == null || !sight.isLike(stored)) {
            stored = sight;
            // The process may die when the pulse is durable, and the sight is not.
            if (!isCut) {
                add(new SightRecord(sight));
            }
        }
        add(new PulseRecord(new Pulse(0, OWNER, now, isVouchedFor ? heardMs : -1, -1)));
        if (now >= tipMs) {
            tipMs = now + 2_000;
            add(new TipRecord(
                    new Tip(new LaneId(ID, "orders", 0, 0), position, position, Map.of(), Tip.UNKNOWN_EPOCH, now)));
        }
    }

    private void add(PositionRecord.Writable record) {
        positions.add(record);
    }

    /** How many records the target really lacks. */
    long missing() {
        return Math.max(0, produced[(int) endMs] - position);
    }

    /** For how long before its end the source really had the oldest of them. */
    long missingMs() {
        for (int ms = 0; ms <= endMs; ms++) {
            if (produced[ms] > position) {
                return endMs - ms;
            }
        }
        return 0;
    }

    LastKnown known() {
        return positions.lastKnown(ORDERS);
    }
}
