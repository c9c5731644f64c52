/** How do I write a tier for a backend of my own? */
@NullMarked
package io.tiercel.examples.yourowntier;

import org.jspecify.annotations.NullMarked;
