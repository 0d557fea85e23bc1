package io.twinspan.connect.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class TailMatchTest {

    @Test
    void startsAtTheStoredOffsetAfterACleanStop() {
        var match = match(100, numbered(0, 100), numbered(0, 1_000));

        assertThat(match.start()).isEqualTo(100);
        assertThat(match.beyond()).isZero();
        assertThat(match.isFound()).isTrue();
    }

    @Test
    void findsWhatWasWrittenAfterTheOffsetWasStored() {
        var match = match(100, numbered(0, 437), numbered(0, 1_000));

        assertThat(match.start()).isEqualTo(437);
        assertThat(match.beyond()).isEqualTo(337);
    }

    @Test
    void findsThePlaceWhereTheWholeSourceWasCopied() {
        assertThat(match(100, numbered(0, 437), numbered(0, 437)).start()).isEqualTo(437);
        assertThat(match(437, numbered(0, 437), numbered(0, 437)).start()).isEqualTo(437);
    }

    @Test
    void seesThroughRecordsThatWereWrittenTwice() {
        // Killed, restarted at the stored offset, and killed again.
        var twice = concat(numbered(0, 150), numbered(100, 130));

        assertThat(match(100, twice, numbered(0, 1_000)).start()).isEqualTo(130);
    }

    @Test
    void skipsTheSourcesHolesAndStartsBehindTheLastRecordFound() {
        List<ConsumerRecord<byte[], byte[]>> every3rd =
                numbered(0, 900).stream().filter(r -> r.offset() % 3 == 0).toList();

        var match = match(100, every3rd.subList(0, 200), every3rd);

        assertThat(match.start()).isEqualTo(598);
        assertThat(match.beyond()).isEqualTo(200 - 34);
    }

    @Test
    void aHoleBeforeTheStoredOffsetIsNoProgress() {
        List<ConsumerRecord<byte[], byte[]>> source = numbered(0, 200).stream()
                .filter(r -> r.offset() < 90 || r.offset() >= 110)
                .toList();

        var match = match(100, source.subList(0, 90), source);

        assertThat(match.start()).isEqualTo(100);
        assertThat(match.isFound()).isTrue();
    }

    @Test
    void copiesEqualRecordsAgainRatherThanLeaveThemOut() {
        List<ConsumerRecord<byte[], byte[]>> equal =
                LongStream.range(0, 900).mapToObj(i -> record(i, "same", 7)).toList();

        assertThat(match(300, equal.subList(0, 500), equal).start()).isEqualTo(300);
    }

    @Test
    void tellsRecordsApartByTheirTimesAlone() {
        List<ConsumerRecord<byte[], byte[]>> ticking =
                LongStream.range(0, 900).mapToObj(i -> record(i, "same", i)).toList();

        assertThat(match(300, ticking.subList(0, 500), ticking).start()).isEqualTo(500);
    }

    @Test
    void comparesWithoutTimesWhereTheTargetSetsItsOwn() {
        List<ConsumerRecord<byte[], byte[]>> stamped = numbered(0, 500).stream()
                .map(r -> new ConsumerRecord<>(
                        r.topic(),
                        0,
                        r.offset(),
                        99_999L,
                        TimestampType.LOG_APPEND_TIME,
                        0,
                        0,
                        r.key(),
                        r.value(),
                        r.headers(),
                        Optional.empty()))
                .toList();

        assertThat(match(300, stamped, numbered(0, 900)).start()).isEqualTo(500);
    }

    @Test
    void staysAtTheStoredOffsetIfTheTargetHoldsSomethingElseOrNothing() {
        var other = match(100, List.of(record(0, "other", 1)), numbered(0, 500));
        var nothing = match(100, List.of(), numbered(0, 500));

        assertThat(other.start()).isEqualTo(100);
        assertThat(other.isFound()).isFalse();
        assertThat(nothing.start()).isEqualTo(100);
        assertThat(nothing.isFound()).isFalse();
    }

    @Test
    void readsNoFurtherThanItMust() {
        var match = new TailMatch(100);
        numbered(0, 150).subList(0, 150).forEach(match::target);
        long read = 0;
        for (ConsumerRecord<byte[], byte[]> record : numbered(0, 1_000)) {
            if (!match.source(record)) {
                break;
            }
            read = record.offset();
        }

        assertThat(read).isEqualTo(148);
    }

    private static TailMatch match(
            long stored, List<ConsumerRecord<byte[], byte[]>> target, List<ConsumerRecord<byte[], byte[]>> source) {
        var match = new TailMatch(stored);
        target.subList(Math.max(0, target.size() - TailMatch.WINDOW), target.size())
                .forEach(match::target);
        for (ConsumerRecord<byte[], byte[]> record : source) {
            if (record.offset() >= stored - TailMatch.WINDOW && !match.source(record)) {
                return match;
            }
        }
        match.sourceEnded();
        return match;
    }

    private static List<ConsumerRecord<byte[], byte[]>> numbered(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(i -> record(i, "value-" + i, i))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> concat(
            List<ConsumerRecord<byte[], byte[]>> first, List<ConsumerRecord<byte[], byte[]>> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String value, long timeMs) {
        return new ConsumerRecord<>(
                "orders",
                0,
                offset,
                timeMs,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                value.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }
}
