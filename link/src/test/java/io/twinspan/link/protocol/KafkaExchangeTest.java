package io.twinspan.link.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.exchange.Channel;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.FoundOffsets;
import io.twinspan.link.exchange.Reply;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.RequestHeader;
import org.junit.jupiter.api.Test;

class KafkaExchangeTest {
    private static final Channel BROKER = new Channel(Side.SOURCE, 1, 0);
    private static final FindOffsets ANY =
            new FindOffsets(true, List.of(new FindOffsets.Query("t", 0, -1, FindOffsets.Kind.NEXT)));

    /** What replies were called with, in order. */
    private final List<String> heard = new ArrayList<>();

    private KafkaExchange open(FakeBroker broker, String... settings) {
        Map<String, String> client = new java.util.HashMap<>(Map.of(
                "bootstrap.servers",
                broker.address(),
                "request.timeout.ms",
                "5000",
                "reconnect.backoff.ms",
                "10",
                "reconnect.backoff.max.ms",
                "20"));
        for (int i = 0; i < settings.length; i += 2) {
            client.put(settings[i], settings[i + 1]);
        }
        return new KafkaExchange(client, client, "test");
    }

    private <A> Reply<A> hear(String name) {
        return new Reply<>() {
            @Override
            public void answered(A answer) {
                heard.add(name + " answered");
            }

            @Override
            public void failed(Failure failure) {
                heard.add(name + " " + failure.kind());
            }
        };
    }

