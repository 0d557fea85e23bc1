/**
 * The classes that an operator's configuration names: policies, filters, admin clients. They are Kafka's own interfaces, found on
 * the class path, beside our own jars in a worker's plug-in directory, or in the directories of {@code plugin.path}.
 *
 * <p>Read {@link io.twinspan.connect.plugin.LinkPlugins} first; {@link io.twinspan.connect.plugin.PluginClasses} finds classes.
 */
@NullMarked
package io.twinspan.connect.plugin;

import org.jspecify.annotations.NullMarked;
