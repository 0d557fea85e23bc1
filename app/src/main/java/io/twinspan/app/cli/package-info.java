/**
 * The {@code twinspan} command: one class for each subcommand, which parses, calls, and renders.
 *
 * <p>Read {@link io.twinspan.app.cli.Main} and {@link io.twinspan.app.cli.TwinspanCommand} first. Commands print through
 * picocli's writers, end with an {@link io.twinspan.app.cli.ExitCode}, and keep no logic of their own. Confined to the
 * main thread.
 */
@NullMarked
package io.twinspan.app.cli;

import org.jspecify.annotations.NullMarked;
