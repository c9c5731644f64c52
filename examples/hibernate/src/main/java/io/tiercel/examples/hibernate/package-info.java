/** How does Hibernate use Tiercel as its second-level cache? */
@NullMarked
package io.tiercel.examples.hibernate;

import org.jspecify.annotations.NullMarked;
