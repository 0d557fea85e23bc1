package io.twinspan.control.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one operation did and how it ended, for people who were not there. Immutable. It holds no secret and no address.
 *
 * <p>As JSON it has its components by their names, in the order in which they stand here; what is stored has a hash behind them, see
 * {@link SealedReport}.
 *
 * @param id the operation's name, see {@link ReportKind#id}
 * @param number its place in the chain, from 1 on; 0 until it has one
 * @param previous the hash of the report before it; empty for the first
 * @param link {@code dc1->dc2}
 * @param sentence the verdict, in one sentence for people
 * @param rpo what was lost; null where nothing could be, as in a verification
 * @param rto how long the operation kept producers and consumers waiting; null where it did not
 * @param steps in their order
 * @param remarks what is to be known besides, also what was left out
 * @param next what can or should be done now
 * @param drill what a drill tried; null for other operations
 * @param verification what a comparison of records counted; null where there was none
 */
public record Report(
        String id,
        long number,
        String previous,
        ReportKind kind,
        String link,
        Verdict verdict,
        String sentence,
        Instant started,
        Instant ended,
        Author author,
        List<Participant> clusters,
        @Nullable Rpo rpo,
        @Nullable Rto rto,
        List<Step> steps,
        List<TopicOutcome> topics,
        List<GroupOutcome> groups,
        List<AccessChange> access,
        List<Remark> remarks,
        List<NextStep> next,
        @Nullable DrillOutcome drill,
        @Nullable VerifyOutcome verification) {

    public Report {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(previous, "previous");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(sentence, "sentence");
        Objects.requireNonNull(started, "started");
        Objects.requireNonNull(ended, "ended");
        Objects.requireNonNull(author, "author");
        clusters = copy(clusters);
        steps = copy(steps);
        topics = copy(topics);
        groups = copy(groups);
        access = copy(access);
        remarks = copy(remarks);
        next = copy(next);
    }

    /** How long the operation took. */
    public Duration took() {
        return Duration.between(started, ended);
    }

    /** How many groups go on exactly where they stopped. */
    public int groupsExact() {
        return (int) groups.stream().filter(GroupOutcome::exact).count();
    }

    /** The same, elsewhere in the chain. */
    Report at(long place, String before) {
        return with(id, place, before);
    }

    /** The same by another name. */
    Report named(String name) {
        return with(name, number, previous);
    }

    private Report with(String name, long place, String before) {
        return new Report(
                name,
                place,
                before,
                kind,
                link,
                verdict,
                sentence,
                started,
                ended,
                author,
                clusters,
                rpo,
                rto,
                steps,
                topics,
                groups,
                access,
                remarks,
                next,
                drill,
                verification);
    }

    /** Unmodifiable, and empty where a text that was read had none. */
    static <T> List<T> copy(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
