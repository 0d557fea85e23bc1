package io.twinspan.control.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuotasTest {
    private static final String KEY = "producer_byte_rate";

    private final Map<ClientQuotaEntity, Map<String, Double>> all = new HashMap<>();

    @Test
    void theMostSpecificOneApplies() {
        assertThat(quotas("link").of(KEY)).isEmpty();
        add(1, entity("client-id", null));
        assertThat(quotas("link").of(KEY))
                .contains(new QuotaLimit("dc2", KEY, "--entity-type clients --entity-default", 1, true));
        add(2, entity("user", null));
        assertThat(quotas("link").of(KEY))
                .contains(new QuotaLimit("dc2", KEY, "--entity-type users --entity-default", 2, false));
        add(3, entity("user", null, "client-id", "writer-1"));
        assertThat(quotas("link").of(KEY))
                .contains(new QuotaLimit(
                        "dc2",
                        KEY,
                        "--entity-type users --entity-default --entity-type clients --entity-name writer-1",
                        3,
                        true));
        add(4, entity("user", "link"));
        assertThat(quotas("link").of(KEY))
                .contains(new QuotaLimit("dc2", KEY, "--entity-type users --entity-name link", 4, false));
        add(5, entity("user", "link", "client-id", null));
        assertThat(quotas("link").of(KEY)).map(QuotaLimit::bytesPerSecond).contains(5.0);
    }

    @Test
    void thoseOfOthersAndOtherKeysDoNot() {
        add(1, entity("user", "somebody"));
        add(1, entity("client-id", "something"));
        add(1, entity("ip", null));
        all.put(entity("user", "link"), Map.of("consumer_byte_rate", 7.0));

        assertThat(quotas("link").of(KEY)).isEmpty();
        assertThat(quotas("link").mayMissOne()).isFalse();
    }

    @Test
    void whereTheUserIsNotKnownOneMayBeMissed() {
        add(1, entity("user", null));
        assertThat(quotas(null).mayMissOne()).isFalse();
        assertThat(quotas(null).of(KEY)).isPresent();

        add(2, entity("user", "somebody"));
        assertThat(quotas(null).mayMissOne()).isTrue();
    }

    private void add(double value, ClientQuotaEntity entity) {
        all.put(entity, Map.of(KEY, value));
    }

    private Quotas quotas(@Nullable String user) {
        return new Quotas("dc2", all, user, List.of("writer-0", "writer-1"));
    }

    private static ClientQuotaEntity entity(String type, @Nullable String name) {
        var entries = new HashMap<String, @Nullable String>();
        entries.put(type, name);
        return new ClientQuotaEntity(entries);
    }

    private static ClientQuotaEntity entity(
            String type, @Nullable String name, String other, @Nullable String otherName) {
        var entries = new HashMap<>(entity(type, name).entries());
        entries.put(other, otherName);
        return new ClientQuotaEntity(entries);
    }
}
