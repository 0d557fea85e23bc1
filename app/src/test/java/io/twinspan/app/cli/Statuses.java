package io.twinspan.app.cli;

import io.twinspan.control.inventory.GroupReadiness;
import io.twinspan.control.inventory.HoldStatus;
import io.twinspan.control.inventory.Inventory;
import io.twinspan.control.inventory.LinkStatus;
import io.twinspan.control.inventory.PartitionStatus;
import io.twinspan.control.inventory.PartitionStatus.State;
import io.twinspan.control.inventory.Reach;
import io.twinspan.control.inventory.Rpo;
import io.twinspan.control.inventory.TaskStatus;
import io.twinspan.control.inventory.TopicStatus;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may be known of links, for tests of what is shown of it. Thread-safe: constants. */
final class Statuses {
    static final Reach REACHED = new Reach(true, "");
    static final HoldStatus FREE = new HoldStatus(Level.FREE, "link.standby", 0, "");
    static final TaskStatus TASK = new TaskStatus(0, 400, true, false, 3);
    static final Rpo NONE = new Rpo(0, 0, 0, 0, 0, 0, 0);

    /** Two topics, one partition behind, one failed. */
    static final List<TopicStatus> TROUBLED = List.of(
            new TopicStatus(
                    "orders",
                    "dc1.orders",
                    List.of(
                            copying(0, 10_000, 10_000, NONE),
                            copying(1, 7_000, 12_345, new Rpo(300, 20, 2_000, 900, 5_345, 534_500, 600)))),
            new TopicStatus(
                    "users",
                    "dc1.users",
                    List.of(new PartitionStatus(
                            0,
                            State.FAILED,
                            5,
                            6,
                            0,
                            1,
                            100,
                            100,
                            new Rpo(7_200_000, 1, 100, 7_300_000, 1, 100, 100_000),
                            0,
                            7_300_000,
                            Cause.RECORD_TOO_LARGE,
                            new OffsetRange(5, 6),
                            "the record is too large"))));

    /** One topic that is up to date. */
    static final List<TopicStatus> DRAINED =
            List.of(new TopicStatus("orders", "dc1.orders", List.of(copying(0, 10_000, 10_000, NONE))));

    private Statuses() {}

    static PartitionStatus copying(int partition, long to, long end, Rpo rpo) {
        return new PartitionStatus(
                partition,
                State.COPYING,
                to,
                end,
                0,
                end - to,
                (end - to) * 100,
                100,
                rpo,
                1_000,
                1_500,
                Cause.NONE,
                null,
                "");
    }

    static LinkStatus link(Reach source, HoldStatus hold, List<TopicStatus> topics) {
        return link(source, hold, topics, null);
    }

    static LinkStatus link(
            Reach source, HoldStatus hold, List<TopicStatus> topics, @Nullable List<GroupReadiness> groups) {
        return new LinkStatus(
                "dc1->dc2",
                source,
                REACHED,
                true,
                hold,
                List.of(TASK),
                topics,
                List.of(),
                List.of(),
                groups,
                List.of());
    }

    static Inventory of(LinkStatus... links) {
        return new Inventory(1_700_000_000_000L, List.of(links));
    }
}
