package io.twinspan.it.differential;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Each difference that is meant to be, with its name in docs/reference/differences-from-mirrormaker.md. Immutable. */
enum KnownDifference {
    ABORTED_LEFT_OUT(seen -> seen.isAbout("aborted payments-.|aborted dc1.payments-.") && "0".equals(seen.ours())),
    BATCHES_KEEP_THEIR_CODEC(seen -> seen.isAbout("batches .*packed-.* codec") && "NONE".equals(seen.theirs())),
    COPIES_HAVE_PRODUCER_IDS(seen -> seen.isAbout("batches .* producer")
            && "none".equals(seen.theirs())
            && "of an idempotent producer".equals(seen.ours())),
    CHECKPOINTS_ARE_EXACT(seen -> seen.isAbout("downstream " + Groups.COPIED) && seen.isHigherHere()),
    CHECKPOINTS_COVER_MORE(seen -> seen.isAbout("(checkpoint|downstream) " + Groups.COPIED) && seen.isOnlyOurs()),
    GROUP_OFFSETS_ARE_EXACT(seen -> seen.isAbout("committed " + Groups.COPIED) && seen.isHigherHere()),
    GROUP_OFFSETS_COVER_MORE(
            seen -> (seen.isAbout("committed " + Groups.COPIED) || seen.isAbout("group g-empty")) && seen.isOnlyOurs()),
    GROUP_RESETS_ARE_FOLLOWED(seen -> seen.isAbout("committed g-rewound .*") && seen.isLowerHere()),
    PROGRESS_IS_A_GROUP(seen -> seen.isAbout("group mm2-MirrorSourceConnector on the source") && seen.isOnlyOurs()),
    // It is there since Twinspan works on the same source; MirrorMaker 2 takes it for an application's.
    PROGRESS_IS_NOT_TRANSLATED(seen ->
            seen.isAbout("(group|committed|checkpoint|downstream) mm2-MirrorSourceConnector.*") && seen.isOnlyTheirs()),
    WORKERS_ARE_SHARED(seen -> seen.isAbout("(topic|config) mm2-(configs|offsets|status)\\..*")
            || seen.isAbout("group (dc\\d-mm2|twinspan-dc\\d).*")),
    POSITIONS_HAVE_A_TOPIC(seen -> seen.isAbout("(topic|config) mm2-positions\\.dc1\\..*") && seen.isOnlyOurs()),
    CONTROL_HAS_A_TOPIC(seen -> seen.isAbout("(topic|config) mm2-control\\.dc1\\..*") && seen.isOnlyOurs()),
    SYNCED_HAS_A_TOPIC(seen -> seen.isAbout("(topic|config) mm2-synced\\.dc1\\..*") && seen.isOnlyOurs()),
    INTERNAL_TOPICS_HAVE_SMALL_SEGMENTS(
            seen -> seen.isAbout("config (heartbeats|.*\\.internal) segment.bytes.*") && seen.isOnlyOurs()),
    CONFIGS_SET_ON_THE_TARGET_STAY(seen -> seen.isAbout("config .*orders flush.messages") && seen.isOnlyOurs()),
    BROKER_DEFAULTS_ARE_DEFAULTS(seen -> seen.isAbout("config .* min.cleanable.dirty.ratio") && seen.isOnlyTheirs()),
    TIMESTAMP_BOUNDS_DO_NOT_FOLLOW(
            seen -> seen.isAbout("config .*bounded message.timestamp.(before|after).max.ms") && seen.isOnlyTheirs()),
    PREFIXED_ACLS_FOLLOW(seen -> seen.isAbout("acl TOPIC .*pack.*: ALLOW READ to User:carol .*") && seen.isOnlyOurs()),
    WILDCARD_ACLS_MEAN_COPIES(seen -> seen.isAbout("acl TOPIC .*: ALLOW DESCRIBE to User:dave .*")),
    REMOVED_ACLS_ARE_REMOVED(
            seen -> seen.isAbout("acl TOPIC .*orders: ALLOW DESCRIBE to User:dora .*") && seen.isOnlyTheirs());

    private final Predicate<Seen> what;

    KnownDifference(Predicate<Seen> what) {
        this.what = what;
    }

    /** The known difference that this is. */
    static Optional<KnownDifference> of(Seen seen) {
        return Stream.of(values()).filter(known -> known.what.test(seen)).findFirst();
    }

    /** The groups that are to be translated, of all that are on the source. Stateless. */
    private static final class Groups {
        static final String COPIED = "g-(end|behind|start|empty|rewound|live|late) .*";
    }

    /** As the document has it. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
