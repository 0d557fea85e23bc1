package io.twinspan.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.app.cli.GroupsReport.Group;
import io.twinspan.app.cli.GroupsReport.Link;
import io.twinspan.app.cli.GroupsReport.Position;
import io.twinspan.control.json.JsonText;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupsRenderingTest {
    private static final Position EXACT = new Position("orders", 0, 500, "dc1.orders", 480L, 480L, true, 0, true, "");
    private static final Position BEHIND =
            new Position("orders", 1, 700, "dc1.orders", 650L, null, false, 12, false, "");
    private static final Position UNKNOWN =
            new Position("users", 0, 9, "dc1.users", null, 4L, false, 0, false, "the link has not begun to copy it");
    private static final Group SHOP = group("shop", true, false, 0, true, "quiet", EXACT);
    private static final Group MAIL = group("mail", false, true, 12, false, "active", EXACT, BEHIND);
    private static final Group LOST = group("lost", false, false, 0, false, "unknown", UNKNOWN);

    @Test
    void groupsAreATable() {
        assertThat(text(false, link(true, false, SHOP, MAIL, LOST))).isEqualTo("""
                        dc1->dc2: 1 of 3 groups exact
                        GROUP  EXACT    READ AGAIN  IN STEP  ON SOURCE  ON TARGET  POSITIONS  CHECKPOINT
                        shop   yes               0  yes      active     quiet              1     5 s ago
                        mail   not yet          12  NO       active     active             2     5 s ago
                        lost   NO                0  NO       active     unknown            1     5 s ago
                        lost has no place on the target for users-0 at 9: the link has not begun to copy it
                        not found out: group x: cannot be looked at""");
    }

    @Test
    void positionsAreShownWhenAskedFor() {
        assertThat(text(true, link(true, false, MAIL, LOST)))
                .containsPattern("mail +orders +1 +700 +dc1.orders +650 +- +12")
                .containsPattern("lost +users +0 +9 +dc1.users +- +4 +- +the link has not begun to copy it");
    }

    @Test
    void theHeadlineSaysWhatTheNumbersStandOn() {
        assertThat(text(false, link(false, true, SHOP)))
                .startsWith(
                        "dc1->dc2: 1 of 1 group exact; the link does not commit their offsets"
                                + " (sync.group.offsets.enabled); as the last checkpoints say, since the source does not answer");
    }

    @Test
    void jsonHasEveryPosition() {
        assertThat(JsonText.indented(new GroupsReport(List.of(link(true, false, MAIL)))))
                .contains("\"targetOffset\" : 650", "\"targetCommitted\" : null", "\"rereads\" : 12");
    }

    @Test
    void theExitCodeTellsScriptsWhetherTheGroupsWouldFindTheirPlace() {
        assertThat(new GroupsReport(List.of(link(true, false, SHOP))).exitCode())
                .isEqualTo(ExitCode.DONE);
        assertThat(new GroupsReport(List.of(link(true, false, SHOP, MAIL))).exitCode())
                .isEqualTo(ExitCode.NOT_DONE);
        Group elsewhere = group("elsewhere", true, false, 0, false, "quiet", EXACT);
        assertThat(new GroupsReport(List.of(link(true, false, elsewhere))).exitCode())
                .isEqualTo(ExitCode.NOT_DONE);
        Group moved = group("moved", true, false, 0, false, "active", EXACT);
        assertThat(new GroupsReport(List.of(link(true, false, moved))).exitCode())
                .as("who is active there has offsets of its own")
                .isEqualTo(ExitCode.DONE);
        assertThat(new GroupsReport(List.of(link(true, true, SHOP))).exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    }

    private static Group group(
            String name,
            boolean exact,
            boolean pending,
            long rereads,
            boolean inStep,
            String onTarget,
            Position... positions) {
        return new Group(
                name, exact, pending, rereads, true, inStep, "active", onTarget, 5_000L, List.of(positions), List.of());
    }

    private static Link link(boolean followed, boolean ofCheckpoints, Group... groups) {
        return new Link("dc1->dc2", followed, ofCheckpoints, List.of(groups), List.of("group x: cannot be looked at"));
    }

    private static String text(boolean withPositions, Link link) {
        return new GroupsText(new GroupsReport(List.of(link)), withPositions).toString();
    }
}
