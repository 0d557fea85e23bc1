package io.twinspan.model.wire;

import io.twinspan.model.position.Cause;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord.Acceptance;
import io.twinspan.model.wire.PositionRecord.Deleted;
import io.twinspan.model.wire.PositionRecord.Generation;
import io.twinspan.model.wire.PositionRecord.IncidentRecord;
import io.twinspan.model.wire.PositionRecord.LaneStateRecord;
import io.twinspan.model.wire.PositionRecord.PulseRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.SightRecord;
import io.twinspan.model.wire.PositionRecord.Start;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecord.Undecodable;
import io.twinspan.model.wire.PositionRecord.Undecodable.Reason;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The codec of the positions topic. Thread-safe: pure functions.
 *
 * <pre>
 *  key     version(1)=1  kind(1)  topic(text)
 *          tip 1, state 3     topic id(16)  partition(v)  generation(v)
 *          runs 2             topic id(16)  partition(v)  generation(v)  source start(8)  owner(8)
 *          generation 4,      partition(v)
 *          sight 8
 *          pulse 9            task(v), and an empty topic
 *          start 5            topic id(16)  partition(v)  generation(v)  owner(8)
 *          incident 6         topic id(16)  partition(v)  generation(v)  cause(v)  from(8)
 *          acceptance 7       topic id(16)  partition(v)  generation(v)  from(8)
 *
 *  value   version(1)=1
 *          tip, start         source(v)  target(v)  epoch + 1(v)  time(8)  n(v)  n times: origin(v) count(v)
 *          runs               see {@link RunsLayout}
 *          state              1 copying, 2 failed, 3 retrying (1)  time(8)  cause(v)  from(v)  size, 0 if none(v)  reason(text)
 *          incident           size(v)  offsets(v)  by order 1, else 0 (1)  time(8)
 *          acceptance         size(v)  cause(v)  time(8)
 *          generation         generation(v)  start + 1, 0 if none(v)
 *          sight              end(v)  position(v)  heard(8)  lost + 1(v)  caught up + 1(v)  records a second(v)
 *                             bytes a record(v)  vouched for 1, else 0 (1)  owner(8)
 *          pulse              owner(8)  time(8)  heard + 1(v)  obeyed + 1(v)  settled 1, else 0 (1)
 *
 *  (v) unsigned number, seven bits a byte, the lowest first   text = length(v) and UTF-8   others big endian
 * </pre>
 *
 * <p>A new version may change anything after its version byte, which stays first in key and value. A value that is null
 * deletes what its key names.
 */
public final class PositionRecords {
    private static final int VERSION = 1;
    private static final int TIP = 1;
    private static final int RUNS = 2;
    private static final int LANE_STATE = 3;
    private static final int GENERATION = 4;
    private static final int START = 5;
    private static final int INCIDENT = 6;
    private static final int ACCEPTANCE = 7;
    private static final int SIGHT = 8;
    private static final int PULSE = 9;

    private PositionRecords() {}

    public static byte[] encodeKey(PositionKey key) {
        var out = new WireWriter().int8(VERSION);
        if (key instanceof PositionKey.OfLane ofLane) {
            writeKey(ofLane, out);
        } else {
            out.int8(kind(key)).string(key.topic()).varint(key.partition());
        }
        return out.toBytes();
    }

    private static int kind(PositionKey key) {
        if (key instanceof PositionKey.OfGeneration) {
            return GENERATION;
        }
        return key instanceof PositionKey.OfSight ? SIGHT : PULSE;
    }

