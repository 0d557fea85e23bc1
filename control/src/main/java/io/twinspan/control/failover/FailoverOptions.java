package io.twinspan.control.failover;

import io.twinspan.control.check.Move;
import io.twinspan.control.check.Obstacle;
import io.twinspan.control.fence.FenceKind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an operator asks of a failover; the journal keeps it for whoever continues. Immutable; holds no secrets.
 *
 * @param isEmergency whether the source is taken for lost
 * @param isForced whether that is so even though it answers
 * @param reverse whether the link back is to begin
 * @param topics which source topics, a regular expression
 * @param fence how producers are kept out of the source
 * @param fencePrincipals whom the fence binds; nobody if that is left to us
 * @param accepted kinds of obstacles with which to go on regardless
 * @param verify how much of the copy is compared before clients move
 * @param drainLimitMs how long copying the rest may take
 * @param groupsWaitMs how long to wait for groups that have members on the source to read what is left there
 * @param stopsConsumers whether groups are kept from committing on the source any more
 * @param sourceLostAtMs when the source was lost, by the operator's word, in milliseconds since the epoch; -1 if they do not say
 * @param isFailback whether clients go back to where they were: the link's target is made ready for them first
 * @param hooks as they are written on the command line
 */
public record FailoverOptions(
        boolean isEmergency,
        boolean isForced,
        boolean reverse,
        String topics,
        FenceKind fence,
        List<String> fencePrincipals,
        List<String> accepted,
        Verify verify,
        long drainLimitMs,
        long groupsWaitMs,
        boolean stopsConsumers,
        long sourceLostAtMs,
        boolean isFailback,
        List<String> hooks) {

    /** How much of the copy is compared. */
    public enum Verify {
        NONE,
        /** The last records of each partition. */
        TAIL,
        ALL
    }

    public FailoverOptions {
        fencePrincipals = fencePrincipals == null ? List.of() : List.copyOf(fencePrincipals);
        accepted = accepted == null ? List.of() : List.copyOf(accepted);
        hooks = hooks == null ? List.of() : List.copyOf(hooks);
    }

    /** The obstacles with which to go on regardless. */
    Set<Obstacle.Kind> acceptedKinds() {
        var kinds = new HashSet<Obstacle.Kind>();
        accepted.forEach(text -> Obstacle.Kind.named(text).ifPresent(kinds::add));
        if (isForced) {
            kinds.add(Obstacle.Kind.SOURCE_ANSWERS);
        }
        return kinds;
    }

    /** The same for the checks. */
    Move move() {
        return new Move(
                Pattern.compile(topics), fence, Set.copyOf(fencePrincipals), reverse, Duration.ofMillis(drainLimitMs));
    }

    Duration drainLimit() {
        return Duration.ofMillis(drainLimitMs);
    }
}
