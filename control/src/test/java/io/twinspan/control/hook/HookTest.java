package io.twinspan.control.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.control.operation.StepHooks.When;
import io.twinspan.model.error.Misconfigured;
import java.util.List;
import org.junit.jupiter.api.Test;

class HookTest {
    private static final List<String> STEPS = List.of("fence", "open");
    private static final String SECRET = "s3cret";

    @Test
    void isReadAsItIsWritten() {
        assertThat(parse("before-open=/opt/move-dns")).isEqualTo(new Hook(When.BEFORE, "open", "/opt/move-dns"));
        assertThat(parse("  after-fence= /opt/tell\n")).isEqualTo(new Hook(When.AFTER, "fence", "/opt/tell"));
        assertThat(parse("undo-open=https://example.org/moved"))
                .isEqualTo(new Hook(When.UNDO, "open", "https://example.org/moved"));
    }

    @Test
    void aCommandMayHaveEqualSignsAndLinesOfItsOwn() {
        assertThat(parse("before-open=A=1 /opt/x --to=dc2\n/opt/y").target()).isEqualTo("A=1 /opt/x --to=dc2\n/opt/y");
    }

    @Test
    void anAddressIsToldFromACommand() {
        assertThat(parse("before-open=http://127.0.0.1:8080/x").isAddress()).isTrue();
        assertThat(parse("before-open=https://example.org").isAddress()).isTrue();
        assertThat(parse("before-open=curl https://example.org").isAddress()).isFalse();
    }

    @Test
    void whatIsOfAnotherFormIsExplained() {
        for (String text :
                List.of("open=/opt/x", "while-open=/opt/x", "before-open", "before-open=", "before=/opt/x")) {
            assertThatThrownBy(() -> parse(text))
                    .as(text)
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining("write it as WHEN-STEP=WHAT");
        }
    }

    @Test
    void aStepThatThereIsNotIsNamedWithThoseThatThereAre() {
        assertThatThrownBy(() -> parse("before-opening=/opt/x"))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("there is no step 'opening'; there are [fence, open]");
    }

    @Test
    void anAddressThatNobodyCanReadIsRefusedBeforeAnythingBegins() {
        for (String address : List.of(
                "https://example.org/a b",
                "https:///nowhere",
                "http://user:" + SECRET + "/x@example.org/",
                "http://example.org:" + SECRET)) {
            assertThatThrownBy(() -> parse("before-open=" + address))
                    .as(address)
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining("its address cannot be read")
                    .hasMessageNotContaining(SECRET);
        }
    }

    @Test
    void errorsShowNothingOfWhatMayBeSecret() {
        for (String text : List.of(
                "begin-open=/opt/x --token " + SECRET,
                "begin-open=https://me:" + SECRET + "@example.org",
                "https://me:" + SECRET + "@example.org",
                "/opt/x " + SECRET,
                "https://example.org/" + SECRET + "?a=b")) {
            assertThatThrownBy(() -> parse(text)).as(text).hasMessageNotContaining(SECRET);
        }
    }

    /** Those who send messages to chats have the secret in the path of the address. */
    @Test
    void ofAnAddressOnlyTheHostIsShown() {
        for (String address : List.of(
                "https://example.org:8443/services/" + SECRET,
                "https://example.org:8443?token=" + SECRET,
                "https://example.org:8443/#" + SECRET,
                "https://me:" + SECRET + "@example.org:8443/",
                "https://example.org:8443/x@" + SECRET)) {
            assertThat(new Hook(When.BEFORE, "open", address))
                    .as(address)
                    .hasToString("before-open=https://example.org:8443");
        }
        assertThat(new Hook(When.BEFORE, "open", "https://me:a@" + SECRET + "@example.org/"))
                .as("an address that cannot be read")
                .hasToString("before-open=...");
    }

    @Test
    void ofACommandOnlyTheProgramIsShown() {
        assertThat(parse("before-open=/opt/move-dns --token " + SECRET)).hasToString("before-open=/opt/move-dns");
        assertThat(parse("undo-fence=TOKEN=" + SECRET + " /opt/x")).hasToString("undo-fence=...");
    }

    private static Hook parse(String text) {
        return Hook.parse(text, STEPS);
    }
}
