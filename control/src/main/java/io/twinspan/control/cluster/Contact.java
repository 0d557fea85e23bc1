package io.twinspan.control.cluster;

import io.twinspan.model.error.TransientFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** A first knock at the bootstrap addresses, which tells a wrong name from a closed port. Confined to the calling thread. */
public final class Contact {
    private Contact() {}

    /** Empty if some address takes connections; else what is wrong with each. */
    public static Optional<String> problem(ClusterAccess cluster, Duration limit) {
        var problems = new StringBuilder();
        for (String address : cluster.addresses()) {
            Optional<String> problem = knock(address, limit);
            if (problem.isEmpty()) {
                return Optional.empty();
            }
            problems.append(problems.length() == 0 ? "" : ", ")
                    .append(address)
                    .append(" (")
                    .append(problem.get())
                    .append(')');
        }
        return Optional.of(problems.length() == 0 ? "no address is given" : problems.toString());
    }

    /** Whether the cluster answers a question; a client would try for as long as it may, though nobody listens. */
    public static boolean answers(ClusterAccess cluster, Duration limit) {
        if (problem(cluster, limit).isPresent()) {
            return false;
        }
        try (Admin admin = Admin.create(cluster.client("twinspan-knock", limit))) {
            cluster.await(admin.describeCluster().nodes(), limit);
            return true;
        } catch (TransientFailure | KafkaException e) {
            return false;
        }
    }

    private static Optional<String> knock(String address, Duration limit) {
        int colon = address.lastIndexOf(':');
        try (var socket = new Socket()) {
            int port = colon < 0 ? -1 : Integer.parseInt(address.substring(colon + 1));
            String host = colon < 0 ? address : address.substring(0, colon).replaceAll("^\\[|]$", "");
            if (port < 1 || port > 65_535) {
                return Optional.of("not of the form host:port");
            }
            var target = new InetSocketAddress(host, port);
            if (target.isUnresolved()) {
                return Optional.of("the host name is not known");
            }
            socket.connect(target, Math.toIntExact(limit.toMillis()));
            return Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.of("not of the form host:port");
        } catch (UnknownHostException e) {
            return Optional.of("the host name is not known");
        } catch (SocketTimeoutException e) {
            return Optional.of("no answer within " + limit.toSeconds() + " s");
        } catch (IOException e) {
            String reason = e.getMessage();
            return Optional.of(reason == null ? e.getClass().getSimpleName() : reason);
        }
    }
}
