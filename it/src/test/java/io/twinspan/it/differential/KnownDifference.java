package io.twinspan.it.differential;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Each difference that is meant to be, with its name in docs/reference/differences-from-mirrormaker.md. Immutable. */
enum KnownDifference {
    ABORTED_LEFT_OUT(seen -> seen.isAbout("aborted .*") && seen.isLowerHere()),
    BATCHES_KEEP_THEIR_CODEC(seen -> seen.isAbout("batches .* codec") && "NONE".equals(seen.theirs())),
    COPIES_HAVE_PRODUCER_IDS(
            seen -> seen.isAbout("batches .* producer") && "of an idempotent producer".equals(seen.ours())),
    CHECKPOINTS_ARE_EXACT(seen -> seen.isAbout("downstream .*") && seen.isHigherHere()),
    CHECKPOINTS_COVER_MORE(seen -> seen.isAbout("(checkpoint|downstream) .*") && seen.isOnlyOurs()),
    GROUP_OFFSETS_ARE_EXACT(seen -> seen.isAbout("committed .*") && seen.isHigherHere()),
    GROUP_OFFSETS_COVER_MORE(seen -> seen.isAbout("(committed|group) g-.*") && seen.isOnlyOurs()),
    GROUP_RESETS_ARE_FOLLOWED(seen -> seen.isAbout("committed g-rewound .*") && seen.isLowerHere()),
    PROGRESS_IS_A_GROUP(seen -> seen.isAbout("(group|committed|checkpoint|downstream) mm2-MirrorSourceConnector.*")),
    WORKERS_ARE_SHARED(
            seen -> seen.isAbout("(topic|config) mm2-(configs|offsets|status)\\..*") || seen.isAbout("group (dc\\d-mm2|twinspan-dc\\d).*")),
    POSITIONS_HAVE_A_TOPIC(seen -> seen.isAbout("(topic|config) mm2-positions\\..*") && seen.isOnlyOurs()),
    SYNCED_HAS_A_TOPIC(seen -> seen.isAbout("(topic|config) mm2-synced\\..*") && seen.isOnlyOurs()),
    CONFIGS_SET_ON_THE_TARGET_STAY(seen -> seen.isAbout("config .*orders flush.messages") && seen.isOnlyOurs()),
    BROKER_DEFAULTS_ARE_DEFAULTS(seen -> seen.isAbout("config .* min.cleanable.dirty.ratio") && seen.isOnlyTheirs()),
    TIMESTAMP_BOUNDS_DO_NOT_FOLLOW(
            seen -> seen.isAbout("config .*bounded message.timestamp.(before|after).max.ms") && seen.isOnlyTheirs()),
    PREFIXED_ACLS_FOLLOW(seen -> seen.isAbout("acl TOPIC .*User:carol.*") && seen.isOnlyOurs()),
    WILDCARD_ACLS_MEAN_COPIES(seen -> seen.isAbout("acl TOPIC .*User:dave.*")),
    REMOVED_ACLS_ARE_REMOVED(seen -> seen.isAbout("acl TOPIC .*orders: ALLOW DESCRIBE to User:dora.*") && seen.isOnlyTheirs());

    private final Predicate<Seen> what;

    KnownDifference(Predicate<Seen> what) {
        this.what = what;
    }

    /** The known difference that this is. */
    static Optional<KnownDifference> of(Seen seen) {
        return Stream.of(values()).filter(known -> known.what.test(seen)).findFirst();
    }

    /** As the document has it. */
    String id() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
