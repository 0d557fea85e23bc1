package io.twinspan.bench.faults.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What one fault did to one program. Immutable.
 *
 * @param observed what was seen, in order
 * @param countedFrom what the times count from: "fault" or "end of fault"
 * @param firstMs until every partition that had stood still had a record again; -1 if one never had
 * @param sourceMs of that, until the load could write everywhere again; -1 if it never could
 * @param fullMs until full speed; -1 if it was not reached
 * @param lagBefore the most records that the target lacked before
 * @param mostBehind the most records that it lacked afterwards
 * @param loadAverage of the machine, of the last minute: at far more than its cores, times say little
 * @param checked all records of the act in which it happened; the short form has several faults in one act
 * @param failure why there is no result; empty if there is one
 * @param shownNothing why the fault has shown nothing; empty if it has
 */
@JsonIgnoreProperties(
        value = {"lostSilently", "passed"},
        allowGetters = true)
public record FaultResult(
        String tool,
        String fault,
        String what,
        List<String> observed,
        String countedFrom,
        long firstMs,
        long sourceMs,
        long fullMs,
        long lagBefore,
        long mostBehind,
        double loadAverage,
        Checked checked,
        Naming naming,
        String failure,
        String shownNothing) {
    public FaultResult {
        observed = List.copyOf(observed);
    }

    /** A fault that could not be made, or broke off. */
    public static FaultResult without(String tool, String fault, String what, List<String> observed, String failure) {
        return new FaultResult(
                tool, fault, what, observed, "", -1, -1, -1, 0, 0, 0, Checked.NOTHING, Naming.NOTHING, failure, "");
    }

    /** Missing records that nothing accounts for. */
    @JsonProperty
    public long lostSilently() {
        return checked.lost() - naming.explained(checked.lost());
    }

    /** Whether all guarantees held, copying came back, and the fault happened at all. */
    @JsonProperty
    public boolean passed() {
        return failure.isEmpty()
                && shownNothing.isEmpty()
                && fullMs >= 0
                && lostSilently() == 0
                && checked.doubled() == 0
                && checked.reordered() == 0
                && checked.other() == 0
                && (naming.truth().isEmpty() || checked.lost() == 0 || naming.exact());
    }
}