    private static void pollUntil(KafkaExchange exchange, BooleanSupplier done) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(until);
            // Short, since some conditions are not a reply, which is all that a poll returns early for.
            exchange.poll(20);
        }
    }

    private void meet(KafkaExchange exchange) {
        exchange.describe(Side.SOURCE, List.of(), this.<Topology>hear("describe"));
        pollUntil(exchange, () -> !heard.isEmpty());
        assertThat(heard).containsExactly("describe answered");
        heard.clear();
    }

    private void find(KafkaExchange exchange, String name) {
        exchange.findOffsets(BROKER, ANY, this.<FoundOffsets>hear(name));
    }

    @Test
    void waitsWithoutSpinningAndReturnsEarlyWhenSomethingCompletes() throws IOException {
        try (FakeBroker broker = new FakeBroker();
                KafkaExchange exchange = open(broker)) {
            meet(exchange);
            find(exchange, "find");
            long begun = System.nanoTime();
            exchange.poll(8_000);
            assertThat(heard).containsExactly("find answered");
            assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(6));

            long before = exchange.selectorPolls();
            exchange.poll(400);

            assertThat(exchange.selectorPolls() - before).isLessThan(5);
        }
    }

    @Test
    void repliesOnlyFromInsidePoll() throws IOException {
        try (FakeBroker broker = new FakeBroker();
                KafkaExchange exchange = open(broker)) {
            find(exchange, "to a stranger");
            assertThat(heard).isEmpty();

            exchange.poll(0);

            assertThat(heard).containsExactly("to a stranger DISCONNECTED");
        }
    }

    @Test
    void repliesMaySendRequests() throws IOException {
        try (FakeBroker broker = new FakeBroker();
                KafkaExchange exchange = open(broker)) {
            meet(exchange);
            exchange.findOffsets(BROKER, ANY, new Reply<>() {
                @Override
                public void answered(FoundOffsets answer) {
                    find(exchange, "second");
                    find(exchange, "third");
                }

                @Override
                public void failed(Failure failure) {
                    heard.add("first " + failure);
                }
            });

            pollUntil(exchange, () -> heard.size() == 2);

            assertThat(heard).containsExactly("second answered", "third answered");
        }
    }

    @Test
    void wakesUpFromAnotherThread() throws Exception {
        try (FakeBroker broker = new FakeBroker();
                KafkaExchange exchange = open(broker)) {
            CompletableFuture<Void> waker = CompletableFuture.runAsync(
                    exchange::wakeup, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));
            long begun = System.nanoTime();

            exchange.poll(20_000);

            assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(10));
            waker.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void failsWhatIsNotAnsweredInTimeAndAllBehindItInOrder() throws IOException {
        FakeBroker silent = new FakeBroker() {
            @Override
            void answer(RequestHeader request, Answering out) throws IOException {
                if (request.apiKey() != ApiKeys.LIST_OFFSETS) {
                    super.answer(request, out);
                }
            }
        };
        try (silent;
                KafkaExchange exchange = open(silent, "request.timeout.ms", "300")) {
            meet(exchange);
            find(exchange, "one");
            pollUntil(exchange, () -> silent.requests.contains(ApiKeys.LIST_OFFSETS));
            exchange.findOffsets(BROKER, ANY, hear("two"));

            pollUntil(exchange, () -> heard.size() == 2);

            assertThat(heard).containsExactly("one TIMED_OUT", "two DISCONNECTED");
        }
    }

    @Test
    void givesUpOnABrokerThatTakesTheConnectionAndStaysSilent() throws IOException {
        FakeBroker mute = new FakeBroker() {
            @Override
            void answer(RequestHeader request, Answering out) {
                // not a word
            }
        };
        try (mute;
                KafkaExchange exchange = open(mute, "request.timeout.ms", "300")) {
            exchange.describe(Side.SOURCE, List.of(), this.<Topology>hear("describe"));

            pollUntil(exchange, () -> !heard.isEmpty());

            assertThat(heard).hasSize(1);
            assertThat(heard.get(0)).startsWith("describe ").doesNotContain("answered");
            assertThat(mute.requests).containsOnly(ApiKeys.API_VERSIONS);
        }
    }

    @Test
    void closesAConnectionWhoseAnswersAreToOtherRequests() throws IOException {
        FakeBroker confused = new FakeBroker() {
            @Override
            void answer(RequestHeader request, Answering out) throws IOException {
                if (request.apiKey() == ApiKeys.LIST_OFFSETS) {
                    out.answer(
                            request.correlationId() + 1,
                            request.apiKey(),
                            request.apiVersion(),
                            new ListOffsetsResponseData());
                } else {
                    super.answer(request, out);
                }
            }
        };
        try (confused;
                KafkaExchange exchange = open(confused)) {
            meet(exchange);
            find(exchange, "one");
            find(exchange, "two");

            pollUntil(exchange, () -> heard.size() == 2);

            assertThat(heard).containsExactly("one DISCONNECTED", "two DISCONNECTED");
            assertThat(exchange.leasedBytes()).isZero();
        }
    }

    @Test
    void deliversTheAnswersThatCameBeforeTheConnectionEnded() throws IOException {
        FakeBroker leaving = new FakeBroker() {
            @Override
            void answer(RequestHeader request, Answering out) throws IOException {
                super.answer(request, out);
                if (request.apiKey() == ApiKeys.LIST_OFFSETS) {
                    out.hangUp();
                }
            }
        };
        try (leaving;
                KafkaExchange exchange = open(leaving)) {
            meet(exchange);
            find(exchange, "one");
            find(exchange, "two");
            long begun = System.nanoTime();

            while (heard.size() < 2) {
                exchange.poll(5_000);
            }

            assertThat(heard).containsExactly("one answered", "two DISCONNECTED");
            assertThat(System.nanoTime() - begun)
                    .as("the end is told without waiting for a poll to time out")
                    .isLessThan(TimeUnit.MILLISECONDS.toNanos(2_500));
        }
    }

    @Test
    void givesBackTheBufferOfAnAnswerThatWasCutShort() throws IOException {
        FakeBroker dying = new FakeBroker() {
            @Override
            void answer(RequestHeader request, Answering out) throws IOException {
                if (request.apiKey() == ApiKeys.LIST_OFFSETS) {
                    out.announce(100_000);
                    out.write(new byte[5_000]);
                } else {
                    super.answer(request, out);
                }
            }
        };
        try (dying;
                KafkaExchange exchange = open(dying, "request.timeout.ms", "500")) {
            meet(exchange);
            find(exchange, "one");
            pollUntil(exchange, () -> exchange.leasedBytes() >= 100_000 || !heard.isEmpty());
            assertThat(exchange.leasedBytes()).isGreaterThanOrEqualTo(100_000);

            pollUntil(exchange, () -> !heard.isEmpty());

            assertThat(heard).containsExactly("one TIMED_OUT");
            assertThat(exchange.leasedBytes()).isZero();
        }
    }

    @Test
    void asksAgainInAnOlderVersionWhenABrokerDoesNotKnowTheNewest() throws IOException {
        FakeBroker old = new FakeBroker() {
            @Override
            void answer(RequestHeader request, Answering out) throws IOException {
                if (request.apiKey() == ApiKeys.API_VERSIONS && request.apiVersion() > 1) {
                    ApiVersionsResponseData refusal =
                            new ApiVersionsResponseData().setErrorCode(Errors.UNSUPPORTED_VERSION.code());
                    refusal.apiKeys()
                            .add(new ApiVersion()
                                    .setApiKey(ApiKeys.API_VERSIONS.id)
                                    .setMinVersion((short) 0)
                                    .setMaxVersion((short) 1));
                    out.answer(request.correlationId(), ApiKeys.API_VERSIONS, (short) 0, refusal);
                } else {
                    super.answer(request, out);
                }
            }
        };
        try (old;
                KafkaExchange exchange = open(old)) {
            meet(exchange);

            assertThat(old.requests).containsExactly(ApiKeys.API_VERSIONS, ApiKeys.API_VERSIONS, ApiKeys.METADATA);
        }
    }

    @Test
    void saysThatABrokerDoesNotSpeakARequest() throws IOException {
        FakeBroker narrow = new FakeBroker() {
            @Override
            ApiVersionsResponseData versions() {
                ApiVersionsResponseData data = super.versions();
                data.apiKeys()
                        .find(ApiKeys.LIST_OFFSETS.id)
                        .setMinVersion((short) 90)
                        .setMaxVersion((short) 99);
                return data;
            }
        };
        try (narrow;
                KafkaExchange exchange = open(narrow)) {
            meet(exchange);
            find(exchange, "one");

            pollUntil(exchange, () -> !heard.isEmpty());

            assertThat(heard).containsExactly("one UNSUPPORTED");
        }
    }

    @Test
    void waitsForAThrottledBrokerInsteadOfTimingOut() throws IOException {
        FakeBroker throttling = new FakeBroker() {
            @Override
            MetadataResponseData metadata() {
                return super.metadata().setThrottleTimeMs(2_500);
            }
        };
        try (throttling;
                KafkaExchange exchange = open(throttling, "request.timeout.ms", "2000")) {
            meet(exchange);
            long begun = System.nanoTime();
            exchange.describe(Side.SOURCE, List.of(), this.<Topology>hear("again"));

            pollUntil(exchange, () -> !heard.isEmpty());

            assertThat(heard).containsExactly("again answered");
            assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1_000));
        }
    }
}
