/** What does a cache spare my database? */
@NullMarked
package io.tiercel.examples.quickstart;

import org.jspecify.annotations.NullMarked;
