package io.twinspan.bench.faults.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final List<String> ALL = List.copyOf(Faults.all().keySet());

    @Test
    void haveNamesThatFitTheCommandLine() {
        assertThat(ALL).hasSize(20).allMatch(name -> name.matches("[a-z0-9-]+"));
        assertThat(ALL).containsAll(Faults.SHORT);
    }

    @Test
    void haveTheSameOrderForTheSameSeedAndAnotherForAnother() {
        assertThat(Faults.inOrder(ALL, 7)).isEqualTo(Faults.inOrder(ALL, 7)).containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(Faults.inOrder(ALL, 7)).isNotEqualTo(Faults.inOrder(ALL, 8));
    }

    @Test
    void chooseTheSameWhicheverOthersThereAre() {
        int inAll = Faults.random("kill-worker", 7).nextInt();

        assertThat(Faults.random("kill-worker", 7).nextInt()).isEqualTo(inAll);
        assertThat(Faults.random("kill-worker", 8).nextInt()).isNotEqualTo(inAll);
        assertThat(Faults.random("freeze-worker", 7).nextInt()).isNotEqualTo(inAll);
    }

    @Test
    void nameTheFaultsThereAreWhereOneIsAskedForThatIsNot() {
        assertThatThrownBy(() -> Faults.inOrder(List.of("flood"), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'flood'")
                .hasMessageContaining("kill-source-broker");
    }

    @Test
    void shortFormHappensToWholeTopics() {
        assertThat(Faults.shortOnes()).extracting(Fault::name).containsExactlyElementsOf(Faults.SHORT);
        assertThat(Faults.shortOnes()).noneMatch(Fault::hitsOneTopic);
    }

    @Test
    void aLossIsNamedExactlyOnlyByItsTopicAndNumbers() {
        Loss loss = new Loss("f3-hit", "", List.of(1_200L, 34_567L), 10);

        assertThat(loss.isNamedExactlyBy("f3-hit-0: source offsets 1200 to 34567 are gone"))
                .isTrue();
        assertThat(loss.isNamedExactlyBy("f3-hit-0: offsets 1,200..34,567 are gone"))
                .isTrue();
        assertThat(loss.isNamedExactlyBy("f3-hit-0: source offsets 1200 to 34568 are gone"))
                .isFalse();
        assertThat(loss.isNamedExactlyBy("f3-hit-0: source offsets 11200 to 34567 are gone"))
                .isFalse();
        assertThat(loss.isNamedExactlyBy("f3-other-0: source offsets 1200 to 34567 are gone"))
                .isFalse();
    }
}
