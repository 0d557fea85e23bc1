package io.twinspan.control.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who does a duty, however claims meet in the journal. */
class ClaimBookTest {
    private static final String DRILL = "drill";
    private static final long LASTS = 100;

    private final ClaimBook book = new ClaimBook();

    private void claims(String owner, long atMs) {
        book.accept(Claim.key(DRILL, owner), JsonText.line(new Claim(owner, atMs, atMs + LASTS)));
    }

    private void gives(String owner) {
        book.accept(Claim.key(DRILL, owner), null);
    }

    private String owner(long nowMs) {
        return book.standing(DRILL, nowMs).map(Claim::owner).orElse("nobody");
    }

    @Test
    void theFirstInTheLogStands() {
        assertThat(owner(0)).isEqualTo("nobody");
        claims("a", 10);
        claims("b", 9);

        assertThat(owner(11)).isEqualTo("a");
    }

    @Test
    void whoDidNotGetToStandDoesNotWaitForItsTurn() {
        claims("a", 10);
        claims("b", 11);
        gives("a");

        assertThat(owner(12)).isEqualTo("nobody");
    }

    @Test
    void onlyItsOwnerGivesAClaimBack() {
        claims("a", 10);
        claims("b", 11);
        gives("b");

        assertThat(owner(12)).isEqualTo("a");
        gives("a");
        assertThat(owner(12)).isEqualTo("nobody");
    }

    @Test
    void aClaimThatIsNotRenewedGoesStale() {
        claims("a", 10);

        assertThat(owner(110)).isEqualTo("a");
        assertThat(owner(111)).isEqualTo("nobody");
        claims("b", 110);
        assertThat(owner(110)).as("it was not stale yet").isEqualTo("a");
        claims("b", 111);
        assertThat(owner(111)).isEqualTo("b");
    }

    @Test
    void renewingMakesItLastLonger() {
        claims("a", 10);
        claims("a", 100);
        claims("b", 150);

        assertThat(owner(150)).isEqualTo("a");
        assertThat(owner(200)).isEqualTo("a");
        assertThat(owner(201)).isEqualTo("nobody");
    }

    @Test
    void whoseClaimWentStaleAndWasTakenOverHasIsNoMore() {
        claims("a", 10);
        claims("b", 200);
        claims("a", 210);

        assertThat(owner(210)).isEqualTo("b");
    }

    @Test
    void dutiesAndLinksOthersRecordsDoNotMeet() {
        claims("a", 10);
        book.accept("report/drill-1/0", "{}");
        book.accept(Claim.key("verify", "b"), JsonText.line(new Claim("b", 10, 20)));
        book.accept(Claim.key(DRILL, "c"), "what is this");

        assertThat(owner(10)).isEqualTo("a");
        assertThat(book.standing("verify", 10).map(Claim::owner)).contains("b");
    }

    /** A process of a deployment: claims as {@link Claimant} does, by its own reading of the log. */
    private static final class Process {
        private final String name;
        private final List<Entry> log;
        private final ClaimBook seen = new ClaimBook();
        private int read;
        private boolean wants;
        private boolean wrote;
        private boolean works;

        Process(String name, List<Entry> log) {
            this.name = name;
            this.log = log;
        }

        /** Between a look and what follows from it, others may write. */
        void step(long nowMs) {
            if (wants) {
                wants = false;
                wrote = true;
                log.add(new Entry(Claim.key(DRILL, name), JsonText.line(new Claim(name, nowMs, nowMs + 1_000_000))));
                return;
            }
            look();
            String owner = seen.standing(DRILL, nowMs).map(Claim::owner).orElse("");
            if (wrote) {
                wrote = false;
                works = owner.equals(name);
                if (!works) {
                    log.add(new Entry(Claim.key(DRILL, name), null));
                }
            } else if (works) {
                works = false;
                log.add(new Entry(Claim.key(DRILL, name), null));
            } else {
                wants = owner.isEmpty();
            }
        }

        private void look() {
            for (; read < log.size(); read++) {
                seen.accept(log.get(read).key(), log.get(read).value());
            }
        }
    }

    /** A record of the log. Immutable. */
    private record Entry(String key, @Nullable String value) {}

    @Test
    void howeverTheyMeetNeverTwoWorkAtATime() {
        int worked = 0;
        int lost = 0;
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var log = new ArrayList<Entry>();
            List<Process> processes = List.of(new Process("a", log), new Process("b", log), new Process("c", log));
            for (int step = 0; step < 60; step++) {
                Process next = processes.get(random.nextInt(processes.size()));
                boolean hadWritten = next.wrote;
                next.step(step);
                long working =
                        processes.stream().filter(process -> process.works).count();
                assertThat(working).as("seed %s, step %s", seed, step).isLessThanOrEqualTo(1);
                worked += hadWritten && next.works ? 1 : 0;
                lost += hadWritten && !next.works ? 1 : 0;
            }
        }

        assertThat(worked).isPositive();
        assertThat(lost).as("claims met").isPositive();
    }
}
