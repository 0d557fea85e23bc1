package io.twinspan.app.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a command prints: picocli's writers, in colour where a terminal shows colours. Confined to the command's thread,
 * but for {@link #line}, which any thread may call.
 */
final class Console {
    private static final String CLEAR_TO_END = "\u001b[K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final Ansi ansi;

    Console(CommandLine command) {
        this.out = command.getOut();
        this.err = command.getErr();
        this.ansi = command.getColorScheme().ansi();
    }

    /** A line, with picocli's markup such as {@code @|bold text|@}. */
    synchronized void line(String markup) {
        out.println(ansi.string(markup));
        out.flush();
    }

    /** A line as it is; names of topics may look like markup. */
    synchronized void plain(String text) {
        out.println(text);
        out.flush();
    }

    /** A line that the next one, or the next {@code overwrite}, replaces; nothing where there is no terminal. */
    synchronized void overwrite(String text) {
        if (isTerminal()) {
            out.print("\r\u001b[K" + text);
            out.flush();
        }
    }

    /** A word in a colour, for text that is printed by {@link #plain}. */
    String styled(String style, String text) {
        return ansi.enabled() ? ansi.string("@|" + style + " " + text + "|@") : text;
    }

    boolean isTerminal() {
        return ansi.enabled();
    }

    /** How far something is: in place of what was said before where that is possible, and apart from the answer. */
    synchronized void progress(String text) {
        if (isTerminal()) {
            err.print("\r" + text + CLEAR_TO_END);
        } else {
            err.println(text);
        }
        err.flush();
    }

    /** What follows is no progress any more. */
    synchronized void progressEnds() {
        if (isTerminal()) {
            err.print("\r" + CLEAR_TO_END);
            err.flush();
        }
    }

    void error(String text) {
        err.println(styled("bold,red", "twinspan:") + " " + text);
        err.flush();
    }

    void warning(String text) {
        err.println(styled("bold,yellow", "twinspan:") + " " + text);
        err.flush();
    }
}
