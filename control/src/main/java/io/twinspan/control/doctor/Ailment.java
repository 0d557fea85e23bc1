package io.twinspan.control.doctor;

/**
 * One thing that was found. Immutable.
 *
 * @param name the same in one word, for programs: {@code line-window}
 * @param weight how much it limits, for the order among those of the same gravity: 1 is fully
 * @param what what it is, with what was measured
 * @param cure the setting to change, or what else to do; empty where nothing has to be done
 */
public record Ailment(Gravity gravity, String name, double weight, String what, String cure) {

    /** How grave a finding is, the gravest first. */
    public enum Gravity {
        /** Somebody has to do something: the link does not get on, or will lose something. */
        NEEDS_SOMEBODY,
        /** The link could be faster. */
        LIMITS,
        /** Good to know. */
        NOTE
    }

    static Ailment needsSomebody(String name, String what, String cure) {
        return new Ailment(Gravity.NEEDS_SOMEBODY, name, 1, what, cure);
    }

    static Ailment limits(String name, double weight, String what, String cure) {
        return new Ailment(Gravity.LIMITS, name, weight, what, cure);
    }

    static Ailment note(String name, String what, String cure) {
        return new Ailment(Gravity.NOTE, name, 0, what, cure);
    }
}
