package io.twinspan.model.option;

import java.util.List;

/** The options of a dedicated file: of the process, of its clusters, and of the Connect workers that it runs. Immutable. */
public final class DedicatedOptions {
    public static final Option<List<String>> CLUSTERS =
            Option.list("clusters").in(Scope.PROCESS).doc("The aliases of all clusters in the file. Required.");
    public static final Option<List<String>> BOOTSTRAP_SERVERS = Option.list("bootstrap.servers")
            .in(Scope.CLUSTER)
            .doc(
                    "Where to find the cluster: `host:port`, several separated by commas. Required for every cluster of a link.");
    public static final Option<List<String>> CONFIG_PROVIDERS = Option.list("config.providers")
            .in(Scope.PROCESS)
            .doc(
                    "Names of config providers, which resolve `${name:path:key}` in values. Each has a `config.providers.<name>.class`"
                            + " and `config.providers.<name>.param.*`.");

    private DedicatedOptions() {}

    static List<Option<?>> process() {
        return List.of(
                CLUSTERS,
                CONFIG_PROVIDERS,
                Option.bool("dedicated.mode.enable.internal.rest", false)
                        .in(Scope.PROCESS)
                        .since("Kafka 3.5")
                        .doc(
                                "Whether the processes of one file talk to each other by REST, which MirrorMaker 2 needs to share work."
                                        + " Here they always do: the key has no effect."),
                Option.list("listeners", "http://:8083")
                        .defaultsTo(
                                "`http://127.0.0.1:0`, a free port that only this machine reaches (MirrorMaker 2: `http://:8083`)")
                        .in(Scope.PROCESS)
                        .since("Kafka 3.5")
                        .doc(
                                "Where that REST interface listens. For https, `listeners.https.ssl.*` holds the TLS settings."),
                Option.text("rest.advertised.host.name", null)
                        .in(Scope.PROCESS)
                        .since("Kafka 3.5")
                        .doc("The host name that the other processes use."),
                Option.integer("rest.advertised.port", null)
                        .in(Scope.PROCESS)
                        .since("Kafka 3.5")
                        .range(Range.between(1, 65535))
                        .doc("The port that they use."),
                Option.text("rest.advertised.listener", null)
                        .in(Scope.PROCESS)
                        .since("Kafka 3.5")
                        .range(Range.oneOf("http", "https"))
                        .doc("Which listener they use."),
                Option.text("access.control.allow.origin", "")
                        .in(Scope.PROCESS)
                        .since("Kafka 3.5")
                        .doc("The REST header Access-Control-Allow-Origin."),
                Option.text("access.control.allow.methods", "")
                        .in(Scope.PROCESS)
                        .since("Kafka 3.5")
                        .doc("The REST header Access-Control-Allow-Methods."),
                Option.text("response.http.headers.config", "")
                        .in(Scope.PROCESS)
                        .since("Kafka 3.5")
                        .doc("Rules for further REST headers."),
                Option.text("ssl.client.auth", "none")
                        .in(Scope.PROCESS)
                        .since("Kafka 3.5")
                        .range(Range.oneOf("required", "requested", "none"))
                        .doc(
                                "Whether a caller of the REST interface shows a certificate, where `listeners.https.ssl.*` says nothing."));
    }

    static List<Option<?>> cluster() {
        return List.of(
                BOOTSTRAP_SERVERS,
                Option.text("security.protocol", "PLAINTEXT")
                        .in(Scope.CLUSTER)
                        .range(Range.oneOf("plaintext", "ssl", "sasl_plaintext", "sasl_ssl"))
                        .doc("How to talk to the cluster's brokers. Further keys: Kafka's `ssl.*` and `sasl.*`."));
    }

    static List<Option<?>> worker() {
        return List.of(
                worker(
                        Option.text("group.id", null).defaultsTo("`twinspan-<target>` (MirrorMaker 2: `<source>-mm2`)"),
                        "The Connect group. All links into the target share it if set."),
                worker(
                        Option.text("client.id", null).defaultsTo("`twinspan` (MirrorMaker 2: `<source>-><target>`)"),
                        "The worker's client id."),
                topic("offset.storage.topic", "mm2-offsets", "Connect's offsets."),
                topic("status.storage.topic", "mm2-status", "Connect's states."),
                topic("config.storage.topic", "mm2-configs", "Connect's configurations."),
                replication("offset.storage.replication.factor"),
                replication("status.storage.replication.factor"),
                replication("config.storage.replication.factor"),
                partitions("offset.storage.partitions", 25),
                partitions("status.storage.partitions", 5),
                worker(
                        unlike(Option.number("offset.flush.interval.ms", 10_000), 60_000),
                        "How often Connect commits source offsets."),
                worker(Option.number("offset.flush.timeout.ms", 5_000), "How long such a commit may take."),
                shared(Option.number("task.shutdown.graceful.timeout.ms", 5_000), "How long tasks have to stop."),
                shared(
                        Option.integer("worker.sync.timeout.ms", 3_000),
                        "How long a worker may take to catch up with the group."),
                shared(
                        unlike(Option.integer("worker.unsync.backoff.ms", 5_000), 300_000),
                        "How long a worker that cannot stays away."),
                worker(
                        unlike(Option.integer("scheduled.rebalance.max.delay.ms", 3_000), 300_000),
                        "How long the tasks of a lost worker wait for it to come back."),
                worker(
                        Option.text("exactly.once.source.support", "disabled")
                                .range(Range.oneOf("disabled", "preparing", "enabled")),
                        "Connect's own exactly-once, which record mode uses."),
                worker(
                        unlike(Option.integer("session.timeout.ms", 6_000), 10_000),
                        "After how long without a heartbeat a worker counts as lost."),
                worker(
                        unlike(Option.integer("heartbeat.interval.ms", 2_000), 3_000),
                        "How often a worker says that it lives."),
                worker(
                        Option.integer("rebalance.timeout.ms", 60_000),
                        "How long a worker may take to join a rebalance."),
                worker(Option.list("plugin.path"), "Directories with plug-ins."),
                worker(
                        Option.text("connect.protocol", "sessioned")
                                .range(Range.oneOf("eager", "compatible", "sessioned")),
                        "How workers share work."),
                worker(Option.bool("topic.creation.enable", true), "Whether `topic.creation.*` of a connector counts."),
                worker(
                        Option.text("connector.client.config.override.policy", "All"),
                        "Which client settings a connector may override. A dedicated process allows all: the key has no effect."));
    }

    private static Option<?> topic(String name, String beginning, String doc) {
        String note = "`" + beginning + ".twinspan.internal` (MirrorMaker 2: `" + beginning + ".<source>.internal`)";
        return shared(Option.text(name, null).defaultsTo(note), "The topic on the target with " + doc);
    }

    /** With a default that is not MirrorMaker 2's. */
    private static <T> Option<T> unlike(Option<T> option, Object theirs) {
        return option.defaultsTo("`" + option.defaultValue() + "` (MirrorMaker 2: `" + theirs + "`)");
    }

    private static Option<?> replication(String name) {
        return shared(Option.small(name, (short) 3).range(Range.REPLICATION), "The replication factor of that topic.");
    }

    private static Option<?> partitions(String name, int count) {
        return shared(
                Option.integer(name, count).range(Range.numbers("at least 1, or -1", n -> n >= 1 || n == -1)),
                "With how many partitions that topic is created.");
    }

    private static Option<?> worker(Option<?> option, String doc) {
        return option.in(Scope.WORKER).doc(doc);
    }

    private static Option<?> shared(Option<?> option, String doc) {
        return option.in(Scope.WORKER_OR_TOP).doc(doc);
    }
}
