package io.twinspan.control.hook;

import io.twinspan.control.operation.StepHooks.When;
import io.twinspan.model.error.Misconfigured;
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
        return new Hook(
                When.valueOf(form.group(1).toUpperCase(Locale.ROOT)),
                form.group(2),
                form.group(3).strip());
    }

    /** Whether an address is called, not a program run. */
    public boolean isAddress() {
        return target.startsWith("http://") || target.startsWith("https://");
    }

    /** For people; without what may be secret in an address, or the arguments of a command. */
    @Override
    public String toString() {
        String shown =
                isAddress() ? target.replaceAll("//[^/@]*@", "//").replaceAll("[?#].*", "") : target.split("\\s", 2)[0];
        return when.name().toLowerCase(Locale.ROOT) + "-" + step + "=" + shown;
    }

    private static String shortened(String text) {
        int end = text.indexOf('=');
        return end < 0 ? text : text.substring(0, end + 1) + "...";
    }
}
