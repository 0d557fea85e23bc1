package io.twinspan.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.inventory.Inventory;
import io.twinspan.control.inventory.LinkStatus;
import io.twinspan.control.inventory.PartitionStatus;
import io.twinspan.control.inventory.PartitionStatus.State;
import io.twinspan.control.inventory.TopicStatus;
import io.twinspan.control.json.JsonText;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.OffsetRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusRenderingTest {
    private static final Inventory INVENTORY = new Inventory(
            1_700_000_000_000L,
            List.of(new LinkStatus(
                    "dc1->dc2",
                    true,
                    List.of(
                            new TopicStatus(
                                    "orders",
                                    "dc1.orders",
                                    List.of(copying(0, 10_000, 10_000, 1_500), copying(1, 7_000, 12_345, 900))),
                            new TopicStatus(
                                    "users",
                                    "dc1.users",
                                    List.of(new PartitionStatus(
                                            0,
                                            State.FAILED,
                                            5,
                                            6,
                                            1,
                                            7_300_000,
                                            Cause.RECORD_TOO_LARGE,
                                            new OffsetRange(5, 6),
                                            "the record is too large")))),
                    2)));

    private static PartitionStatus copying(int partition, long to, long end, long ageMs) {
        return new PartitionStatus(partition, State.COPYING, to, end, end - to, ageMs, Cause.NONE, null, "");
    }

    @Test
    void topicsAreATableWithTheLinkOnTop() {
        assertThat(new StatusText(false).of(INVENTORY)).isEqualTo("""
                        dc1->dc2: 5,346 records behind, last position stored 0 s ago, 1 partition FAILED, 2 incidents
                        TOPIC   TARGET      PARTITIONS    LAG  STATE     LAST POSITION
                        orders  dc1.orders           2  5,345  copying         0 s ago
                        users   dc1.users            1      1  1 failed        2 h ago
                        users-0 has stopped, record-too-large: the record is too large
                        'twinspan lanes FILE' says how to continue what has stopped, and lists what befell the link.""");
    }

    @Test
    void partitionsAreShownWhenAskedFor() {
        assertThat(new StatusText(true).of(INVENTORY))
                .contains("orders          1           7000       12345  5,345  copying        0 s ago");
    }

    @Test
    void jsonHasTheSumsAndThePartitionsThatFailed() {
        String json = JsonText.indented(StatusJson.of(INVENTORY, false));

        assertThat(json)
                .contains(
                        "\"time\" : \"2023-11-14T22:13:20Z\"",
                        "\"lagRecords\" : 5346",
                        "\"incidents\" : 2",
                        "\"cause\" : \"record-too-large\"",
                        "\"reason\" : \"the record is too large\"")
                .doesNotContain("\"replicatedTo\" : 7000");
    }

    @Test
    void aLinkThatNeverRanSaysSo() {
        var inventory = new Inventory(0, List.of(new LinkStatus("dc1->dc2", false, List.of(), 0)));

        assertThat(new StatusText(false).of(inventory)).contains("has not copied anything yet");
    }
}
