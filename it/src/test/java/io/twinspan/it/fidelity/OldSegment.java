package io.twinspan.it.fidelity;

import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.record.RecordGenerator;
import io.twinspan.testkit.record.RecordGenerator.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A log segment from before Kafka 0.11, put where a broker keeps a partition: messages of format 0, then of format 1, then
 * of format 1 inside a gzip wrapper.
 *
 * <pre>
 *   offset (8) │ size of what follows (4) │ CRC-32 of what follows (4) │ magic (1) │ attributes (1)
 *   timestamp (8, format 1 only) │ key length (4) │ key │ value length (4) │ value
 * </pre>
 *
 * <p>Confined to one thread.
 */
final class OldSegment {
    private static final int GZIP = 1;
    private static final int WRAPPED = 50;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final RecordGenerator records;
    private long next;

    private OldSegment(RecordGenerator records) {
        this.records = records;
    }

    /** Stops the broker, writes the segment of an empty partition with so many records of each format, starts the broker. */
    static void write(KafkaCluster cluster, TopicPartition partition, RecordGenerator records, int ofEach) {
        var segment = new OldSegment(records);
        segment.plain(0, ofEach);
        segment.plain(1, ofEach);
        for (int i = 0; i < ofEach; i += WRAPPED) {
            segment.wrapped(Math.min(WRAPPED, ofEach - i));
        }
        int broker = cluster.leader(partition);
        Path directory = cluster.logDirectory(broker, partition);
        // Killed, so that it looks through its logs when it starts.
        cluster.killBroker(broker);
        replace(directory, segment.log.toByteArray());
        cluster.startBroker(broker);
    }

    private static void replace(Path directory, byte[] bytes) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("0000"))
                    .toList()) {
                Files.delete(file);
            }
            Files.write(directory.resolve("00000000000000000000.log"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a segment into " + directory, e);
        }
    }

    private void plain(int magic, int count) {
        for (int i = 0; i < count; i++, next++) {
            Content record = records.at(next);
            log.writeBytes(message(next, magic, 0, timestamp(record), record.key(), record.value()));
        }
    }

    /** The wrapper has the offset of its last message; inside, offsets count from 0. */
    private void wrapped(int count) {
        var inside = new ByteArrayOutputStream();
        long newest = 0;
        for (int i = 0; i < count; i++, next++) {
            Content record = records.at(next);
            newest = Math.max(newest, timestamp(record));
            inside.writeBytes(message(i, 1, 0, timestamp(record), record.key(), record.value()));
        }
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            inside.writeTo(gzip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        log.writeBytes(message(next - 1, 1, GZIP, newest, null, compressed.toByteArray()));
    }

    private static long timestamp(Content record) {
        Long timestamp = record.timestamp();
        if (timestamp == null) {
            throw new IllegalArgumentException("records of old segments need timestamps of their own");
        }
        return timestamp;
    }

    private static byte[] message(
            long offset, int magic, int attributes, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {
        ByteBuffer body = ByteBuffer.allocate(2 + (magic == 0 ? 0 : Long.BYTES) + length(key) + length(value));
        body.put((byte) magic).put((byte) attributes);
        if (magic > 0) {
            body.putLong(timestamp);
        }
        for (byte[] field : new byte[][] {key, value}) {
            body.putInt(field == null ? -1 : field.length);
            if (field != null) {
                body.put(field);
            }
        }
        var crc = new CRC32();
        crc.update(body.array());
        return ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + body.capacity())
                .putLong(offset)
                .putInt(Integer.BYTES + body.capacity())
                .putInt((int) crc.getValue())
                .put(body.array())
                .array();
    }

    private static int length(byte @Nullable [] field) {
        return Integer.BYTES + (field == null ? 0 : field.length);
    }
}
