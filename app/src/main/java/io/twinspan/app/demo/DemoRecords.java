package io.twinspan.app.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Makes the records of a topic: JSON that compresses as real data does. Confined to one thread. */
final class DemoRecords {
    private static final String[] CITIES = {"Lisbon", "Osaka", "Quito", "Tromso", "Accra", "Hobart", "Pune", "Oaxaca"};
    private static final String[] ACTIONS = {"view", "search", "add-to-cart", "remove-from-cart", "checkout", "pay"};
    private static final int USERS = 5_000;

    private final DemoTopic topic;
    private final Random random;
    private long number;

    DemoRecords(DemoTopic topic, long seed) {
        this.topic = topic;
        this.random = new Random(seed);
    }

    ProducerRecord<byte[], byte[]> next() {
        number++;
        int user = random.nextInt(USERS);
        String trace = Long.toHexString(random.nextLong());
        var headers = new RecordHeaders(List.of(
                new RecordHeader("trace", bytes(trace)), new RecordHeader("source", bytes("demo-" + topic.topic()))));
        return switch (topic) {
            case ORDERS -> record(headers, "order-" + number, order(user));
            case EVENTS -> record(headers, number % 10 == 0 ? null : "user-" + user, event(user, trace));
            case PAYMENTS -> record(headers, "order-" + number, payment());
            case USERS -> record(headers, "user-" + user, random.nextInt(20) == 0 ? null : user(user));
        };
    }

    private ProducerRecord<byte[], byte[]> record(RecordHeaders headers, @Nullable String key, @Nullable String value) {
        return new ProducerRecord<>(
                topic.topic(), null, key == null ? null : bytes(key), value == null ? null : bytes(value), headers);
    }

    private String order(int user) {
        var items = new StringBuilder();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            items.append(i == 0 ? "" : ",")
                    .append(String.format(
                            Locale.ROOT,
                            "{\"sku\":\"SKU-%06d\",\"quantity\":%d,\"priceCents\":%d}",
                            random.nextInt(100_000),
                            1 + random.nextInt(4),
                            100 + random.nextInt(20_000)));
        }
        return String.format(
                Locale.ROOT,
                "{\"orderId\":%d,\"customer\":\"user-%d\",\"city\":\"%s\",\"items\":[%s],\"currency\":\"EUR\","
                        + "\"status\":\"PLACED\",\"note\":\"%s\"}",
                number,
                user,
                CITIES[random.nextInt(CITIES.length)],
                items,
                Long.toHexString(random.nextLong()));
    }

    private String event(int user, String trace) {
        return String.format(
                Locale.ROOT,
                "{\"event\":\"%s\",\"user\":\"user-%d\",\"session\":\"%s-%s\",\"page\":\"/products/%d?ref=%s\","
                        + "\"userAgent\":\"Mozilla/5.0 (X11; Linux x86_64) Demo/%d.%d\",\"latencyMs\":%d,"
                        + "\"experiments\":[\"checkout-%d\",\"search-%d\"],\"geo\":{\"city\":\"%s\",\"lat\":%.5f,\"lon\":%.5f}}",
                ACTIONS[random.nextInt(ACTIONS.length)],
                user,
                trace,
                Long.toHexString(random.nextLong()),
                random.nextInt(50_000),
                Integer.toHexString(random.nextInt()),
                100 + random.nextInt(30),
                random.nextInt(10),
                random.nextInt(2_000),
                random.nextInt(4),
                random.nextInt(4),
                CITIES[random.nextInt(CITIES.length)],
                random.nextDouble() * 180 - 90,
                random.nextDouble() * 360 - 180);
    }

    private String payment() {
        return String.format(
                Locale.ROOT,
                "{\"orderId\":%d,\"amountCents\":%d,\"method\":\"%s\",\"reference\":\"%s\"}",
                number,
                100 + random.nextInt(50_000),
                random.nextBoolean() ? "card" : "transfer",
                Long.toHexString(random.nextLong()));
    }

    private String user(int user) {
        return String.format(
                Locale.ROOT,
                "{\"id\":\"user-%d\",\"name\":\"User %d\",\"city\":\"%s\",\"newsletter\":%b,\"version\":%d}",
                user,
                user,
                CITIES[random.nextInt(CITIES.length)],
                random.nextBoolean(),
                number);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