    private static void writeKey(PositionKey.OfLane key, WireWriter out) {
        if (key instanceof PositionKey.OfRuns runs) {
            lane(out.int8(RUNS), runs.lane()).int64(runs.sourceStart()).int64(runs.owner());
        } else if (key instanceof PositionKey.OfStart start) {
            lane(out.int8(START), start.lane()).int64(start.owner());
        } else if (key instanceof PositionKey.OfIncident incident) {
            lane(out.int8(INCIDENT), incident.lane())
                    .varint(incident.cause().number())
                    .int64(incident.from());
        } else if (key instanceof PositionKey.OfAcceptance acceptance) {
            lane(out.int8(ACCEPTANCE), acceptance.lane()).int64(acceptance.from());
        } else {
            lane(out.int8(key instanceof PositionKey.OfTip ? TIP : LANE_STATE), key.lane());
        }
    }

    public static byte[] encodeValue(PositionRecord.Writable record) {
        var out = new WireWriter().int8(VERSION);
        if (record instanceof TipRecord tip) {
            write(tip.tip(), out);
        } else if (record instanceof Start start) {
            write(start.tip(), out);
        } else if (record instanceof RunsPage page) {
            RunsLayout.write(page.runs(), out);
        } else if (record instanceof LaneStateRecord state) {
            StateLayout.write(state.state(), out);
        } else if (record instanceof IncidentRecord incident) {
            StateLayout.write(incident.incident(), out);
        } else if (record instanceof Acceptance acceptance) {
            StateLayout.write(acceptance, out);
        } else if (record instanceof Generation generation) {
            out.varint(generation.generation())
                    .varint(generation.start().isPresent() ? generation.start().getAsLong() + 1 : 0);
        } else if (record instanceof SightRecord sight) {
            SightLayout.write(sight.sight(), out);
        } else if (record instanceof PulseRecord pulse) {
            SightLayout.write(pulse.pulse(), out);
        }
        return out.toBytes();
    }

