package io.twinspan.model.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReplicationExceptionTest {
    @Test
    void hasExactlyFourKindsAndEachIsFinal() {
        assertThat(Stream.of(ReplicationException.class.getPermittedSubclasses())
                        .map(Class::getSimpleName))
                .containsExactlyInAnyOrder("TransientFailure", "Fenced", "Misconfigured", "Inconsistent");
        assertThat(ReplicationException.class.getPermittedSubclasses())
                .allMatch(kind -> java.lang.reflect.Modifier.isFinal(kind.getModifiers()));
    }

    @Test
    void misconfigurationNamesItsKey() {
        var cause = new IllegalStateException("x");
        var error = new Misconfigured("dc1.bootstrap.servers", "dc1.bootstrap.servers is missing", cause);

        assertThat(error.key()).isEqualTo("dc1.bootstrap.servers");
        assertThat(error).hasMessage("dc1.bootstrap.servers is missing").hasCause(cause);
    }
}
