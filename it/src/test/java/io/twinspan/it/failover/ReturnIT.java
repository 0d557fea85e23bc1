package io.twinspan.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.it.failover.MoveStage.Shape;
import io.twinspan.it.failover.MoveStage.Tool;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Clients come back over a link that begins only then, and has to catch up first. */
class ReturnIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    /**
     * A link that copies record by record never comes to stand behind the marker that ends a transaction, where nobody writes any more: there is
     * nothing left to copy, though its position is not the end.
     */
    @Test
    void aCatchUpIsOverWhereOnlyMarkersOfTransactionsAreLeft() throws Exception {
        // Every fourth topic is written in transactions.
        var shape = new Shape(false, 4, 2, 0);
        try (var stage = new MoveStage(directory, shape, true, Map.of("link.mode", "record"))) {
            Writers here = stage.closing(
                    Writers.start(stage.dc1.clientProperties("shop"), "dc1", stage.topics, shape.partitions(), 300));
            stage.startLink();
            stage.awaitCopied(stage.dc1, stage.dc2);
            Tool moved = stage.tool("failover", stage.file.toString(), "dc1->dc2");
            assertThat(moved.exitCode()).as(moved.text()).isZero();
            here.close();
            Writers there = stage.closing(
                    Writers.start(stage.dc2.clientProperties("shop"), "dc2", stage.topics, shape.partitions(), 300));
            there.awaitMore(1_500);
            there.close();

            Tool back = stage.tool("failback", stage.file.toString(), "dc1->dc2");

            assertThat(back.exitCode()).as(back.text() + stage.link().logTail()).isZero();
            assertThat(back.text())
                    .containsPattern("return +done .* dc1 has what dc2 has")
                    .contains(" partitions compared, all equal", "no record was lost");
            Contents source = Contents.read(stage.dc2.clientProperties("shop"), stage.topics);
            Contents target = Contents.read(stage.dc1.clientProperties("shop"), stage.copies("dc2"));
            for (String topic : stage.topics) {
                for (int partition = 0; partition < shape.partitions(); partition++) {
                    assertThat(target.of(stage.copy("dc2", topic), partition))
                            .as("%s-%s", topic, partition)
                            .isEqualTo(source.of(topic, partition))
                            .doesNotHaveDuplicates()
                            .containsAll(there.acknowledged(topic, partition));
                }
            }
        }
    }
}