    /** The record with this key and value, or why there is none; it throws for no bytes whatever. */
    public static PositionRecord decode(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null || key.length == 0) {
            return new Undecodable(Reason.DAMAGED, "the record has no key");
        }
        if (key[0] > VERSION) {
            return newer("key", key[0]);
        }
        if (value != null && value.length > 0 && value[0] > VERSION) {
            return newer("value", value[0]);
        }
        PositionKey about = null;
        try {
            about = key(new WireReader(key));
            return value == null ? new Deleted(about) : value(about, new WireReader(value));
        } catch (WireReader.DamagedBytes | IllegalArgumentException | ArithmeticException e) {
            String part = about == null ? "key" : "value about " + about;
            return new Undecodable(Reason.DAMAGED, "the " + part + " cannot be read: " + e.getMessage());
        }
    }

    /** What the record with this key is about, even if its value cannot be read; null if the key cannot be read either. */
    public static @Nullable PositionKey about(byte @Nullable [] key) {
        if (key == null || key.length == 0 || key[0] > VERSION) {
            return null;
        }
        try {
            return key(new WireReader(key));
        } catch (WireReader.DamagedBytes | IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * The partition of the positions topic that holds everything about a source partition, so that its records keep
     * their order. It must never change: CRC-32C of the topic's name and the partition's number.
     */
    public static int partitionOf(String topic, int partition, int partitionCount) {
        var crc = new CRC32C();
        crc.update(topic.getBytes(StandardCharsets.UTF_8));
        for (int shift = 24; shift >= 0; shift -= 8) {
            crc.update(partition >>> shift);
        }
        return (int) (crc.getValue() % partitionCount);
    }

    private static WireWriter lane(WireWriter out, LaneId lane) {
        return out.string(lane.topic())
                .uuid(lane.topicId())
                .varint(lane.partition())
                .varint(lane.generation());
    }

    private static PositionKey key(WireReader in) {
        requireVersion(in);
        int kind = in.int8();
        String topic = in.string();
        PositionKey key;
        if (kind == GENERATION || kind == SIGHT) {
            int partition = in.varint(Integer.MAX_VALUE, "the partition");
            key = kind == GENERATION
                    ? new PositionKey.OfGeneration(topic, partition)
                    : new PositionKey.OfSight(topic, partition);
        } else if (kind == PULSE) {
            key = new PositionKey.OfPulse(in.varint(Integer.MAX_VALUE, "the task"));
        } else {
            var topicId = in.uuid();
            int partition = in.varint(Integer.MAX_VALUE, "the partition");
            var lane = new LaneId(topicId, topic, partition, in.varint(Integer.MAX_VALUE, "the generation"));
            key = switch (kind) {
                case TIP -> new PositionKey.OfTip(lane);
                case RUNS -> new PositionKey.OfRuns(lane, in.int64(), in.int64());
                case LANE_STATE -> new PositionKey.OfLaneState(lane);
                case START -> new PositionKey.OfStart(lane, in.int64());
                case INCIDENT ->
                    new PositionKey.OfIncident(lane, Cause.of(in.varint(Integer.MAX_VALUE, "the cause")), in.int64());
                case ACCEPTANCE -> new PositionKey.OfAcceptance(lane, in.int64());
                default -> throw new WireReader.DamagedBytes("kind " + kind + " does not exist");
            };
        }
        in.requireEnd();
        return key;
    }

    private static PositionRecord value(PositionKey key, WireReader in) {
        requireVersion(in);
        PositionRecord record;
        if (key instanceof PositionKey.OfTip tip) {
            record = new TipRecord(readTip(tip.lane(), in));
        } else if (key instanceof PositionKey.OfStart start) {
            record = new Start(readTip(start.lane(), in), start.owner());
        } else if (key instanceof PositionKey.OfRuns page) {
            record = new RunsPage(page.lane(), page.owner(), RunsLayout.read(page.sourceStart(), in));
        } else if (key instanceof PositionKey.OfGeneration generation) {
            int number = in.varint(Integer.MAX_VALUE, "the generation");
            long start = in.offset("the start");
            record = new Generation(
                    generation.topic(),
                    generation.partition(),
                    number,
                    start == 0 ? OptionalLong.empty() : OptionalLong.of(start - 1));
        } else if (key instanceof PositionKey.OfIncident incident) {
            record = new IncidentRecord(StateLayout.incident(incident, in));
        } else if (key instanceof PositionKey.OfAcceptance acceptance) {
            record = StateLayout.acceptance(acceptance, in);
        } else if (key instanceof PositionKey.OfSight sight) {
            record = new SightRecord(SightLayout.sight(sight, in));
        } else if (key instanceof PositionKey.OfPulse pulse) {
            record = new PulseRecord(SightLayout.pulse(pulse, in));
        } else {
            record = new LaneStateRecord(StateLayout.state(((PositionKey.OfLaneState) key).lane(), in));
        }
        in.requireEnd();
        return record;
    }

    private static void write(Tip tip, WireWriter out) {
        out.varint(tip.source())
                .varint(tip.target())
                .varint(tip.sourceEpoch() + 1L)
                .int64(tip.timeMs());
        out.varint(tip.appended().size());
        tip.appended().forEach((origin, count) -> out.varint(origin).varint(count));
    }

    private static Tip readTip(LaneId lane, WireReader in) {
        long source = in.offset("the source offset");
        long target = in.offset("the target offset");
        int epoch = Math.toIntExact(in.varint() - 1);
        long timeMs = in.int64();
        var appended = new TreeMap<Integer, Long>();
        for (int n = in.varint(Integer.MAX_VALUE, "the number of origins"); n > 0; n--) {
            appended.put(in.varint(Integer.MAX_VALUE, "an origin"), in.offset("the count of an origin"));
        }
        return new Tip(lane, source, target, appended, epoch, timeMs);
    }

    private static void requireVersion(WireReader in) {
        int version = in.int8();
        if (version != VERSION) {
            throw new WireReader.DamagedBytes("version " + version + " does not exist");
        }
    }

    private static Undecodable newer(String part, int version) {
        return new Undecodable(
                Reason.NEWER_VERSION,
                "its " + part + " has version " + version + ", this program knows up to " + VERSION
                        + "; upgrade every process of the link to the newest version among them");
    }
}
