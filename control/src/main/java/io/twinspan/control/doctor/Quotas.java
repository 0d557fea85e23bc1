package io.twinspan.control.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;

/**
 * Which of a cluster's quotas applies to the link's clients: the most specific one, in the order in which brokers look. Immutable.
 *
 * @param cluster its alias
 * @param all what the cluster has
 * @param user the link's user there; null if the file does not tell
 * @param clientIds what its tasks are called there
 */
record Quotas(
        String cluster,
        Map<ClientQuotaEntity, Map<String, Double>> all,
        @Nullable String user,
        List<String> clientIds) {

    /** The quota of this key, if one applies. */
    Optional<QuotaLimit> of(String key) {
        for (Candidate candidate : candidates()) {
            for (Map.Entry<ClientQuotaEntity, Map<String, Double>> one : all.entrySet()) {
                Double value = one.getValue().get(key);
                if (value != null && candidate.is(one.getKey())) {
                    return Optional.of(
                            new QuotaLimit(cluster, key, candidate.words(), value, candidate.isOfEachTask()));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether some quota is for a user, and it is not known whether that is the link's. */
    boolean mayMissOne() {
        return user == null
                && all.keySet().stream().anyMatch(entity -> entity.entries().get(ClientQuotaEntity.USER) != null);
    }

    private List<Candidate> candidates() {
        List<Part> users = new ArrayList<>();
        if (user != null) {
            users.add(new Part(true, user));
        }
        users.add(new Part(true, null));
        users.add(Part.NONE);
        List<Part> clients = new ArrayList<>();
        clientIds.forEach(id -> clients.add(new Part(true, id)));
        clients.add(new Part(true, null));
        clients.add(Part.NONE);
        var candidates = new ArrayList<Candidate>();
        users.forEach(ofUser -> clients.forEach(ofClient -> candidates.add(new Candidate(ofUser, ofClient))));
        return candidates;
    }

    /**
     * One half of whom a quota is for. Immutable.
     *
     * @param isGiven whether it counts at all
     * @param name null for everybody who has no quota by name
     */
    private record Part(boolean isGiven, @Nullable String name) {
        static final Part NONE = new Part(false, null);

        boolean is(Map<String, @Nullable String> entries, String type) {
            return isGiven
                    ? entries.containsKey(type) && Objects.equals(entries.get(type), name)
                    : !entries.containsKey(type);
        }

        String words(String type) {
            return !isGiven
                    ? ""
                    : "--entity-type " + type + (name == null ? " --entity-default" : " --entity-name " + name);
        }
    }

    /** Whom a quota may be for. Immutable. */
    private record Candidate(Part user, Part client) {
        boolean is(ClientQuotaEntity entity) {
            return (user.isGiven() || client.isGiven())
                    && user.is(entity.entries(), ClientQuotaEntity.USER)
                    && client.is(entity.entries(), ClientQuotaEntity.CLIENT_ID);
        }

        /** Each task has a client id of its own. */
        boolean isOfEachTask() {
            return client.isGiven();
        }

        String words() {
            return (user.words("users") + " " + client.words("clients")).strip();
        }
    }
}
