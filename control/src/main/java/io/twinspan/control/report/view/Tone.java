package io.twinspan.control.report.view;

import io.twinspan.control.report.Remark;
import io.twinspan.control.report.Step;
import io.twinspan.control.report.Verdict;

/** How something is to be taken. Immutable. */
enum Tone {
    GOOD,
    PLAIN,
    WARNING,
    BAD;

    static Tone of(Verdict verdict) {
        return switch (verdict) {
            case OK -> GOOD;
            case OK_WITH_REMARKS, UNDONE, ABORTED -> WARNING;
            case DONE_WITH_LOSS, FAILED -> BAD;
        };
    }

    static Tone of(Step.Outcome outcome) {
        return switch (outcome) {
            case DONE -> GOOD;
            case SKIPPED, NOT_REACHED -> PLAIN;
            case UNDONE -> WARNING;
            case FAILED -> BAD;
        };
    }

    static Tone of(Remark.Severity severity) {
        return switch (severity) {
            case ERROR -> BAD;
            case WARNING, NOT_COVERED -> WARNING;
            case NOTE -> PLAIN;
        };
    }
}
