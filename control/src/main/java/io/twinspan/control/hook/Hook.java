package io.twinspan.control.hook;

import io.twinspan.control.operation.StepHooks.When;
import io.twinspan.model.error.Misconfigured;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something to be done before or after a step, or when it is taken back. Immutable.
 *
 * @param target a command line for the shell, or an address that begins with {@code http://} or {@code https://}
 */
public record Hook(When when, String step, String target) {
    private static final Pattern FORM = Pattern.compile("(before|after|undo)-([a-z]+)=(.+)", Pattern.DOTALL);
    private static final Pattern HEAD = Pattern.compile("^[a-z-]+(=|$)");
    private static final Pattern HOST = Pattern.compile("^(https?://)(?:[^/?#]*@)?([^/?#]*)");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final String HIDDEN = "...";

    /**
     * Reads {@code before-open=/opt/move-dns}.
     *
     * @param steps the names of steps that there are
     * @throws Misconfigured if it is not of this form
     */
    public static Hook parse(String text, Collection<String> steps) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new Misconfigured(
                    "--hook",
                    "--hook " + shortened(text)
                            + ": write it as WHEN-STEP=WHAT, for instance before-open=/opt/move-dns or"
                            + " after-open=https://example.org/moved; WHEN is before, after or undo");
        }
        if (!steps.contains(form.group(2))) {
            throw new Misconfigured(
                    "--hook",
                    "--hook " + shortened(text) + ": there is no step '" + form.group(2) + "'; there are " + steps);
        }
        var hook = new Hook(
                When.valueOf(form.group(1).toUpperCase(Locale.ROOT)),
                form.group(2),
                form.group(3).strip());
        if (hook.isAddress() && !isReadable(hook.target())) {
            throw new Misconfigured(
                    "--hook",
                    "--hook " + shortened(text)
                            + ": its address cannot be read; write it as https://host/path, and what is special in a user, a password"
                            + " or a query as % and its code");
        }
        return hook;
    }

    private static boolean isReadable(String address) {
        try {
            return !URI.create(address).toURL().getHost().isEmpty();
        } catch (IllegalArgumentException | MalformedURLException e) {
            return false;
        }
    }

    /** Whether an address is called, not a program run. */
    public boolean isAddress() {
        return target.startsWith("http://") || target.startsWith("https://");
    }

    /** For people: of an address the host alone, of a command the program alone, since all else may be secret. */
    @Override
    public String toString() {
        return when.name().toLowerCase(Locale.ROOT) + "-" + step + "=" + (isAddress() ? host() : program());
    }

    private String host() {
        Matcher host = HOST.matcher(target);
        return host.find() && isReadable(target) ? host.group(1) + host.group(2) : HIDDEN;
    }

    /** A command that begins with a variable of its own is shown as none. */
    private String program() {
        String first = BLANKS.split(target, 2)[0];
        return first.contains("=") ? HIDDEN : first;
    }

    /** As much of a text of another form as tells which one it is. */
    private static String shortened(String text) {
        Matcher head = HEAD.matcher(text.strip());
        return head.find() ? head.group() + (head.end() < text.strip().length() ? HIDDEN : "") : HIDDEN;
    }
}
