package io.twinspan.app.runner;

import io.twinspan.model.name.ClusterAlias;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.NotFoundException;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.RestartRequest;
import org.apache.kafka.connect.runtime.distributed.NotLeaderException;
import org.apache.kafka.connect.runtime.distributed.RebalanceNeededException;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo.AbstractState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the connectors of one target as the file says, while this process leads the group: configures what differs from
 * what is stored, removes links that left the file, and restarts what failed, ever more patiently.
 *
 * <p>Thread-safe: the work is confined to the keeper's own thread; only the leadership, the ends of requests and what is wanted
 * come from others.
 */
final class ConnectorKeeper implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectorKeeper.class);
    private static final long LOOK_EVERY_MS = 1_000;
    private static final String FAILED = "FAILED";
    private static final String OURS = "->";

    private final ClusterAlias target;
    private final Herder herder;
    private final ScheduledExecutorService thread;
    private final Map<String, Patience> configuring = new HashMap<>();
    private final Map<String, Patience> restarting = new HashMap<>();
    private final Set<String> underway = ConcurrentHashMap.newKeySet();
    private volatile boolean leads;
    private volatile Map<String, Map<String, String>> wanted;

    ConnectorKeeper(WorkerPlan plan, Herder herder) {
        this.target = plan.target();
        this.wanted = plan.connectors();
        this.herder = herder;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            var keeper = new Thread(task, "twinspan-keeper-" + target);
            keeper.setDaemon(true);
            return keeper;
        });
    }

    /** Wants these connectors from now on, by name. */
    void want(Map<String, Map<String, String>> connectors) {
        wanted = Map.copyOf(connectors);
    }

    void start() {
        thread.scheduleWithFixedDelay(this::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /** After every rebalance that succeeded; on the herder's thread, so the work is handed over. */
    void onRebalance(boolean nowLeads) {
        if (nowLeads != leads) {
            LOGGER.info("this process {} the group for target {}", nowLeads ? "leads" : "no longer leads", target);
        }
        leads = nowLeads;
        if (nowLeads) {
            try {
                thread.execute(this::look);
            } catch (RejectedExecutionException e) {
                LOGGER.debug("the keeper for {} has stopped", target, e);
            }
        }
    }

    private void look() {
        try {
            if (leads) {
                configure();
                restart();
            }
        } catch (RuntimeException e) {
            // The next look may succeed; a keeper that stops looking would leave failed links alone for ever.
            LOGGER.warn("cannot look after the links into {} now; trying again in a second", target, e);
        }
    }

    private void configure() {
        Map<String, Map<String, String>> now = wanted;
        for (var connector : now.entrySet()) {
            ConnectorInfo stored = herder.connectorInfo(connector.getKey());
            if (stored == null || !stored.config().equals(connector.getValue())) {
                if (mayTry(configuring, connector.getKey())) {
                    put(connector.getKey(), connector.getValue());
                }
            } else {
                configuring.remove(connector.getKey());
            }
        }
        for (String name : herder.connectors()) {
            if (name.contains(OURS) && !now.containsKey(name) && mayTry(configuring, name)) {
                remove(name);
            }
        }
    }

    private boolean mayTry(Map<String, Patience> attempts, String name) {
        return !underway.contains(name)
                && attempts.computeIfAbsent(name, unused -> new Patience()).tryNow(System.nanoTime());
    }

    private void put(String name, Map<String, String> properties) {
        underway.add(name);
        herder.putConnectorConfig(name, properties, true, (error, created) -> {
            underway.remove(name);
            if (error == null) {
                LOGGER.info("{} is configured", name);
            } else {
                complain("configure", name, error);
            }
        });
    }

    private void remove(String name) {
        underway.add(name);
        LOGGER.info("{} is not in the file any more; removing it", name);
        herder.deleteConnectorConfig(name, (error, deleted) -> {
            underway.remove(name);
            if (error != null && !(error instanceof NotFoundException)) {
                complain("remove", name, error);
            }
        });
    }

    private static void complain(String verb, String name, Throwable error) {
        if (error instanceof NotLeaderException || error instanceof RebalanceNeededException) {
            LOGGER.debug("not the moment to {} {}", verb, name, error);
        } else {
            LOGGER.error("cannot {} {}: {}; trying again", verb, name, reason(error));
            LOGGER.debug("cannot {} {}", verb, name, error);
        }
    }

    private static String reason(Throwable error) {
        Throwable cause = error;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
    }

    private void restart() {
        for (String name : wanted.keySet()) {
            ConnectorStateInfo status;
            try {
                status = herder.connectorStatus(name);
            } catch (NotFoundException e) {
                continue; // Not started yet.
            }
            List<AbstractState> failed = failures(status);
            if (!failed.isEmpty() && mayTry(restarting, name)) {
                restart(name, failed);
            }
        }
    }

    private void restart(String name, List<AbstractState> failed) {
        Patience patience = restarting.computeIfAbsent(name, unused -> new Patience());
        LOGGER.warn(
                "{}: {} failed ({}); restarting, attempt {}; if it fails again, the next follows in {} s",
                name,
                failed.size() == 1 ? "one part" : failed.size() + " parts",
                firstLine(failed.get(0).trace()),
                patience.attempts(),
                patience.nextWait(System.nanoTime()).toSeconds());
        underway.add(name);
        herder.restartConnectorAndTasks(new RestartRequest(name, true, true), (error, state) -> {
            underway.remove(name);
            if (error != null) {
                complain("restart", name, error);
            }
        });
    }

    private static List<AbstractState> failures(ConnectorStateInfo status) {
        var failed = new ArrayList<AbstractState>();
        if (FAILED.equals(status.connector().state())) {
            failed.add(status.connector());
        }
        status.tasks().stream().filter(task -> FAILED.equals(task.state())).forEach(failed::add);
        return failed;
    }

    private static String firstLine(@Nullable String trace) {
        return trace == null ? "no reason given" : trace.lines().findFirst().orElse("no reason given");
    }

    @Override
    public void close() {
        leads = false;
        thread.shutdownNow();
    }
}
