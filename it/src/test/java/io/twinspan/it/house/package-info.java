/**
 * Keeps the house in order: the rules of the code and of the documents, as tests.
 *
 * <p>Read {@link io.twinspan.it.house.ArchitectureTest} to learn who may depend on whom, and
 * {@link io.twinspan.it.house.DocsTest} for what is checked of every Markdown file. Neither starts a broker.
 */
@NullMarked
package io.twinspan.it.house;

import org.jspecify.annotations.NullMarked;
