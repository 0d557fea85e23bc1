/**
 * What is there and how far it has come: one immutable snapshot of the links, their topics and partitions.
 *
 * <p>Read {@link io.twinspan.control.inventory.Inventory} for the shape and
 * {@link io.twinspan.control.inventory.InventoryReader} for how it is obtained: from Kafka alone (the positions topic on
 * the target, the end offsets of the source), so that it works from any machine, whether the link runs or not.
 */
@NullMarked
package io.twinspan.control.inventory;

import org.jspecify.annotations.NullMarked;
