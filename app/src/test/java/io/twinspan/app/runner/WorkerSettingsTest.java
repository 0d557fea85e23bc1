package io.twinspan.app.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.name.ClusterAlias;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerSettingsTest {
    private static final ClusterAlias DC2 = new ClusterAlias("dc2");

    @Test
    void processesOnOneMachineFindEachOtherWithoutASetting() {
        var settings = WorkerSettings.complete(DC2, Map.of(), 1);

        assertThat(settings)
                .containsEntry("listeners", "http://127.0.0.1:0")
                .containsEntry("group.id", "twinspan-dc2")
                .containsEntry("plugin.discovery", "service_load")
                .containsEntry("config.storage.topic", "mm2-configs.twinspan.internal");
    }

    @Test
    void whatTheFileSaysIsKept() {
        var file = Map.of(
                "session.timeout.ms", "20000",
                "group.id", "mine",
                "plugin.path", "/plugins",
                "plugin.discovery", "hybrid_warn");

        var settings = WorkerSettings.complete(DC2, file, 0);

        assertThat(settings).containsAllEntriesOf(file);
    }

    @Test
    void workersOfOneProcessListenOnPortsNextToEachOther() {
        var file = Map.of("listeners", "http://0.0.0.0:8083, https://0.0.0.0:8443", "rest.advertised.port", "18083");

        var settings = WorkerSettings.complete(DC2, file, 2);

        assertThat(settings)
                .containsEntry("listeners", "http://0.0.0.0:8085,https://0.0.0.0:8445")
                .containsEntry("rest.advertised.port", "18085");
    }

    @Test
    void knowsWhatOtherMachinesCannotReach() {
        assertThat(WorkerSettings.isLoopback(URI.create("http://127.0.0.1:4711/")))
                .isTrue();
        assertThat(WorkerSettings.isLoopback(URI.create("http://replicator-1:8083/")))
                .isFalse();
    }
}
