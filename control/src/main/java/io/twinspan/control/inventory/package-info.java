/**
 * What is there and how far it has come: one immutable snapshot of the links, their topics and partitions.
 *
 * <p>Read {@link io.twinspan.control.inventory.Inventory} for the shape and
 * {@link io.twinspan.control.inventory.InventoryReader} for how it is obtained: from Kafka alone (what links store on their targets, the
 * end offsets of the sources), so that it works from any machine, whether the link runs, and the source answers, or not.
 * {@link io.twinspan.control.inventory.LinkPicture} puts it together, {@link io.twinspan.control.inventory.CutOver} judges it, and
 * {@link io.twinspan.control.inventory.LossEstimate} says what may be missing if the source is gone; these are pure. Values are
 * immutable, readers confined to their caller's thread.
 */
@NullMarked
package io.twinspan.control.inventory;

import org.jspecify.annotations.NullMarked;
