package io.twinspan.control.fence;

import java.util.Locale;

/** How producers are kept from writing. */
public enum FenceKind {
    /** ACLs that deny WRITE on the topics; needs an authorizer, and does not bind super users. */
    ACL,
    /** A quota of a byte a second for everybody: a brake, no fence; needs no authorizer. */
    QUOTA,
    /** The operator's hook stops them. */
    HOOK,
    /** They are stopped already, by the operator's word. */
    STOPPED;

    /** As it is written on the command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
