package io.twinspan.control.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.twinspan.control.hook.Hooks.Notice;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.ContextInMemory;
import io.twinspan.control.operation.NamedStep;
import io.twinspan.control.operation.Step;
import io.twinspan.control.operation.StepHooks.When;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a real shell, and a real server on the loopback interface. */
@Timeout(60)
class HooksTest {
    private static final LinkName LINK = new LinkName(new ClusterAlias("dc1"), new ClusterAlias("dc2"));
    private static final Step OPEN = new NamedStep("open");
    private static final String SECRET = "s3cret";

    /** 2026-01-02T03:04:05Z. */
    private static final long NOW_MS = 1_767_323_045_000L;

    private static final Notice NOTICE =
            new Notice("f1", "planned", "dc1->dc2", "dc1", "dc2", "open", "before", "2026-01-02T03:04:05Z");

    @TempDir
    private Path directory;

    private final ContextInMemory context = new ContextInMemory("f1", NOW_MS, 30_000);
    private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void aCommandGetsTheOperationAtItsInputAndInItsEnvironment() throws IOException {
        Path input = directory.resolve("input");
        Path environment = directory.resolve("environment");
        call("cat > '" + input + "'; env | grep ^TWINSPAN_ | sort > '" + environment + "'");

        assertThat(JsonText.read(Files.readString(input), Notice.class)).isEqualTo(NOTICE);
        assertThat(Files.readAllLines(environment))
                .containsExactly(
                        "TWINSPAN_KIND=planned",
                        "TWINSPAN_LINK=dc1->dc2",
                        "TWINSPAN_OPERATION=f1",
                        "TWINSPAN_SOURCE=dc1",
                        "TWINSPAN_STEP=open",
                        "TWINSPAN_TARGET=dc2",
                        "TWINSPAN_WHEN=before");
    }

    @Test
    void aCommandNeedNotReadItsInput() {
        call("exec <&-; true");

        assertThat(context.sentences()).containsExactly("hook before-open=exec");
    }

    @Test
    void onlyTheHooksOfTheStepAndMomentAreCalledInTheirOrder() throws IOException {
        Path file = directory.resolve("called");
        var hooks = new Hooks(
                LINK,
                "planned",
                List.of(
                        new Hook(When.BEFORE, "open", "echo one >> '" + file + "'"),
                        new Hook(When.AFTER, "open", "echo after >> '" + file + "'"),
                        new Hook(When.BEFORE, "fence", "echo fence >> '" + file + "'"),
                        new Hook(When.BEFORE, "open", "echo two >> '" + file + "'")));
        hooks.call(When.BEFORE, OPEN, context);

        assertThat(Files.readAllLines(file)).containsExactly("one", "two");
        assertThat(hooks.has(When.AFTER, OPEN)).isTrue();
        assertThat(hooks.has(When.UNDO, OPEN)).isFalse();
        assertThat(hooks.has(When.AFTER, new NamedStep("fence"))).isFalse();
    }

    @Test
    void aCommandThatFailsIsToldWithWhatItSaid() {
        assertThatThrownBy(() -> call("echo to the output; echo to the errors >&2; exit 3"))
                .isInstanceOf(Inconsistent.class)
                .hasMessage("hook before-open=echo ended with 3: to the output; to the errors");
    }

    @Test
    void whatACommandSaysMayBeAnything() {
        assertThatThrownBy(() -> call("printf 'caf\\351 is no UTF-8'; exit 1"))
                .isInstanceOf(Inconsistent.class)
                .hasMessageContaining("ended with 1: caf")
                .hasMessageContaining("is no UTF-8");
        assertThatThrownBy(() -> call("head -c 3000000 /dev/zero | tr '\\0' x; exit 1"))
                .isInstanceOf(Inconsistent.class)
                .message()
                .startsWith("hook before-open=head ended with 1: xxx")
                .hasSizeLessThan(3_000);
    }

