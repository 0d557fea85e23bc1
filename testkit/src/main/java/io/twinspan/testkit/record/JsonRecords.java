package io.twinspan.testkit.record;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * JSON documents of half a kilobyte to a kilobyte, as a shop's services write them: orders, events of its web site, and
 * changes of its users.
 *
 * <p>Field names, words and codes repeat as in real data, and ids, amounts and times do not, so that batches compress by
 * about the factors that real topics show (lz4 two to three, zstd four to five).
 *
 * <p>Immutable.
 */
public final class JsonRecords implements RecordGenerator {

    /** What the documents are about. Immutable. */
    public enum Kind {
        ORDERS,
        EVENTS,
        USERS
    }

    private static final String[] WORDS = {
        "parcel",
        "delivery",
        "express",
        "gift",
        "wrap",
        "street",
        "north",
        "garden",
        "station",
        "window",
        "door",
        "ring",
        "twice",
        "leave",
        "neighbour",
        "please",
        "before",
        "noon",
        "after",
        "evening",
        "fragile",
        "return",
        "voucher",
        "season",
        "summer",
        "winter",
        "blue",
        "green",
        "large",
        "small",
        "cotton",
        "leather",
        "oak",
        "steel"
    };
    private static final String[] CITIES = {
        "Lisbon", "Porto", "Madrid", "Lyon", "Ghent", "Utrecht", "Bremen", "Basel", "Turin", "Graz", "Brno", "Gdansk"
    };
    private static final String[] PAGES = {"/", "/search", "/product", "/basket", "/checkout", "/account", "/help"};
    private static final String[] AGENTS = {
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0"
    };

    private final Kind kind;
    private final long seed;
    private final long firstTimestamp;

    private JsonRecords(Kind kind, long seed, long firstTimestamp) {
        this.kind = kind;
        this.seed = seed;
        this.firstTimestamp = firstTimestamp;
    }

    /** A sequence whose first record is an hour old: young enough that no retention removes it. */
    public static JsonRecords of(Kind kind, long seed) {
        return new JsonRecords(kind, seed, System.currentTimeMillis() - 3_600_000);
    }

    /** A sequence that is the same at every call, its timestamps included. */
    public static JsonRecords of(Kind kind, long seed, long firstTimestamp) {
        return new JsonRecords(kind, seed, firstTimestamp);
    }

    @Override
    public Content at(long index) {
        // Spreads neighbouring indexes over the generator's whole period.
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index * 0xD1B54A32D192ED03L);
        StringBuilder json = new StringBuilder(1100);
        String key = "";
        switch (kind) {
            case ORDERS -> key = order(json, random, index);
            case EVENTS -> key = event(json, random, index);
            case USERS -> key = user(json, random, index);
        }
        return new Content(
                firstTimestamp + index,
                key.getBytes(StandardCharsets.UTF_8),
                json.toString().getBytes(StandardCharsets.UTF_8),
                List.of(new RecordHeader("content-type", "application/json".getBytes(StandardCharsets.UTF_8))));
    }

    private String order(StringBuilder json, SplittableRandom random, long index) {
        String customer = "customer-" + random.nextInt(200_000);
        json.append("{\"orderId\":\"")
                .append(hex(random))
                .append("\",\"sequence\":")
                .append(index);
        json.append(",\"customerId\":\"")
                .append(customer)
                .append("\",\"createdAt\":")
                .append(firstTimestamp + index);
        json.append(",\"status\":\"").append(random.nextInt(10) == 0 ? "CANCELLED" : "CONFIRMED");
        json.append("\",\"currency\":\"EUR\",\"items\":[");
        int items = 2 + random.nextInt(4);
        for (int i = 0; i < items; i++) {
            json.append(i == 0 ? "" : ",").append("{\"sku\":\"SKU-").append(10_000 + random.nextInt(50_000));
            json.append("\",\"title\":\"")
                    .append(words(random, 3))
                    .append("\",\"quantity\":")
                    .append(1 + random.nextInt(4));
            json.append(",\"unitPrice\":").append(price(random)).append('}');
        }
        json.append("],\"total\":").append(price(random)).append(",\"shipTo\":");
        address(json, random);
        json.append(",\"note\":\"").append(words(random, 6 + random.nextInt(8))).append("\"}");
        return customer;
    }

    private String event(StringBuilder json, SplittableRandom random, long index) {
        String session = hex(random);
        json.append("{\"eventId\":\"")
                .append(hex(random))
                .append("\",\"sessionId\":\"")
                .append(session);
        json.append("\",\"sequence\":").append(index).append(",\"type\":\"PAGE_VIEW\",\"page\":\"");
        json.append(PAGES[random.nextInt(PAGES.length)]).append("\",\"referrer\":\"https://shop.example.com");
        json.append(PAGES[random.nextInt(PAGES.length)]).append("\",\"userAgent\":\"");
        json.append(AGENTS[random.nextInt(AGENTS.length)]).append("\",\"clientIp\":\"10.");
        json.append(random.nextInt(256))
                .append('.')
                .append(random.nextInt(256))
                .append('.')
                .append(random.nextInt(256));
        json.append("\",\"viewport\":{\"width\":")
                .append(800 + random.nextInt(1200))
                .append(",\"height\":");
        json.append(600 + random.nextInt(800)).append("},\"timings\":{\"dns\":").append(random.nextInt(40));
        json.append(",\"connect\":")
                .append(random.nextInt(90))
                .append(",\"firstByte\":")
                .append(random.nextInt(400));
        json.append(",\"load\":").append(random.nextInt(4000)).append("},\"search\":\"");
        json.append(words(random, 8 + random.nextInt(16))).append("\"}");
        return session;
    }

    private String user(StringBuilder json, SplittableRandom random, long index) {
        int number = random.nextInt(100_000);
        String id = "user-" + number;
        json.append("{\"userId\":\"").append(id).append("\",\"version\":").append(index);
        json.append(",\"email\":\"user.").append(number).append("@example.com\",\"displayName\":\"");
        json.append(words(random, 2))
                .append("\",\"locale\":\"en_IE\",\"marketing\":")
                .append(random.nextInt(2) == 0);
        json.append(",\"passwordHash\":\"")
                .append(hex(random))
                .append(hex(random))
                .append("\",\"home\":");
        address(json, random);
        json.append(",\"work\":");
        address(json, random);
        json.append(",\"interests\":\"")
                .append(words(random, 10 + random.nextInt(20)))
                .append("\"}");
        return id;
    }

    private static void address(StringBuilder json, SplittableRandom random) {
        json.append("{\"street\":\"").append(words(random, 2)).append(' ').append(1 + random.nextInt(200));
        json.append("\",\"postalCode\":\"")
                .append(10_000 + random.nextInt(80_000))
                .append("\",\"city\":\"");
        json.append(CITIES[random.nextInt(CITIES.length)]).append("\",\"country\":\"EU\"}");
    }

    private static String words(SplittableRandom random, int count) {
        StringBuilder words = new StringBuilder(count * 8);
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return words.toString();
    }

    private static String price(SplittableRandom random) {
        return random.nextInt(500) + "." + (10 + random.nextInt(90));
    }

    private static String hex(SplittableRandom random) {
        return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    }
}
