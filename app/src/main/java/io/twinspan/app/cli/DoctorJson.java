package io.twinspan.app.cli;

import io.twinspan.control.doctor.Ailment;
import io.twinspan.control.doctor.Diagnosis;
import io.twinspan.control.doctor.PartitionRate;
import io.twinspan.control.doctor.SourceBroker;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The shape of {@code doctor --json}, which scripts rely on: what is not known is null. Immutable.
 *
 * @param summary one sentence
 * @param findings the most limiting first
 * @param seconds how long the two looks were apart
 * @param partitions those that are furthest behind first
 */
record DoctorJson(
        String link,
        boolean reached,
        boolean needsSomebody,
        String summary,
        List<Found> findings,
        double seconds,
        @Nullable Double takenPerSecond,
        @Nullable Double copiedPerSecond,
        @Nullable Double copiedBytesPerSecond,
        List<Partition> partitions,
        List<Broker> sourceBrokers,
        List<String> notFoundOut) {

    static DoctorJson of(Diagnosis diagnosis) {
        return new DoctorJson(
                diagnosis.link(),
                diagnosis.isReached(),
                diagnosis.needsSomebody(),
                diagnosis.summary(),
                diagnosis.ailments().stream().map(Found::of).toList(),
                diagnosis.seconds(),
                orNull(diagnosis.takenPerSecond()),
                orNull(diagnosis.copiedPerSecond()),
                orNull(diagnosis.copiedBytesPerSecond()),
                diagnosis.rates().stream().map(Partition::of).toList(),
                diagnosis.brokers().stream().map(Broker::of).toList(),
                diagnosis.untold());
    }

    /**
     * A finding. Immutable.
     *
     * @param gravity {@code needs-somebody}, {@code limits} or {@code note}
     * @param name the same in one word
     * @param cure null where nothing has to be done
     */
    record Found(
            String gravity,
            String name,
            String what,
            @Nullable String cure) {
        static Found of(Ailment ailment) {
            return new Found(
                    ailment.gravity().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    ailment.name(),
                    ailment.what(),
                    ailment.cure().isEmpty() ? null : ailment.cure());
        }
    }

    /** A partition's speed. Immutable. */
    record Partition(
            String topic,
            int partition,
            @Nullable Double takenPerSecond,
            @Nullable Double copiedPerSecond,
            @Nullable Double copiedBytesPerSecond,
            @Nullable Long lagRecords,
            @Nullable Long delayMs) {
        static Partition of(PartitionRate rate) {
            return new Partition(
                    rate.partition().topic(),
                    rate.partition().partition(),
                    orNull(rate.takenPerSecond()),
                    orNull(rate.copiedPerSecond()),
                    orNull(rate.copiedBytesPerSecond()),
                    StatusJson.orNull(rate.after().lagRecords()),
                    StatusJson.orNull(rate.after().rpo().ms()));
        }
    }

    /** A source broker. Immutable. */
    record Broker(int id, String address, @Nullable Double roundTripMs) {
        static Broker of(SourceBroker broker) {
            return new Broker(
                    broker.id(), broker.address(), orNull(broker.roundTrip().toNanos() / 1e6));
        }
    }

    private static @Nullable Double orNull(double value) {
        return value < 0 ? null : value;
    }
}