    @Test
    void aProgramThatThereIsNotFails() {
        assertThatThrownBy(() -> call("/there/is/no/program --token " + SECRET))
                .isInstanceOf(Inconsistent.class)
                .hasMessageContaining("hook before-open=/there/is/no/program ended with 127")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void aCommandIsEndedWithAllThatItBeganWhenTheStepsTimeIsUp() throws Exception {
        Path pids = directory.resolve("pids");
        var hooks = hooks("sleep 600 & echo $! > '" + pids + "'; echo $$ >> '" + pids + "'; wait");
        assertThatThrownBy(() -> hooks.call(When.BEFORE, OPEN, new ContextInMemory("f1", NOW_MS, 2_000)))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("did not end within the step's time");

        List<String> begun = Files.readAllLines(pids);
        assertThat(begun).hasSize(2);
        for (String pid : begun) {
            for (ProcessHandle process :
                    ProcessHandle.of(Long.parseLong(pid)).stream().toList()) {
                process.onExit().get(20, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void nothingIsLeftInTheTemporaryDirectory() throws IOException {
        long before = outputs();
        call("true");
        assertThatThrownBy(() -> call("false")).isInstanceOf(Inconsistent.class);

        assertThat(outputs()).isEqualTo(before);
    }

    private static long outputs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("twinspan-hook"))
                    .count();
        }
    }

    @Test
    void anAddressGetsTheOperationAsJson() throws IOException {
        call(serve(204) + "/moved?token=" + SECRET);

        assertThat(heard).hasSize(1);
        String[] request = heard.remove().split("\n", 3);
        assertThat(request[0]).isEqualTo("POST /moved?token=" + SECRET);
        assertThat(request[1]).isEqualTo("application/json");
        assertThat(JsonText.read(request[2], Notice.class)).isEqualTo(NOTICE);
        assertThat(context.sentences()).noneMatch(sentence -> sentence.contains(SECRET));
    }

    @Test
    void whatMayPassIsTriedAgain() throws IOException {
        call(serve(503, 500, 200));

        assertThat(heard).hasSize(3);
        assertThat(context.nowMs()).isEqualTo(NOW_MS + 2_000);
    }

    @Test
    void anAddressThatFailsAgainAndAgainFailsTheHook() throws IOException {
        String address = serve(503, 503, 503);
        assertThatThrownBy(() -> call(address + "/" + SECRET))
                .isInstanceOf(Inconsistent.class)
                .hasMessage("hook before-open=" + address + " failed: it answered 503");
        assertThat(heard).hasSize(3);
    }

    @Test
    void aRefusalIsFinal() throws IOException {
        String address = serve(403);
        assertThatThrownBy(() -> call(address))
                .isInstanceOf(Inconsistent.class)
                .hasMessageContaining("it answered 403");
        assertThat(heard).hasSize(1);
    }

    @Test
    void itGoesNowhereElse() throws IOException {
        String address = serve(302, 302, 302);
        assertThatThrownBy(() -> call(address)).hasMessageContaining("it answered 302");
        assertThat(heard).hasSize(3).noneMatch(request -> request.contains("/elsewhere"));
    }

    @Test
    void whoDoesNotAnswerIsGivenUpWhenTheStepsTimeIsUp() throws IOException {
        // A socket that nobody accepts from takes the request, and is silent.
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var hooks = hooks("http://127.0.0.1:" + silent.getLocalPort() + "/" + SECRET);
            assertThatThrownBy(() -> hooks.call(When.BEFORE, OPEN, new ContextInMemory("f1", NOW_MS, 300)))
                    .isInstanceOf(TransientFailure.class)
                    .hasMessageContaining("hook before-open=http://127.0.0.1:" + silent.getLocalPort())
                    .hasMessageNotContaining(SECRET);
        }
    }

    @Test
    void whereNobodyListensItFails() throws IOException {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertThatThrownBy(() -> call("http://127.0.0.1:" + port + "/" + SECRET))
                .isInstanceOf(Inconsistent.class)
                .hasMessageContaining("refused")
                .hasMessageNotContaining(SECRET);
    }

    /** A journal of an earlier version may have such an address. */
    @Test
    void anAddressThatNobodyCanReadIsNotShown() {
        for (String address : List.of("http://me:" + SECRET + "/x@127.0.0.1/", "http://127.0.0.1/a b" + SECRET)) {
            assertThatThrownBy(() -> call(address))
                    .isInstanceOf(Inconsistent.class)
                    .hasMessageContaining("its address cannot be read")
                    .hasMessageNotContaining(SECRET);
        }
    }

    private void call(String target) {
        hooks(target).call(When.BEFORE, OPEN, context);
    }

    private static Hooks hooks(String target) {
        return new Hooks(LINK, "planned", List.of(new Hook(When.BEFORE, "open", target)));
    }

    /** Begins a server that answers so, one after another; returns its address. */
    private String serve(int... statuses) throws IOException {
        Deque<Integer> answers = new ArrayDeque<>();
        for (int status : statuses) {
            answers.add(status);
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n"
                    + exchange.getRequestHeaders().getFirst("Content-Type") + "\n" + body);
            exchange.getResponseHeaders().set("Location", address + "/elsewhere");
            exchange.sendResponseHeaders(answers.isEmpty() ? 418 : answers.remove(), -1);
            exchange.close();
        });
        server.start();
        return address;
    }
}
