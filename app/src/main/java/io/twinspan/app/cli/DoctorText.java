package io.twinspan.app.cli;

import io.twinspan.control.doctor.Ailment;
import io.twinspan.control.doctor.Ailment.Gravity;
import io.twinspan.control.doctor.Diagnosis;
import io.twinspan.control.doctor.PartitionRate;
import io.twinspan.control.doctor.SourceBroker;
import io.twinspan.model.error.Printable;
import java.util.List;
import java.util.Locale;

/** The report of {@code doctor} as text for people. Immutable. */
record DoctorText(Diagnosis diagnosis) {
    private static final int MOST_CHARACTERS = 2_000;
    private static final int SHOWN_PARTITIONS = 10;

    @Override
    public String toString() {
        var text = new StringBuilder(diagnosis.link() + ": " + diagnosis.summary());
        int number = 0;
        for (Ailment ailment : diagnosis.ailments()) {
            number++;
            text.append('\n').append(number).append(". ").append(printable(ailment, number));
        }
        if (diagnosis.seconds() > 0) {
            speed(text);
        }
        diagnosis
                .untold()
                .forEach(what -> text.append("\nnot found out: ").append(Printable.of(what, MOST_CHARACTERS)));
        return text.toString();
    }

    /** What comes out of a topic may hold anything, and leaves nothing but text here. */
    private static String printable(Ailment ailment, int number) {
        String head = ailment.gravity() == Gravity.NEEDS_SOMEBODY ? "NEEDS YOU: " : "";
        String cure = ailment.cure().isEmpty()
                ? ""
                : "\n" + " ".repeat(Integer.toString(number).length() + 2) + "-> "
                        + Printable.of(ailment.cure(), MOST_CHARACTERS);
        return head + Printable.of(ailment.what(), MOST_CHARACTERS) + cure;
    }

    private void speed(StringBuilder text) {
        text.append("\n\nin ")
                .append(String.format(Locale.ROOT, "%.0f s: ", diagnosis.seconds()))
                .append(perSecond(diagnosis.takenPerSecond()))
                .append(" records/s into the source, ")
                .append(perSecond(diagnosis.copiedPerSecond()))
                .append(" copied, ")
                .append(Amounts.bytes((long) diagnosis.copiedBytesPerSecond()))
                .append("/s");
        for (SourceBroker broker : diagnosis.brokers()) {
            text.append("\nsource broker ")
                    .append(broker.id())
                    .append(" (")
                    .append(broker.address())
                    .append("): ")
                    .append(
                            broker.roundTrip().isNegative()
                                    ? "no connection from here"
                                    : String.format(
                                            Locale.ROOT,
                                            "%.2f ms",
                                            broker.roundTrip().toNanos() / 1e6));
        }
        List<PartitionRate> behind = diagnosis.rates().stream()
                .filter(rate -> rate.after().lagRecords() != 0)
                .toList();
        if (!behind.isEmpty()) {
            text.append('\n').append(table(behind));
        }
        if (behind.size() > SHOWN_PARTITIONS) {
            text.append("\nand ").append(behind.size() - SHOWN_PARTITIONS).append(" more");
        }
    }

    private static TextTable table(List<PartitionRate> rates) {
        var table = new TextTable();
        table.row("TOPIC", "PARTITION", "LAG", "DELAY", "IN/S", "COPIED/S", "BYTES/S");
        for (PartitionRate rate : rates.subList(0, Math.min(SHOWN_PARTITIONS, rates.size()))) {
            table.row(
                    rate.partition().topic(),
                    Integer.toString(rate.partition().partition()),
                    Amounts.number(rate.after().lagRecords()),
                    Amounts.seconds(rate.after().rpo().ms()),
                    perSecond(rate.takenPerSecond()),
                    perSecond(rate.copiedPerSecond()),
                    Amounts.bytes((long) rate.copiedBytesPerSecond()));
        }
        return table;
    }

    private static String perSecond(double value) {
        return Amounts.number(value < 0 ? -1 : Math.round(value));
    }
}
