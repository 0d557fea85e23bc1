package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.control.orphan.OrphanReplay;
import io.twinspan.control.report.Participant;
import io.twinspan.control.report.Remark.Severity;
import io.twinspan.control.report.ReportDraft;
import io.twinspan.control.report.ReportKind;
import io.twinspan.control.report.ReportStore;
import io.twinspan.control.report.Verdict;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Misconfigured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Appends orphans to topics of the target, and keeps a report of it. Confined to the main thread. */
final class OrphansAppend {
    private final Console console;
    private final OrphansCommand.Found found;
    private final String file;

    OrphansAppend(Console console, OrphansCommand.Found found, String file) {
        this.console = console;
        this.found = found;
        this.file = file;
    }

    /**
     * Appends them.
     *
     * @param into a topic for all, or null for the topics that lack them
     */
    ExitCode run(@Nullable String into) {
        Scene scene = found.scene();
        Instant started = Instant.now();
        OrphanReplay.requireRoom(scene, found.ranges(), into);
        String where = into == null ? "the topics that lacked them" : "topic " + into;
        String sentence;
        try (var replay = new OrphanReplay(scene, into)) {
            found.read(console, replay);
            replay.finish();
            sentence = Amounts.records(replay.appended()) + " appended to " + where + " on "
                    + scene.link().target().alias()
                    + (replay.skipped() == 0 ? "" : "; " + replay.skipped() + " were there before");
        }
        String id = keep(into, started, sentence);
        console.plain(sentence);
        found.remarks().forEach(console::warning);
        console.plain("the report: twinspan reports " + file + " show " + id);
        return ExitCode.DONE;
    }

    private String keep(@Nullable String into, Instant started, String sentence) {
        Scene scene = found.scene();
        LinkView link = scene.link();
        String id = ReportKind.ORPHANS.id(started, new SecureRandom().nextInt());
        var author = Who.author(Who.runsThis(), into == null ? Map.of() : Map.of("to-topic", into), text());
        var draft = new ReportDraft(id, ReportKind.ORPHANS, link.name(), author, started);
        draft.cluster(
                new Participant(link.source().alias().value(), scene.source().clusterId(), Participant.Role.SOURCE));
        draft.cluster(
                new Participant(link.target().alias().value(), scene.target().clusterId(), Participant.Role.TARGET));
        found.remarks().forEach(remark -> draft.remark(Severity.WARNING, remark, ""));
        Verdict verdict = found.remarks().isEmpty() ? Verdict.OK : Verdict.OK_WITH_REMARKS;
        try (var topic = new JournalTopic(link, scene.clock(), scene.limit())) {
            new ReportStore(topic, scene.clock()).add(draft.end(verdict, sentence, Instant.now()));
        }
        return id;
    }

    private String text() {
        try {
            return Files.readString(Path.of(file), Deployment.CHARSET);
        } catch (IOException e) {
            throw new Misconfigured("FILE", "cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
