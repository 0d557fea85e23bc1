package io.twinspan.control.upkeep;

import io.twinspan.control.json.JsonText;
import io.twinspan.model.error.Inconsistent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who does what for a link, as the claims in its journal say. Confined to one thread.
 *
 * <p>All who read the journal see its records in the same order, and so agree: a claim stands if, at its place in the log, no other one stood.
 * Its owner may renew it or give it back; one that is not renewed goes stale. A claim that did not get to stand does not wait for its turn.
 *
 * <p>Times are those of the owners' clocks, so a claim is to last much longer than clocks differ. Where they differ by more, two may be at work
 * until the first of them looks again.
 */
final class ClaimBook {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClaimBook.class);

    private final Map<String, Claim> standing = new HashMap<>();

    /** Takes the next record of the journal; what is no claim does not count. */
    void accept(String key, @Nullable String value) {
        String[] words = key.split("/", 3);
        if (words.length != 3 || !words[0].equals(Claim.KIND)) {
            return;
        }
        if (value == null) {
            if (isOf(standing.get(words[1]), words[2])) {
                standing.remove(words[1]);
            }
            return;
        }
        try {
            take(words[1], JsonText.read(value, Claim.class));
        } catch (Inconsistent damaged) {
            LOGGER.warn("A claim in the journal is left out, since it cannot be read: {}", damaged.getMessage());
        }
    }

    private void take(String duty, Claim claim) {
        Claim before = standing.get(duty);
        if (before == null || isOf(before, claim.owner()) || before.untilMs() < claim.atMs()) {
            standing.put(duty, claim);
        }
    }

    private static boolean isOf(@Nullable Claim claim, String owner) {
        return claim != null && claim.owner().equals(owner);
    }

    /** The claim that stands now; empty if none does. */
    Optional<Claim> standing(String duty, long nowMs) {
        return Optional.ofNullable(standing.get(duty)).filter(claim -> claim.untilMs() >= nowMs);
    }
}
